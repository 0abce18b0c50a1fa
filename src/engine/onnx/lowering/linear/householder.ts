import type { Tensor } from '../../../../tensor/index.js'
import {
  at,
  column,
  count,
  diagonalOf,
  forEach,
  operations,
  outer,
  row,
  type Tensors,
  upperTriangle,
} from './algebra.js'

const { abs, div, equal, exp2, eye, floor, greater, less, lessEqual, log2, logicalAnd, matmul, max, maximum, minimum } =
  operations
const { mul, neg, reshape, sqrt, sub, sum, transpose, where } = operations

/** A power of two and its inverse. */
export interface Scale {
  readonly up: Tensor
  readonly down: Tensor
}

/** The scale of numbers up to a finite size: divided by it they are below 4, and the largest is about 1 at least. */
export const scaleOf = (size: Tensor): Scale => {
  const power = minimum(maximum(floor(log2(maximum(size, 2 ** -1022))), -1022), 1022)
  return { up: exp2(power), down: exp2(neg(power)) }
}

/** An algorithm on a matrix of finite numbers, divided by their scale; results that go with it are multiplied again. */
export const scaled = (a: Tensor, algorithm: (a: Tensor, scale: Scale) => Tensors): Tensors => {
  const largest = max(abs(a))
  const isBounded = equal(sub(largest, largest), 0)
  const bounded = where(isBounded, a, 0)
  const scale = scaleOf(where(isBounded, largest, 1))
  return algorithm(mul(bounded, scale.down), scale).map((x) => where(isBounded, x, Number.NaN))
}

/** -x, and 0 where x is 0. */
export const opposite = (x: Tensor): Tensor => sub(0, x)

/**
 * Takes the columns of a matrix A, which stand as rows [N, M], to those of R, where A = Q R, by Householder's reflections:
 * the j-th takes what is left of column j to a multiple of a unit vector,
 *
 *   H = I - f v v',   b = -sign(a_j) |a|,   f = (b - a_j) / b,   v_i = a_i / (a_j - b)
 *
 * in the scale of the column, so that a tiny one gives as good a reflection. Gives the columns of Q as rows, and R, which
 * has no negative diagonal: where b is negative, the row of R and the column of Q change their signs.
 */
export const triangularized = (columns: Tensor): { readonly basis: Tensor; readonly r: Tensor } => {
  const [many, size] = columns.shape
  const rank = Math.min(many, size)
  const [numbers, places] = [count(many), count(size)]
  const [[reflected], [vectors, factors]] = forEach(
    rank,
    (index, [rest]) => {
      const own = at(rest, index)
      const tail = where(lessEqual(index, places), own, 0)
      const { up, down } = scaleOf(max(abs(tail)))
      const inScale = mul(tail, down)
      const length = sqrt(sum(mul(inScale, inScale)))
      const isThere = less(0, length)
      const first = at(inScale, index)
      const target = where(less(first, 0), length, neg(length))
      const divisor = where(isThere, sub(first, target), 1)
      const factor = where(isThere, div(sub(target, first), where(isThere, target, 1)), 0)
      const later = where(greater(places, index), div(inScale, divisor), 0)
      const vector = where(equal(places, index), 1, later)
      const amounts = mul(factor, reshape(matmul(rest, column(vector)), [many]))
      const others = where(column(greater(numbers, index)), sub(rest, outer(amounts, vector)), rest)
      const isTaken = logicalAnd(isThere, lessEqual(index, places))
      const taken = where(isTaken, where(equal(places, index), mul(up, target), 0), own)
      return [[where(column(equal(numbers, index)), row(taken), others)], [vector, factor]]
    },
    [columns],
  )
  const [[reflectedBasis]] = forEach(
    rank,
    (index, [basis]) => {
      const vector = at(vectors, index)
      const amounts = mul(at(factors, index), reshape(matmul(basis, column(vector)), [rank]))
      return [[sub(basis, outer(amounts, vector))], []]
    },
    [eyeOf(rank, size, columns)],
    true,
  )
  const triangle = upperTriangle(firstRows(transpose(reflected), rank))
  const isReversed = column(less(diagonalOf(triangle), 0))
  return {
    basis: where(isReversed, opposite(reflectedBasis), reflectedBasis),
    r: where(isReversed, upperTriangle(opposite(triangle)), triangle),
  }
}

const firstRows = (x: Tensor, many: number): Tensor => at(x, count(many))

/** The first rows of the identity. */
const eyeOf = (rank: number, size: number, { dtype }: Tensor): Tensor => firstRows(eye(size, { dtype }), rank)

/** The reduced factors of A = Q R. */
export const orthogonalFactors = ([a]: Tensors): Tensors =>
  scaled(a, (x, { up }) => {
    const { basis, r } = triangularized(transpose(x))
    return [transpose(basis), mul(up, r)]
  })
