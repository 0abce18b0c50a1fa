import {
  DTypeError,
  type FloatDType,
  fromRowMajor,
  isFloat,
  rowMajor,
  type Shape,
  ShapeError,
  type Tensor,
  type TensorType,
  unitRoundoff,
} from '../../../tensor/index.js'
import type { OperandDomain } from '../../primitive.js'
import { operandDomain } from '../../rules.js'
import { abs, add, div, fullLike, lessEqual, mul, sub, where } from '../arithmetic.js'
import { matrixTranspose } from '../contraction.js'
import { stopGradient } from '../conversion.js'
import { reduceMax } from '../extrema.js'
import { broadcastTo, reshape, sumTo, zerosLike } from '../structural.js'
import { kept } from './matrices.js'

/** Numbers of rows and columns of [..., M, N], and the smaller of the two. */
export interface Extents {
  readonly rows: number
  readonly columns: number
  readonly rank: number
}

/** The extents of matrices of a floating-point dtype; refuses what is none. */
export const extentsOf = (operation: string, a: TensorType): Extents => {
  if (!isFloat(a.dtype))
    throw new DTypeError({
      operation,
      operands: [a],
      problem: `it does not take ${a.dtype}`,
      remedy: 'It needs float64 or float32: convert with astype',
    })
  if (a.shape.length < 2)
    throw new ShapeError({
      operation,
      operands: [a],
      problem: `it takes matrices, not a tensor of rank ${a.shape.length}`,
      remedy: 'Give it two axes',
    })
  const [rows, columns] = a.shape.slice(-2)
  return { rows, columns, rank: Math.min(rows, columns) }
}

/** The numbers on the diagonals of [..., K, K], as [..., K]. */
export const diagonals = (x: Tensor): Tensor => {
  const lists = x.shape.slice(0, -1)
  return reshape(
    sumTo(
      kept(x, (row, column) => row === column),
      [...lists, 1],
    ),
    lists,
  )
}

/** Numbers [..., K] along each row of [..., R, K]. */
const alongRows = (x: Tensor, rows: number): Tensor => {
  const [lead, size] = [x.shape.slice(0, -1), x.shape[x.shape.length - 1]]
  return broadcastTo(reshape(x, [...lead, 1, size]), [...lead, rows, size])
}

/** Diagonal matrices [..., K, K] of numbers [..., K]. */
export const diagonalMatrices = (x: Tensor): Tensor =>
  kept(alongRows(x, x.shape[x.shape.length - 1]), (row, column) => row === column)

/** Of numbers [..., K] all x_j - x_i and x_j + x_i, as [..., K, K]. */
export const pairsOf = (x: Tensor): { readonly differences: Tensor; readonly sums: Tensor } => {
  const ofColumn = alongRows(x, x.shape[x.shape.length - 1])
  const ofRow = matrixTranspose(ofColumn)
  return { differences: sub(ofColumn, ofRow), sums: add(ofColumn, ofRow) }
}

/** The columns of [..., R, K], each times a number of [..., K]. */
export const columnsTimes = (a: Tensor, x: Tensor): Tensor => mul(a, alongRows(x, a.shape[a.shape.length - 2]))

/** How far the spectrum of a matrix moves where its elements are rounded, at most, in units of it: some for each row. */
const blur = 4

/** The largest size in each list [..., K], a constant, repeated to a shape that begins with [...]. */
const largestOf = (x: Tensor, shape: Shape): Tensor => {
  const axis = x.shape.length - 1
  const largest = reduceMax(abs(stopGradient(x)), [axis])
  return broadcastTo(
    reshape(
      largest,
      shape.map((extent, index) => (index < axis ? extent : 1)),
    ),
    shape,
  )
}

/**
 * 1 / x, and 0, without slope, where x is within rounding of 0: within 4 K u of the largest size in its list of a spectrum
 * [..., K], as which x has the first axes. So numbers of a spectrum that are one but for rounding count as one.
 */
export const reciprocalUnlessBlurred = (x: Tensor, spectrum: Tensor): Tensor => {
  const size = spectrum.shape[spectrum.shape.length - 1]
  if (size === 0) return x
  const share = fullLike(x, blur * size * unitRoundoff(x.dtype as FloatDType))
  const isBlurred = lessEqual(abs(x), mul(share, largestOf(spectrum, x.shape)))
  const one = fullLike(x, 1)
  return where(isBlurred, zerosLike(x), div(one, where(isBlurred, one, x)))
}

/**
 * Matrices with numbers added to their diagonal that grow from row to row: their first columns are independent, and the
 * numbers of their spectrum lie apart, as do the sizes of the elements of each vector.
 */
export const spreadAlongDiagonal = (shape: Shape): OperandDomain => ({
  ...operandDomain(shape, { low: -1, high: 1 }),
  arranged: (drawn) => {
    const [rows, columns] = shape.slice(-2)
    const elements = rowMajor(drawn).slice()
    for (let at = 0; at < elements.length; at++) {
      const row = Math.floor(at / columns) % rows
      if (row === at % columns) elements[at] += 6 * (row + 1)
    }
    return fromRowMajor(drawn.dtype, shape, elements)
  },
})
