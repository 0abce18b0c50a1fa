import {
  add,
  div,
  einsum,
  exp,
  log,
  matmul,
  mul,
  neg,
  outer,
  rows,
  scattered,
  softmax,
  square,
  sub,
  sum,
  transpose,
} from '../code.js'
import { shaped, type Written } from '../written.js'

const scale = 1 / Math.sqrt(3)

/** What comes back to the scores of a softmax along the last axis, given the cotangent dp of what it gives. */
const throughSoftmax = mul('p', sub('dp', sum(mul('dp', 'p'), 1, true)))

/** Attention, embeddings and kernels: what compares rows with rows. */
export const attentions: readonly Written[] = [
  {
    name: 'attention of queries to keys',
    leaves: shaped({ q: [3, 3], k: [3, 3], v: [3, 3] }),
    data: shaped({ c: [3, 3] }),
    forward: { s: mul(scale, matmul('q', transpose('k'))), p: softmax('s', -1), y: matmul('p', 'v') },
    loss: sum(mul('c', 'y')),
    backward: { dp: matmul('c', transpose('v')), ds: mul(scale, throughSoftmax) },
    gradient: { q: matmul('ds', 'k'), k: matmul(transpose('ds'), 'q'), v: matmul(transpose('p'), 'c') },
  },
  {
    name: 'self-attention with its weights',
    leaves: shaped({ wq: [3, 3], wk: [3, 3], wv: [3, 2] }),
    data: shaped({ x: [4, 3], c: [4, 2] }),
    forward: {
      q: matmul('x', 'wq'),
      k: matmul('x', 'wk'),
      v: matmul('x', 'wv'),
      p: softmax(mul(scale, matmul('q', transpose('k'))), -1),
    },
    loss: sum(mul('c', matmul('p', 'v'))),
    backward: {
      dp: matmul('c', transpose('v')),
      ds: mul(scale, throughSoftmax),
      dq: matmul('ds', 'k'),
      dk: matmul(transpose('ds'), 'q'),
      dv: matmul(transpose('p'), 'c'),
    },
    gradient: { wq: matmul(transpose('x'), 'dq'), wk: matmul(transpose('x'), 'dk'), wv: matmul(transpose('x'), 'dv') },
  },
  {
    name: 'rows of an embedding',
    leaves: shaped({ e: [5, 3] }),
    data: { ...shaped({ c: [4, 3] }), at: { shape: [4], low: 0, high: 3, dtype: 'int32' } },
    forward: { r: rows('e', 'at') },
    loss: sum(mul('c', square('r'))),
    backward: { d: mul(mul(2, 'c'), 'r') },
    gradient: { e: scattered('d', 'at', 5) },
  },
  {
    name: 'words and contexts',
    leaves: shaped({ u: [4, 3], v: [4, 3] }),
    data: { ...shaped({ c: [4] }), at: { shape: [4], low: 0, high: 3, dtype: 'int32' } },
    forward: { a: rows('u', 'at'), s: sum(mul(rows('u', 'at'), 'v'), 1), p: { op: 'sigmoid', args: ['s'] } },
    loss: sum(mul('c', 's')),
    backward: { d: { op: 'expandDims', args: ['c', 1] } },
    gradient: { u: scattered(mul('d', 'v'), 'at', 4), v: mul('d', 'a') },
  },
  {
    name: 'factors of a matrix',
    leaves: shaped({ u: [4, 2], v: [3, 2] }),
    data: { ...shaped({ r: [4, 3] }), seen: { shape: [4, 3], low: 0, high: 1 } },
    forward: { e: mul('seen', sub(matmul('u', transpose('v')), 'r')) },
    loss: add(mul(0.5, sum(square('e'))), mul(0.1, add(sum(square('u')), sum(square('v'))))),
    backward: { d: mul('seen', 'e') },
    gradient: {
      u: add(matmul('d', 'v'), mul(0.2, 'u')),
      v: add(matmul(transpose('d'), 'u'), mul(0.2, 'v')),
    },
  },
  {
    name: 'a radial kernel',
    leaves: shaped({ x: [3], centre: [3], w: [] }),
    forward: { r: sub('x', 'centre'), k: exp(mul(-0.5, sum(square(sub('x', 'centre'))))) },
    loss: mul('w', 'k'),
    backward: { d: mul('w', 'k') },
    gradient: { x: neg(mul('d', 'r')), centre: mul('d', 'r'), w: 'k' },
  },
  {
    name: 'a contrast of pairs',
    leaves: shaped({ a: [3, 3], b: [3, 3] }),
    forward: { s: matmul('a', transpose('b')), p: softmax('s', -1), logs: log(softmax('s', -1)) },
    loss: neg(div({ op: 'trace', args: ['logs'] }, 3)),
    backward: { d: div(sub('p', { op: 'eye', args: [3] }), 3) },
    gradient: { a: matmul('d', 'b'), b: matmul(transpose('d'), 'a') },
  },
  {
    name: 'a bilinear form of batches',
    leaves: shaped({ x: [4, 2], m: [2, 3], y: [4, 3] }),
    data: shaped({ c: [4] }),
    forward: { s: einsum('bi,ij,bj->b', 'x', 'm', 'y') },
    loss: sum(mul('c', 's')),
    backward: {},
    gradient: {
      x: einsum('b,ij,bj->bi', 'c', 'm', 'y'),
      m: einsum('b,bi,bj->ij', 'c', 'x', 'y'),
      y: einsum('b,bi,ij->bj', 'c', 'x', 'm'),
    },
  },
  {
    name: 'a factorization machine',
    leaves: shaped({ v: [3, 2], x: [3] }),
    forward: { s: matmul('x', 'v'), q: matmul(square('x'), square('v')) },
    loss: mul(0.5, sum(sub(square('s'), 'q'))),
    backward: {},
    gradient: {
      v: sub(outer('x', 's'), mul({ op: 'expandDims', args: [square('x'), 1] }, 'v')),
      x: sub(matmul('v', 's'), mul('x', sum(square('v'), 1))),
    },
  },
]
