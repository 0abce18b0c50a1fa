import type { Tensor } from '../../../../tensor/index.js'
import { at, column, count, diagonalOf, forEach, operations, outer, type Tensors, whereKnown } from './algebra.js'

const { add, any, div, equal, greater, less, lessEqual, logicalAnd, logicalNot, mul, sqrt, sub, transpose, where } =
  operations

/** Which triangle of a matrix is read, and whether its diagonal is taken to be 1 unread. */
export interface Triangle {
  readonly lower: boolean
  readonly unitDiagonal: boolean
}

/**
 * X with T X = B, T a triangle of a matrix [N, N] without a 0 on its diagonal, B [N, K]: row by row, each taken off all
 * that come after it.
 */
export const substituted = (t: Tensor, b: Tensor, { lower, unitDiagonal }: Triangle): Tensor => {
  const [size] = b.shape
  const [[x]] = forEach(
    size,
    (index, [rest]) => {
      const factors = at(t, index, 1)
      const known = unitDiagonal ? at(rest, index) : div(at(rest, index), at(factors, index))
      const places = count(size)
      const isLeft = lower ? greater(places, index) : less(places, index)
      const left = where(column(isLeft), sub(rest, outer(factors, known)), rest)
      return [[where(column(equal(places, index)), known, left)], []]
    },
    [b],
    !lower,
  )
  return x
}

export const hasNoZero = (diagonal: Tensor): Tensor => logicalNot(any(equal(diagonal, 0)))

export const triangularSolution = ([a, b]: Tensors, triangle: Triangle): Tensors => {
  const x = substituted(a, b, triangle)
  return [triangle.unitDiagonal ? x : whereKnown(hasNoZero(diagonalOf(a)), x)]
}

/**
 * The lower factor L of the symmetric part of a matrix, column by column, each taken off all that come after it; NaN on
 * and below the diagonal where a number under a root is not positive.
 */
export const choleskyFactor = ([a]: Tensors): Tensors => {
  const [size] = a.shape
  const places = count(size)
  const [[, isDefinite], [columns]] = forEach(
    size,
    (index, [rest, definite]) => {
      const own = at(rest, index, 1)
      const pivot = at(own, index)
      const factors = where(lessEqual(index, places), div(own, sqrt(pivot)), 0)
      // Not the quotient by its own root, which rounds twice.
      const exact = where(equal(index, places), sqrt(pivot), factors)
      return [[sub(rest, outer(exact, exact)), logicalAnd(definite, less(0, pivot))], [exact]]
    },
    [add(mul(0.5, a), mul(0.5, transpose(a))), lessEqual(0, 0)],
  )
  const l = transpose(columns)
  const isBelow = lessEqual(operations.reshape(places, [1, size]), column(places))
  return [where(isBelow, whereKnown(isDefinite, l), 0)]
}
