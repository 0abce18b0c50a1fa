import { constant, type Expression, e } from '../expression.js'

// Functions of a vector with their gradients, of which faults and delicate cases are made.

export interface WithGradient {
  readonly value: Expression
  readonly gradient: Expression
}

/** A sum of something elementwise. */
export const summed = (value: Expression, gradient: Expression): WithGradient => ({ value: e.sum(value), gradient })

const x = 'x'
const s = e.sigmoid(x)
const t = e.tanh(x)
export const weights = constant([1, 2, 3, 4])
export const matrix = [
  [1, 2, 0, -1],
  [0.5, -1, 1, 2],
  [2, 0, 1, 1],
  [-1, 1, 0.5, 3],
] as const
export const transposed = matrix.map((_, row) => matrix.map((each) => each[row]))
const product = e.matvec(constant(matrix), x)
const p = e.softmax(x)

export const functions = {
  'sum of squares': summed(e.square(x), e.mul(2, x)),
  'mean of squares': { value: e.mean(e.square(x)), gradient: e.div(x, 2) },
  exp: summed(e.exp(x), e.exp(x)),
  sin: summed(e.sin(x), e.cos(x)),
  sigmoid: summed(s, e.mul(s, e.sub(1, s))),
  tanh: summed(t, e.sub(1, e.square(t))),
  log: summed(e.log(x), e.div(1, x)),
  sqrt: summed(e.sqrt(x), e.div(0.5, e.sqrt(x))),
  softplus: summed(e.log1p(e.exp(x)), s),
  swish: summed(e.mul(x, s), e.add(s, e.mul(e.mul(x, s), e.sub(1, s)))),
  norm: { value: e.sqrt(e.sum(e.square(x))), gradient: e.div(x, e.sqrt(e.sum(e.square(x)))) },
  logsumexp: { value: e.log(e.sum(e.exp(x))), gradient: p },
  'weighted softmax': {
    value: e.sum(e.mul(weights, p)),
    gradient: e.mul(p, e.sub(weights, e.sum(e.mul(weights, p)))),
  },
  'squared matrix product': {
    value: e.sum(e.square(product)),
    gradient: e.mul(2, e.matvec(constant(transposed), product)),
  },
  'weighted cumulative sum': {
    value: e.sum(e.mul(weights, e.cumsum(x))),
    gradient: e.add(e.mul(0, x), e.reverse(e.cumsum(e.reverse(weights)))),
  },
  'sum of neighbours’ products': { value: e.sum(e.mul(x, e.reverse(x))), gradient: e.mul(2, e.reverse(x)) },
} as const satisfies Record<string, WithGradient>
