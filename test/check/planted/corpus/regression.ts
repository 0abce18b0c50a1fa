import {
  add,
  div,
  exp,
  log,
  map,
  matmul,
  mean,
  mul,
  neg,
  power,
  slope,
  softmax,
  sqrt,
  square,
  sub,
  sum,
  transpose,
} from '../code.js'
import { shaped, type Written } from '../written.js'

const examples = 5

const linear = { forward: { p: add(matmul('x', 'w'), 'b'), r: sub('p', 'y') } }
const linearData = shaped({ x: [examples, 3], y: [examples] })
const linearLeaves = shaped({ w: [3], b: [] })

/** The gradient of what is linear in its weights, given the cotangent d of what is predicted. */
const ofLinear = { w: matmul(transpose('x'), 'd'), b: sum('d') }

/** Losses of linear models. */
export const regressions: readonly Written[] = [
  {
    name: 'mean squared error',
    leaves: linearLeaves,
    data: linearData,
    ...linear,
    loss: mean(square('r')),
    backward: { d: mul(2 / examples, 'r') },
    gradient: ofLinear,
  },
  {
    name: 'half a sum of squares with weight decay',
    leaves: linearLeaves,
    data: linearData,
    ...linear,
    loss: add(mul(0.5, sum(square('r'))), mul(0.05, sum(square('w')))),
    backward: { d: 'r' },
    gradient: { w: add(matmul(transpose('x'), 'd'), mul(0.1, 'w')), b: sum('d') },
  },
  {
    name: 'logistic regression',
    leaves: linearLeaves,
    data: { ...shaped({ x: [examples, 3] }), y: { shape: [examples], low: 0, high: 1 } },
    forward: { z: add(matmul('x', 'w'), 'b'), p: map('sigmoid', 'z') },
    loss: mean(sub(map('softplus', 'z'), mul('y', 'z'))),
    backward: { d: mul(1 / examples, sub('p', 'y')) },
    gradient: ofLinear,
  },
  {
    name: 'sum of squared errors of a sigmoid',
    leaves: linearLeaves,
    data: linearData,
    forward: { z: add(matmul('x', 'w'), 'b'), p: map('sigmoid', 'z'), r: sub('p', 'y') },
    loss: mul(0.5, sum(square('r'))),
    backward: { d: mul('r', slope('sigmoid', 'z')) },
    gradient: ofLinear,
  },
  {
    name: 'Poisson regression',
    leaves: linearLeaves,
    data: { ...shaped({ x: [examples, 3] }), y: { shape: [examples], low: 0, high: 4 } },
    forward: { z: add(matmul('x', 'w'), 'b'), rate: exp('z') },
    loss: mean(sub('rate', mul('y', 'z'))),
    backward: { d: mul(1 / examples, sub('rate', 'y')) },
    gradient: ofLinear,
  },
  {
    name: 'softmax regression',
    leaves: shaped({ w: [3, 4], b: [4] }),
    data: { ...shaped({ x: [examples, 3] }), y: { shape: [examples, 4], low: 0, high: 1 } },
    forward: {
      z: add(matmul('x', 'w'), 'b'),
      logs: { op: 'logSoftmax', args: ['z'], settings: { axis: -1 } },
      p: softmax('z', -1),
      mass: sum('y', 1, true),
    },
    loss: mul(-1 / examples, sum(mul('y', 'logs'))),
    backward: { d: mul(1 / examples, sub(mul('mass', 'p'), 'y')) },
    gradient: { w: matmul(transpose('x'), 'd'), b: sum('d', 0) },
  },
  {
    name: 'pseudo-Huber loss',
    leaves: linearLeaves,
    // On both sides of what is predicted: where all errors have one sign, a sign is just a one.
    data: { ...shaped({ x: [examples, 3] }), y: { shape: [examples], low: -4, high: 4 } },
    ...linear,
    loss: sum(sub(sqrt(add(1, square('r'))), 1)),
    backward: { d: div('r', sqrt(add(1, square('r')))) },
    gradient: ofLinear,
  },
  {
    name: 'log cosh loss',
    leaves: linearLeaves,
    data: linearData,
    ...linear,
    loss: mean(log(map('cosh', 'r'))),
    backward: { d: mul(1 / examples, map('tanh', 'r')) },
    gradient: ofLinear,
  },
  {
    name: 'normal likelihood with its own spread',
    leaves: shaped({ mu: [4], s: [4] }),
    data: shaped({ y: [4] }),
    forward: { r: sub('y', 'mu'), precision: exp(mul(-2, 's')) },
    loss: sum(add(mul(0.5, mul(square('r'), 'precision')), 's')),
    backward: {},
    gradient: { mu: neg(mul('r', 'precision')), s: sub(1, mul(square('r'), 'precision')) },
  },
  {
    name: 'Student t likelihood',
    leaves: shaped({ mu: [4], s: [4] }),
    data: shaped({ y: [4] }),
    forward: { r: sub('y', 'mu'), v: exp(mul(2, 's')), q: div(square('r'), mul(3, 'v')) },
    loss: sum(add('s', mul(2, log(add(1, 'q'))))),
    backward: { d: div(2, add(1, 'q')) },
    gradient: { mu: mul('d', div(mul(-2, 'r'), mul(3, 'v'))), s: sub(1, mul('d', mul(2, 'q'))) },
  },
  {
    name: 'power law',
    leaves: { scale: { shape: [], low: 0.5, high: 2 }, rate: { shape: [], low: -1, high: 2 } },
    data: { x: { shape: [examples], low: 0.5, high: 3 }, y: { shape: [examples], low: 0, high: 2 } },
    forward: { powered: power('x', 'rate'), r: sub(mul('scale', 'powered'), 'y') },
    loss: mul(0.5, sum(square('r'))),
    backward: {},
    gradient: {
      scale: sum(mul('r', 'powered')),
      rate: sum(mul('r', mul('scale', mul('powered', log('x'))))),
    },
  },
  {
    name: 'KL divergence of softmaxes',
    leaves: shaped({ a: [4], b: [4] }),
    forward: { p: softmax('a'), q: softmax('b'), ratio: sub(log('p'), log('q')) },
    loss: sum(mul('p', 'ratio')),
    backward: { mid: sum(mul('p', 'ratio')) },
    gradient: { a: mul('p', sub('ratio', 'mid')), b: sub('q', 'p') },
  },
]
