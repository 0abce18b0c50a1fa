import { add, div, exp, log, mean, mul, neg, outer, softmax, sqrt, square, sub, sum } from '../code.js'
import { shaped, type Written } from '../written.js'

const small = 0.01

/** A tensor normalized along an axis by its mean and variance. */
const standardized = (axis: number) => ({
  centred: sub('x', mean('x', axis, true)),
  spread: sqrt(add(mean(square(sub('x', mean('x', axis, true))), axis, true), small)),
  n: div(sub('x', mean('x', axis, true)), sqrt(add(mean(square(sub('x', mean('x', axis, true))), axis, true), small))),
})

/** What comes back through that, given the cotangent d. */
const back = (axis: number) =>
  div(sub(sub('d', mean('d', axis, true)), mul('n', mean(mul('d', 'n'), axis, true))), 'spread')

const normalization = (name: string, axis: number): Written => ({
  name,
  leaves: shaped({ x: [4, 3], gain: [3], shift: [3] }),
  data: shaped({ c: [4, 3] }),
  forward: { ...standardized(axis), y: add(mul('n', 'gain'), 'shift') },
  loss: sum(mul('c', 'y')),
  backward: { d: mul('c', 'gain') },
  gradient: { x: back(axis), gain: sum(mul('c', 'n'), 0), shift: sum('c', 0) },
})

/** Normalizations and norms. */
export const normalizations: readonly Written[] = [
  normalization('layer normalization', 1),
  normalization('batch normalization', 0),
  {
    name: 'root mean square normalization',
    leaves: shaped({ x: [4, 3], gain: [3] }),
    data: shaped({ c: [4, 3] }),
    forward: { size: sqrt(add(mean(square('x'), 1, true), small)), n: div('x', 'size') },
    loss: sum(mul('c', mul('n', 'gain'))),
    backward: { d: mul('c', 'gain') },
    gradient: {
      x: div(sub('d', mul('n', mean(mul('d', 'n'), 1, true))), 'size'),
      gain: sum(mul('c', 'n'), 0),
    },
  },
  {
    name: 'euclidean norms of rows',
    leaves: { x: { shape: [4, 3], low: 0.1, high: 1 } },
    data: shaped({ c: [4] }),
    forward: { size: sqrt(sum(square('x'), 1)) },
    loss: sum(mul('c', 'size')),
    backward: { d: div('c', 'size') },
    gradient: { x: mul({ op: 'expandDims', args: ['d', 1] }, 'x') },
  },
  {
    name: 'cosine similarity',
    leaves: shaped({ a: [4], b: [4] }),
    forward: {
      na: sqrt(sum(square('a'))),
      nb: sqrt(sum(square('b'))),
      cosine: div(sum(mul('a', 'b')), mul(sqrt(sum(square('a'))), sqrt(sum(square('b'))))),
    },
    loss: 'cosine',
    backward: {},
    gradient: {
      a: sub(div('b', mul('na', 'nb')), mul('cosine', div('a', square('na')))),
      b: sub(div('a', mul('na', 'nb')), mul('cosine', div('b', square('nb')))),
    },
  },
  {
    name: 'softmax by its Jacobian',
    leaves: shaped({ x: [4] }),
    data: shaped({ c: [4] }),
    forward: { p: softmax('x') },
    loss: sum(mul('c', 'p')),
    backward: {},
    gradient: { x: sub(mul('p', 'c'), { op: 'matmul', args: [outer('p', 'p'), 'c'] }) },
  },
  {
    name: 'log-sum-exp of rows',
    leaves: shaped({ x: [3, 4] }),
    data: shaped({ c: [3, 1] }),
    forward: { total: log(sum(exp('x'), 1, true)) },
    loss: sum(mul('c', 'total')),
    backward: {},
    gradient: { x: mul('c', exp(sub('x', 'total'))) },
  },
  {
    name: 'entropy of a softmax',
    leaves: shaped({ x: [4] }),
    forward: { p: softmax('x'), logs: log(softmax('x')), entropy: neg(sum(mul(softmax('x'), log(softmax('x'))))) },
    loss: 'entropy',
    backward: {},
    gradient: { x: neg(mul('p', add('logs', 'entropy'))) },
  },
]
