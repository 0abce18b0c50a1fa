import {
  add,
  type Code,
  type Lines,
  map,
  matmul,
  mean,
  mul,
  slope,
  softmax,
  square,
  sub,
  sum,
  transpose,
} from '../code.js'
import { shaped, type Written } from '../written.js'

const examples = 4

/** A network of dense layers, `[sizes[0], sizes[1], ...]`, an activation after each but the last. */
const network = (
  sizes: readonly number[],
  activation: string,
  loss: Code,
  last: Code,
  forward: Lines = {},
): Omit<Written, 'name' | 'data'> => {
  const layers = sizes.slice(1).map((_, index) => index + 1)
  const top = layers.length
  return {
    leaves: shaped(
      Object.fromEntries(
        layers.flatMap((layer) => [
          [`w${layer}`, [sizes[layer - 1], sizes[layer]]],
          [`b${layer}`, [sizes[layer]]],
        ]),
      ),
    ),
    forward: {
      ...Object.fromEntries(
        layers.flatMap((layer): readonly (readonly [string, Code])[] => [
          [`z${layer}`, add(matmul(`a${layer - 1}`, `w${layer}`), `b${layer}`)],
          ...(layer < top ? ([[`a${layer}`, map(activation, `z${layer}`)]] as const) : []),
        ]),
      ),
      ...forward,
    },
    loss,
    backward: {
      [`d${top}`]: last,
      ...Object.fromEntries(
        layers
          .slice(0, -1)
          .reverse()
          .map((layer) => [
            `d${layer}`,
            mul(matmul(`d${layer + 1}`, transpose(`w${layer + 1}`)), slope(activation, `z${layer}`)),
          ]),
      ),
    },
    gradient: Object.fromEntries(
      layers.flatMap((layer) => [
        [`w${layer}`, matmul(transpose(`a${layer - 1}`), `d${layer}`)],
        [`b${layer}`, sum(`d${layer}`, 0)],
      ]),
    ),
  }
}

const inputs = shaped({ a0: [examples, 3], y: [examples, 2] })

/** Networks of dense layers, by back-propagation. */
export const networks: readonly Written[] = [
  {
    name: 'two layers with tanh, half squared error',
    data: inputs,
    ...network([3, 4, 2], 'tanh', mul(0.5, sum(square(sub('z2', 'y')))), sub('z2', 'y')),
  },
  {
    name: 'three square layers with sigmoids, mean squared error',
    data: shaped({ a0: [examples, 3], y: [examples, 3] }),
    ...network([3, 3, 3, 3], 'sigmoid', mean(square('r')), mul(2 / (3 * examples), 'r'), { r: sub('z3', 'y') }),
  },
  {
    name: 'two layers with rectifiers, softmax cross-entropy',
    data: { ...shaped({ a0: [examples, 3] }), y: { shape: [examples, 2], low: 0, high: 1 } },
    ...network(
      [3, 5, 2],
      'relu',
      mul(-1 / examples, sum(mul('y', 'logs'))),
      mul(1 / examples, sub(mul(sum('y', 1, true), 'p'), 'y')),
      { logs: { op: 'logSoftmax', args: ['z2'], settings: { axis: -1 } }, p: softmax('z2', -1) },
    ),
  },
  {
    name: 'two layers with softplus, a weighted sum',
    data: inputs,
    ...network([3, 3, 2], 'softplus', sum(mul('z2', 'y')), 'y'),
  },
  {
    name: 'two layers with silu, mean of sines',
    data: inputs,
    ...network([3, 4, 2], 'silu', mean(map('sin', 'z2')), mul(1 / (2 * examples), map('cos', 'z2'))),
  },
  {
    name: 'two layers with softsign, squared error of sigmoids',
    data: inputs,
    ...network(
      [3, 4, 2],
      'softsign',
      mul(0.5, sum(square(sub('p', 'y')))),
      mul(sub('p', 'y'), slope('sigmoid', 'z2')),
      { p: map('sigmoid', 'z2') },
    ),
  },
  {
    name: 'a residual block',
    leaves: shaped({ w1: [3, 3], w2: [3, 3], x: [examples, 3] }),
    data: shaped({ y: [examples, 3] }),
    forward: { z: matmul('x', 'w1'), a: map('tanh', 'z'), p: add('x', matmul('a', 'w2')) },
    loss: mul(0.5, sum(square(sub('p', 'y')))),
    backward: { d: sub('p', 'y'), dz: mul(matmul('d', transpose('w2')), slope('tanh', 'z')) },
    gradient: {
      w1: matmul(transpose('x'), 'dz'),
      w2: matmul(transpose('a'), 'd'),
      x: add('d', matmul('dz', transpose('w1'))),
    },
  },
  {
    name: 'a gated linear unit',
    leaves: shaped({ wa: [3, 4], wg: [3, 4] }),
    data: shaped({ x: [examples, 3], c: [examples, 4] }),
    forward: { a: matmul('x', 'wa'), g: matmul('x', 'wg'), s: map('sigmoid', 'g') },
    loss: sum(mul('c', mul('a', 's'))),
    backward: { da: mul('c', 's'), dg: mul(mul('c', 'a'), slope('sigmoid', 'g')) },
    gradient: { wa: matmul(transpose('x'), 'da'), wg: matmul(transpose('x'), 'dg') },
  },
  {
    name: 'an autoencoder with tied weights',
    leaves: shaped({ w: [4, 2] }),
    data: shaped({ x: [examples, 4] }),
    forward: { h: map('tanh', matmul('x', 'w')), z: matmul('x', 'w'), r: sub(matmul('h', transpose('w')), 'x') },
    loss: mul(0.5, sum(square('r'))),
    backward: { dz: mul(matmul('r', 'w'), slope('tanh', 'z')) },
    gradient: { w: add(matmul(transpose('x'), 'dz'), matmul(transpose('r'), 'h')) },
  },
]
