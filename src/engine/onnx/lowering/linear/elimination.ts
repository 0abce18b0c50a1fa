import { filled, type Tensor } from '../../../../tensor/index.js'
import { at, column, count, diagonalOf, forEach, operations, outer, type Tensors, whereKnown } from './algebra.js'
import { hasNoZero, substituted } from './triangular.js'

const { abs, add, argmax, div, equal, greater, less, log, logicalAnd, mul, neg, notEqual, sign, sub, sum, where } =
  operations

/** The places of a list with two of them exchanged. */
export const exchanged = (size: number, one: Tensor, other: Tensor): Tensor => {
  const places = count(size)
  return where(equal(places, one), other, where(equal(places, other), one, places))
}

/** What is less than the size of any number, for one that is NaN, and what is less still, for one above the pivot. */
const [unknownSize, outOfReach] = [-1, -2]

/** A matrix in echelon form, with what has been done to its rows done to the rows beside it. */
interface Eliminated {
  readonly upper: Tensor
  readonly beside: Tensor
  /** 1 where rows have been exchanged an even number of times, -1 for an odd one. */
  readonly parity: Tensor
}

/**
 * Gaussian elimination with partial pivoting: the pivot is the first of the largest numbers in the rest of the column.
 * A column without a number other than 0 is left as it is. Below the diagonal of the result are numbers of no meaning.
 */
const eliminated = (a: Tensor, b: Tensor): Eliminated => {
  const [size] = a.shape
  const places = count(size)
  const [[upper, beside, parity]] = forEach(
    size,
    (index, [rest, right, signs]) => {
      const sizes = abs(at(rest, index, 1))
      const known = where(equal(sizes, sizes), sizes, unknownSize)
      const pivotRow = argmax(where(less(places, index), outOfReach, known))
      const order = exchanged(size, index, pivotRow)
      const [left, other] = [at(rest, order), at(right, order)]
      const [ownColumn, ownRow] = [at(left, index, 1), at(left, index)]
      const pivot = at(ownRow, index)
      const isBelow = logicalAnd(greater(places, index), notEqual(pivot, 0))
      const factors = div(ownColumn, where(equal(pivot, 0), 1, pivot))
      const taken = (x: Tensor): Tensor => where(column(isBelow), sub(x, outer(factors, at(x, index))), x)
      return [[taken(left), taken(other), where(equal(pivotRow, index), signs, neg(signs))], []]
    },
    [a, b, filled(a.dtype, [], 1)],
  )
  return { upper, beside, parity }
}

/** X with A X = B; NaN where a pivot is 0. */
export const solution = ([a, b]: Tensors): Tensors => {
  const { upper, beside } = eliminated(a, b)
  const x = substituted(upper, beside, { lower: false, unitDiagonal: false })
  return [whereKnown(hasNoZero(diagonalOf(upper)), x)]
}

/** The sign of a determinant, 0 where it is 0, and the logarithm of its size. */
export const signAndLogarithm = ([a]: Tensors): Tensors => {
  const [size] = a.shape
  const { upper, parity } = eliminated(a, filled(a.dtype, [size, 0], 0))
  const pivots = diagonalOf(upper)
  const [[product]] = forEach(size, (index, [signs]) => [[mul(signs, at(sign(pivots), index))], []], [parity])
  // The product with a pivot 0 may be -0.
  return [add(product, 0), sum(log(abs(pivots)))]
}
