import { sizeOf, type TensorType } from '../../../src/tensor/index.js'
import type { OperationName } from '../../programs/operations.js'
import type { Builder, Template, Value } from './builder.js'
import { between, magnitude, type Range } from './range.js'

const rowsOf = ({ shape }: TensorType): number => shape[shape.length - 1]

const isSquare = ({ type: { shape } }: Value): boolean =>
  shape.length > 1 && sizeOf(shape) > 0 && shape[shape.length - 1] === shape[shape.length - 2]

const isShort = ({ type: { shape } }: Value): boolean => shape.length === 1 && shape[0] > 0 && shape[0] <= 3

/** Square matrices of numbers from -1 to 1, if need be a row repeated; operations add to their diagonals. */
const matrices = (builder: Builder): Value | undefined => {
  const found = builder.float(isSquare) ?? builder.float(isShort)
  const x = found && builder.within(found, -1, 1)
  if (x === undefined || isSquare(x)) return x
  const size = rowsOf(x.type)
  return builder.straight('broadcastTo', [x], { shape: [size, size] }, x.range)
}

/**
 * An operation on the matrices x + (n + 1) I. In each of their rows the number on the diagonal exceeds the others
 * together by 1 at least, so no number of the inverse is larger than 1, and no determinant smaller.
 */
const ofMatrices =
  (operation: OperationName, range: (size: number) => Range): Template =>
  (builder) => {
    const x = matrices(builder)
    if (x !== undefined) builder.straight(operation, [x], {}, range(rowsOf(x.type)))
  }

/** The largest eigenvalue, singular value or row of a matrix whose diagonal grows in steps of 4 (n + 1). */
const largest = (size: number): number => 4 * (size + 1) * size + size

/** Factors of such matrices: which of them is a spectrum or another triangle, and which are orthonormal. */
const factoring =
  (operation: OperationName, ...ranges: readonly ((size: number) => Range)[]): Template =>
  (builder) => {
    const x = matrices(builder)
    if (x === undefined) return
    const which = builder.below(ranges.length)
    builder.straight(operation, [x], { which }, ranges[which](rowsOf(x.type)))
  }

const orthonormal = (): Range => between(-1.01, 1.01)

const spectrum = (size: number): Range => between(-largest(size), largest(size))

/** A system with such matrices, or a triangle of them, on the left; no solution is larger than the right-hand side. */
const system =
  (operation: 'solveRegular' | 'solveTriangle'): Template =>
  (builder) => {
    const a = matrices(builder)
    const b = a && builder.float(({ type: { shape } }) => shape.length === 1 && shape[0] === rowsOf(a.type))
    if (a === undefined || b === undefined) return
    const attributes =
      operation === 'solveRegular' ? {} : { lower: builder.below(2) === 0, unitDiagonal: builder.below(2) === 0 }
    // With ones on the diagonal of a triangle, each row may double what the rows before it gave.
    const most = magnitude(b.range) * ('unitDiagonal' in attributes ? 4 : 1)
    builder.straight(operation, [a, b], attributes, between(-most, most))
  }

/** More than any determinant, where no row adds up to more than 2 n + 1. */
const volume = (size: number): number => (2 * size + 1) ** size

/** Linear algebra on matrices far from singular. */
export const linearAlgebra: readonly Template[] = [
  ofMatrices('factorOfDefinite', (size) => between(-Math.sqrt(size + 2), Math.sqrt(size + 2))),
  ofMatrices('inverseOfRegular', () => between(-1, 1)),
  ofMatrices('determinant', (size) => between(1, volume(size))),
  ofMatrices('determinantBend', (size) => between(-(size ** 2) * volume(size), size ** 2 * volume(size))),
  ofMatrices('determinantSlope', (size) => between(-size * volume(size), size * volume(size))),
  ofMatrices('logarithmOfDeterminant', (size) => between(0, Math.log(volume(size)))),
  factoring('eighOfSpread', spectrum, orthonormal),
  factoring('eigvalshOfSpread', spectrum),
  factoring('pinvOfSpread', orthonormal),
  factoring('qrOfSpread', orthonormal, spectrum),
  factoring('rankOfSpread', (size) => between(0, size)),
  factoring('svdOfSpread', orthonormal, spectrum, orthonormal),
  factoring('svdvalsOfSpread', spectrum),
  system('solveRegular'),
  system('solveTriangle'),
]
