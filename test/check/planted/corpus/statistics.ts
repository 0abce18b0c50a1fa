import {
  add,
  div,
  inverse,
  log,
  matmul,
  mean,
  mul,
  neg,
  outer,
  power,
  sqrt,
  square,
  sub,
  sum,
  transpose,
} from '../code.js'
import { shaped, type Written } from '../written.js'

const n = 5

/** Statistics, and the algebra of matrices. */
export const statistics: readonly Written[] = [
  {
    name: 'variance',
    leaves: shaped({ x: [n] }),
    forward: { e: sub('x', mean('x')) },
    loss: div(sum(square('e')), n - 1),
    backward: {},
    gradient: { x: div(mul(2, 'e'), n - 1) },
  },
  {
    name: 'standard deviations of columns',
    leaves: shaped({ x: [4, 3] }),
    data: shaped({ c: [3] }),
    forward: { e: sub('x', mean('x', 0, true)), s: sqrt(mean(square(sub('x', mean('x', 0, true))), 0)) },
    loss: sum(mul('c', 's')),
    backward: { d: div('c', 's') },
    gradient: { x: div(mul('d', 'e'), 4) },
  },
  {
    name: 'covariance',
    leaves: shaped({ x: [n], y: [n] }),
    forward: { ex: sub('x', mean('x')), ey: sub('y', mean('y')) },
    loss: mean(mul('ex', 'ey')),
    backward: {},
    gradient: { x: div('ey', n), y: div('ex', n) },
  },
  {
    name: 'correlation',
    leaves: shaped({ x: [n], y: [n] }),
    forward: {
      ex: sub('x', mean('x')),
      ey: sub('y', mean('y')),
      sx: sqrt(sum(square(sub('x', mean('x'))))),
      sy: sqrt(sum(square(sub('y', mean('y'))))),
      c: div(
        sum(mul(sub('x', mean('x')), sub('y', mean('y')))),
        mul(sqrt(sum(square(sub('x', mean('x'))))), sqrt(sum(square(sub('y', mean('y')))))),
      ),
    },
    loss: 'c',
    backward: {},
    gradient: {
      x: sub(div('ey', mul('sx', 'sy')), mul('c', div('ex', square('sx')))),
      y: sub(div('ex', mul('sx', 'sy')), mul('c', div('ey', square('sy')))),
    },
  },
  {
    name: 'skewness',
    leaves: shaped({ x: [n] }),
    forward: {
      e: sub('x', mean('x')),
      v: mean(square(sub('x', mean('x')))),
      m: mean(power(sub('x', mean('x')), 3)),
    },
    loss: div('m', power('v', 1.5)),
    backward: { dm: power('v', -1.5), dv: mul(-1.5, mul('m', power('v', -2.5))) },
    gradient: {
      x: add(mul('dm', mul(3 / n, sub(square('e'), 'v'))), mul('dv', mul(2 / n, 'e'))),
    },
  },
  {
    name: 'geometric mean',
    leaves: { x: { shape: [n], low: 0.3, high: 2 } },
    forward: { g: { op: 'exp', args: [mean(log('x'))] } },
    loss: 'g',
    backward: {},
    gradient: { x: div('g', mul(n, 'x')) },
  },
  {
    name: 'ratio of a quadratic form to a length',
    leaves: shaped({ x: [3], a: [3, 3] }),
    forward: {
      ax: matmul('a', 'x'),
      length: sum(square('x')),
      q: div(sum(mul('x', matmul('a', 'x'))), sum(square('x'))),
    },
    loss: 'q',
    backward: {},
    gradient: {
      x: div(sub(add('ax', matmul(transpose('a'), 'x')), mul(2, mul('q', 'x'))), 'length'),
      a: div(outer('x', 'x'), 'length'),
    },
  },
  {
    name: 'logarithm of a determinant',
    leaves: shaped({ a: [4, 3] }),
    forward: { g: add(matmul(transpose('a'), 'a'), { op: 'eye', args: [3] }) },
    loss: log({ op: 'det', args: ['g'] }),
    backward: { d: inverse('g') },
    gradient: { a: mul(2, matmul('a', 'd')) },
  },
  {
    name: 'distance in the metric of a matrix',
    leaves: shaped({ x: [3], a: [3, 3] }),
    forward: {
      s: add(matmul('a', transpose('a')), { op: 'eye', args: [3] }),
      u: { op: 'solve', args: [add(matmul('a', transpose('a')), { op: 'eye', args: [3] }), 'x'] },
    },
    loss: sum(mul('x', 'u')),
    backward: { ds: neg(outer('u', 'u')) },
    gradient: { x: mul(2, 'u'), a: mul(2, matmul('ds', 'a')) },
  },
  {
    name: 'trace of a product of three matrices',
    leaves: shaped({ a: [2, 3], b: [3, 3], c: [3, 2] }),
    forward: {},
    loss: { op: 'trace', args: [matmul(matmul('a', 'b'), 'c')] },
    backward: {},
    gradient: {
      a: matmul(transpose('c'), transpose('b')),
      b: matmul(transpose('a'), transpose('c')),
      c: matmul(transpose('b'), transpose('a')),
    },
  },
  {
    name: "Rosenbrock's valley",
    leaves: shaped({ x: [], y: [] }),
    forward: { r: sub('y', square('x')) },
    loss: add(square(sub(1, 'x')), mul(100, square('r'))),
    backward: { d: mul(200, 'r') },
    gradient: { x: sub(mul(-2, sub(1, 'x')), mul(2, mul('x', 'd'))), y: 'd' },
  },
  {
    name: 'a polynomial',
    leaves: shaped({ x: [n], a: [], b: [], c: [] }),
    data: shaped({ y: [n] }),
    forward: {
      p: add('a', mul('x', add('b', mul('x', 'c')))),
      r: sub(add('a', mul('x', add('b', mul('x', 'c')))), 'y'),
    },
    loss: mean(square('r')),
    backward: { d: mul(2 / n, 'r') },
    gradient: {
      x: mul('d', add('b', mul(2, mul('x', 'c')))),
      a: sum('d'),
      b: sum(mul('d', 'x')),
      c: sum(mul('d', square('x'))),
    },
  },
]
