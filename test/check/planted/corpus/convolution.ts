import {
  add,
  broadcast,
  type Code,
  map,
  matmul,
  mean,
  mul,
  part,
  placed,
  reshape,
  slope,
  square,
  sub,
  sum,
  total,
  transpose,
} from '../code.js'
import { shaped, type Written } from '../written.js'

const upTo = (count: number): readonly number[] => [...new Array(count).keys()]

/** One tap of a kernel as a scalar. */
const tap = (kernel: Code, at: number): Code => reshape(part(kernel, at, at + 1))

const tapAt = (kernel: Code, row: number, column: number): Code =>
  reshape(part(part(kernel, row, row + 1), column, column + 1, 1))

const window = (x: Code, row: number, column: number): Code => part(part(x, row, row + 3), column, column + 3, 1)

const pairs = upTo(2).flatMap((row) => upTo(2).map((column) => [row, column] as const))

/** Convolutions, as loops over the taps of their kernels, and pooling. */
export const convolutions: readonly Written[] = [
  {
    name: 'a convolution along one axis',
    leaves: shaped({ x: [6], k: [3] }),
    data: shaped({ c: [4] }),
    forward: { y: total(...upTo(3).map((at) => mul(tap('k', at), part('x', at, at + 4)))) },
    loss: sum(mul('c', square('y'))),
    backward: { d: mul(mul(2, 'c'), 'y') },
    gradient: {
      x: total(...upTo(3).map((at) => placed(mul(tap('k', at), 'd'), at, 6))),
      k: { op: 'stacked', args: upTo(3).map((at) => sum(mul('d', part('x', at, at + 4)))) },
    },
  },
  {
    name: 'a convolution of an image',
    leaves: shaped({ x: [4, 4], k: [2, 2], b: [] }),
    data: shaped({ c: [3, 3] }),
    forward: {
      z: add(total(...pairs.map(([row, column]) => mul(tapAt('k', row, column), window('x', row, column)))), 'b'),
      a: map(
        'tanh',
        add(total(...pairs.map(([row, column]) => mul(tapAt('k', row, column), window('x', row, column)))), 'b'),
      ),
    },
    loss: sum(mul('c', 'a')),
    backward: { d: mul('c', slope('tanh', 'z')) },
    gradient: {
      x: total(
        ...pairs.map(([row, column]) => placed(placed(mul(tapAt('k', row, column), 'd'), row, 4), column, 4, 1)),
      ),
      k: reshape({ op: 'stacked', args: pairs.map(([row, column]) => sum(mul('d', window('x', row, column)))) }, 2, 2),
      b: sum('d'),
    },
  },
  {
    name: 'means of pairs and a dense layer',
    leaves: shaped({ x: [4, 6], w: [3, 2] }),
    data: shaped({ y: [4, 2] }),
    forward: { pooled: mean(reshape('x', 4, 3, 2), 2), r: sub(matmul(mean(reshape('x', 4, 3, 2), 2), 'w'), 'y') },
    loss: mul(0.5, sum(square('r'))),
    backward: { d: matmul('r', transpose('w')) },
    gradient: {
      x: reshape(broadcast(reshape(mul(0.5, 'd'), 4, 3, 1), 4, 3, 2), 4, 6),
      w: matmul(transpose('pooled'), 'r'),
    },
  },
  {
    name: 'differences of neighbours',
    leaves: shaped({ x: [6] }),
    data: shaped({ c: [5] }),
    forward: { e: sub(part('x', 1, 6), part('x', 0, 5)) },
    loss: mul(0.5, sum(mul('c', square('e')))),
    backward: { d: mul('c', 'e') },
    gradient: { x: sub(placed('d', 1, 6), placed('d', 0, 6)) },
  },
  {
    name: 'a sum of what has been so far',
    leaves: shaped({ x: [5] }),
    data: shaped({ c: [5] }),
    forward: { y: { op: 'cumsum', args: ['x'], settings: { axis: 0 } } },
    loss: sum(mul('c', map('sin', 'y'))),
    backward: { d: mul('c', slope('sin', 'y')) },
    gradient: {
      x: { op: 'flip', args: [{ op: 'cumsum', args: [{ op: 'flip', args: ['d'] }], settings: { axis: 0 } }] },
    },
  },
]
