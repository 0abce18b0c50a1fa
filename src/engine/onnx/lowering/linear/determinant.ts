import { filled, type Tensor } from '../../../../tensor/index.js'
import { at, column, count, diagonalOf, forEach, operations, outer, row, type Tensors } from './algebra.js'
import { exchanged } from './elimination.js'
import { substituted } from './triangular.js'

const { abs, add, any, argmax, argsort, div, equal, floorDiv, greater, less, lessEqual, logicalAnd, logicalOr, max } =
  operations
const { broadcastTo, mul, neg, notEqual, reshape, sub, sum, transpose, where } = operations

/**
 * A matrix as A = P' L D U Q': D diagonal, L and U with 1 on their diagonals and nothing greater beside them, whatever
 * the rank of A. So a determinant that moves with A is one that moves with D: det(A + E) = sign . det(D + L^-1 P E Q U^-1).
 */
interface Diagonalized {
  /** L below the diagonal, D on it, U above. */
  readonly ldu: Tensor
  readonly diagonal: Tensor
  /** Where rows and columns of L D U were in the matrix. */
  readonly rows: Tensor
  readonly columns: Tensor
  /** The determinant of P and Q together. */
  readonly sign: Tensor
}

/** Gaussian elimination with complete pivoting: the pivot is the first, row by row, of the largest numbers left. */
const diagonalized = (a: Tensor): Diagonalized => {
  const [size] = a.shape
  const places = count(size)
  const step = (index: Tensor, [before, rows, columns, signs]: Tensors): readonly [Tensors, Tensors] => {
    const isLeft = lessEqual(index, places)
    const isInRest = logicalAnd(column(isLeft), row(isLeft))
    const isUnknown = logicalAnd(isInRest, notEqual(before, before))
    const sizes = where(isUnknown, 0, abs(before))
    const flat = reshape(where(isInRest, sizes, -1), [size * size])
    const [found, largest] = [argmax(flat), max(flat)]
    const pivotRow = floorDiv(found, size)
    const pivotColumn = sub(found, mul(pivotRow, size))
    const [orderOfRows, orderOfColumns] = [exchanged(size, index, pivotRow), exchanged(size, index, pivotColumn)]
    const rest = at(at(before, orderOfRows), orderOfColumns, 1)
    const [ownRow, ownColumn] = [at(rest, index), at(rest, index, 1)]
    const isOther = greater(places, index)
    const isRegular = less(0, largest)
    const pivot = where(isRegular, at(ownRow, index), 1)
    const factors = div(ownColumn, pivot)
    const [isBelow, isBeside] = [column(isOther), row(isOther)]
    const taken = where(logicalAnd(isBelow, isBeside), sub(rest, outer(factors, ownRow)), rest)
    const inColumn = logicalAnd(isBelow, row(equal(places, index)))
    const inRow = logicalAnd(column(equal(places, index)), isBeside)
    const divided = where(inColumn, column(factors), where(inRow, row(div(ownRow, pivot)), taken))
    // Where a number of the rest is NaN so is the pivot.
    const isPivot = logicalAnd(column(equal(places, index)), row(equal(places, index)))
    const next = where(isRegular, divided, rest)
    const reversed = where(equal(pivotRow, index), signs, neg(signs))
    return [
      [
        where(logicalAnd(isPivot, any(isUnknown)), Number.NaN, next),
        at(rows, orderOfRows),
        at(columns, orderOfColumns),
        where(equal(pivotColumn, index), reversed, neg(reversed)),
      ],
      [],
    ]
  }
  const [[ldu, rows, columns, sign]] = forEach(size, step, [a, places, places, filled(a.dtype, [], 1)])
  return { ldu, diagonal: diagonalOf(ldu), rows, columns, sign }
}

/**
 * The products of the numbers in each row [M, N]: as long as one is less than 1 the next factor comes from the front,
 * where the large ones are, otherwise from the end. So no product on the way is larger or smaller than need be.
 */
const products = (x: Tensor): Tensor => {
  const [many, size] = x.shape
  const zeros = filled('int32', [many], 0)
  const [[result]] = forEach(
    size,
    (_, [product, front, end]) => {
      const isSmall = less(abs(product), 1)
      const place = where(isSmall, front, end)
      const factor = sum(where(equal(row(count(size)), column(place)), x, 0), { axis: 1 })
      return [[mul(product, factor), where(isSmall, add(front, 1), front), where(isSmall, end, sub(end, 1))], []]
    },
    [filled(x.dtype, [many], 1), zeros, add(zeros, size - 1)],
  )
  return result
}

/** L'^-1 G U'^-1 */
const outOfFactors = (ldu: Tensor, g: Tensor): Tensor => {
  const upper = { lower: false, unitDiagonal: true }
  const left = substituted(transpose(ldu), g, upper)
  return transpose(substituted(ldu, transpose(left), upper))
}

/** L^-1 G U^-1 */
const intoFactors = (ldu: Tensor, g: Tensor): Tensor => {
  const lower = { lower: true, unitDiagonal: true }
  const left = substituted(ldu, g, lower)
  return transpose(substituted(transpose(ldu), transpose(left), lower))
}

/** What belongs to D, where its rows and columns were, with the sign. */
const putBack = ({ rows, columns, sign }: Diagonalized, g: Tensor): Tensor =>
  mul(sign, at(at(g, argsort(rows)), argsort(columns), 1))

/** The determinant: the sign and the product of D. */
export const determinant = ([a]: Tensors): Tensors => {
  const { diagonal, sign } = diagonalized(a)
  // 0 is added so that there is no -0.
  return [add(mul(sign, reshape(products(row(diagonal)), [])), 0)]
}

/** The cofactors, which are the slopes of the determinant: of D they are diagonal, products of all numbers but one. */
export const cofactorMatrix = ([a]: Tensors): Tensors => {
  const [size] = a.shape
  const factors = diagonalized(a)
  const own = equal(column(count(size)), row(count(size)))
  const others = products(where(own, 1, row(factors.diagonal)))
  return [putBack(factors, outOfFactors(factors.ldu, where(own, row(others), 0)))]
}

/**
 * The slope of the cofactors of A along E, the second slope of the determinant. Of D along F it is, with p_ij the
 * product of all numbers but the i-th and j-th,
 *
 *   c_ij = -p_ij f_ji,   c_ii = sum over j other than i of p_ij f_jj
 */
export const cofactorSlope = ([a, e]: Tensors): Tensors => {
  const [size] = a.shape
  const factors = diagonalized(a)
  const f = intoFactors(factors.ldu, at(at(e, factors.rows), factors.columns, 1))
  const own = equal(column(count(size)), row(count(size)))
  const isSkipped = logicalOr(reshape(own, [size, 1, size]), reshape(own, [1, size, size]))
  const kept = where(isSkipped, 1, broadcastTo(factors.diagonal, [size, size, size]))
  const without = reshape(products(reshape(kept, [size * size, size])), [size, size])
  const onDiagonal = sum(where(own, 0, mul(without, row(diagonalOf(f)))), { axis: 1 })
  const slope = where(own, column(onDiagonal), neg(mul(without, transpose(f))))
  return [putBack(factors, outOfFactors(factors.ldu, slope))]
}
