import {
  add,
  type Code,
  type Lines,
  map,
  matmul,
  mul,
  part,
  placed,
  slope,
  square,
  sub,
  sum,
  total,
  transpose,
} from '../code.js'
import { shaped, type Written } from '../written.js'

const steps = [1, 2, 3] as const
const [first, ...later] = steps
const last = steps.length

const lines = (...all: readonly (readonly [string, Code])[]): Lines => Object.fromEntries(all)

const backwards = [...steps].reverse()

/** The sum over steps of what each contributes. */
const overSteps = (of: (step: number) => Code): Code => total(...steps.map(of))

const decays: readonly Code[] = later.map((step) => mul(`h${step - 1}`, `x${step}`))

/** Recurrences, by back-propagation through time. */
export const recurrences: readonly Written[] = [
  {
    name: 'a recurrent layer with tanh',
    leaves: shaped({ w: [3, 3], u: [2, 3], b: [3], h0: [3] }),
    data: shaped({ x1: [2], x2: [2], x3: [2], c: [3] }),
    forward: lines(
      ...steps.flatMap((step) => [
        [`z${step}`, total(matmul(`h${step - 1}`, 'w'), matmul(`x${step}`, 'u'), 'b')] as const,
        [`h${step}`, map('tanh', `z${step}`)] as const,
      ]),
    ),
    loss: sum(mul('c', `h${last}`)),
    backward: lines(
      ...backwards.map(
        (step) =>
          [
            `d${step}`,
            mul(step === last ? 'c' : matmul(`d${step + 1}`, transpose('w')), slope('tanh', `z${step}`)),
          ] as const,
      ),
    ),
    gradient: {
      w: overSteps((step) => ({ op: 'outer', args: [`h${step - 1}`, `d${step}`] })),
      u: overSteps((step) => ({ op: 'outer', args: [`x${step}`, `d${step}`] })),
      b: overSteps((step) => `d${step}`),
      h0: matmul('d1', transpose('w')),
    },
  },
  {
    name: 'a gate that keeps or takes',
    leaves: shaped({ wg: [2, 2], wc: [2, 2], h0: [3, 2] }),
    data: shaped({ c: [3, 2] }),
    forward: lines(
      ...steps.flatMap((step): readonly (readonly [string, Code])[] => [
        [`g${step}`, matmul(`h${step - 1}`, 'wg')],
        [`s${step}`, map('sigmoid', `g${step}`)],
        [`q${step}`, matmul(`h${step - 1}`, 'wc')],
        [`t${step}`, map('tanh', `q${step}`)],
        [`h${step}`, add(mul(`s${step}`, `h${step - 1}`), mul(sub(1, `s${step}`), `t${step}`))],
      ]),
    ),
    loss: sum(mul('c', `h${last}`)),
    backward: lines(
      ['dh3', 'c'],
      ...backwards.flatMap((step): readonly (readonly [string, Code])[] => [
        [`dg${step}`, mul(mul(`dh${step}`, sub(`h${step - 1}`, `t${step}`)), slope('sigmoid', `g${step}`))],
        [`dq${step}`, mul(mul(`dh${step}`, sub(1, `s${step}`)), slope('tanh', `q${step}`))],
        [
          `dh${step - 1}`,
          total(
            mul(`dh${step}`, `s${step}`),
            matmul(`dg${step}`, transpose('wg')),
            matmul(`dq${step}`, transpose('wc')),
          ),
        ],
      ]),
    ),
    gradient: {
      wg: overSteps((step) => matmul(transpose(`h${step - 1}`), `dg${step}`)),
      wc: overSteps((step) => matmul(transpose(`h${step - 1}`), `dq${step}`)),
      h0: 'dh0',
    },
  },
  {
    name: 'a leaky integrator',
    leaves: { ...shaped({ h0: [3] }), leak: { shape: [], low: 0.2, high: 0.9 } },
    data: shaped({ x1: [3], x2: [3], x3: [3], c: [3] }),
    forward: lines(
      ...steps.map((step) => [`h${step}`, add(mul('leak', `h${step - 1}`), mul(sub(1, 'leak'), `x${step}`))] as const),
    ),
    loss: sum(mul('c', square(`h${last}`))),
    backward: lines(
      ['d3', mul(mul(2, 'c'), 'h3')],
      ...backwards.slice(1).map((step) => [`d${step}`, mul('leak', `d${step + 1}`)] as const),
    ),
    gradient: {
      h0: mul('leak', 'd1'),
      leak: overSteps((step) => sum(mul(`d${step}`, sub(`h${step - 1}`, `x${step}`)))),
    },
  },
  {
    name: 'a product of what has been so far',
    leaves: shaped({ h1: [3] }),
    data: shaped({ x2: [3], x3: [3], c: [3] }),
    forward: lines(...later.map((step, index) => [`h${step}`, map('sin', decays[index])] as const)),
    loss: sum(mul('c', `h${last}`)),
    backward: lines(
      [`d${last}`, 'c'],
      ...backwards
        .slice(0, -1)
        .map(
          (step) =>
            [`d${step - 1}`, mul(mul(`d${step}`, slope('sin', mul(`h${step - 1}`, `x${step}`))), `x${step}`)] as const,
        ),
    ),
    gradient: { h1: `d${first}` },
  },
  {
    name: 'returns with a discount',
    leaves: { r: { shape: [4] }, rate: { shape: [], low: 0.3, high: 0.95 } },
    forward: {
      g3: part('r', 3, 4),
      g2: add(part('r', 2, 3), mul('rate', part('r', 3, 4))),
      g1: add(part('r', 1, 2), mul('rate', 'g2')),
      g0: add(part('r', 0, 1), mul('rate', 'g1')),
    },
    loss: mul(0.5, sum(total(square('g0'), square('g1'), square('g2'), square('g3')))),
    backward: {
      d0: 'g0',
      d1: add('g1', mul('rate', 'd0')),
      d2: add('g2', mul('rate', 'd1')),
      d3: add('g3', mul('rate', 'd2')),
    },
    gradient: {
      r: total(placed('d0', 0, 4), placed('d1', 1, 4), placed('d2', 2, 4), placed('d3', 3, 4)),
      rate: sum(total(mul('d0', 'g1'), mul('d1', 'g2'), mul('d2', 'g3'))),
    },
  },
  {
    name: 'steps of gradient descent',
    leaves: { ...shaped({ h0: [3] }), rate: { shape: [], low: 0.05, high: 0.4 } },
    data: shaped({ x: [3], c: [3] }),
    forward: lines(
      ...steps.flatMap((step): readonly (readonly [string, Code])[] => [
        [`e${step}`, sub(map('tanh', `h${step - 1}`), 'x')],
        [`h${step}`, sub(`h${step - 1}`, mul('rate', `e${step}`))],
      ]),
    ),
    loss: sum(mul('c', `h${last}`)),
    backward: lines(
      ['d3', 'c'],
      ...backwards.map(
        (step) =>
          [`d${step - 1}`, sub(`d${step}`, mul(mul('rate', `d${step}`), slope('tanh', `h${step - 1}`)))] as const,
      ),
    ),
    gradient: {
      h0: 'd0',
      rate: { op: 'neg', args: [overSteps((step) => sum(mul(`d${step}`, `e${step}`)))] },
    },
  },
]
