import { AxisError, type Constant, fromRowMajor, normalizeAxis, ShapeError, type Tensor } from '../../tensor/index.js'
import { where } from '../primitives/arithmetic.js'
import { broadcastTo, reshape, transpose, zerosLike } from '../primitives/structural.js'
import { pad, slice } from '../primitives/windows.js'
import type { Diag, Diagonal, DiagonalOptions, OffsetOption, Trace, Triangle } from '../signatures/index.js'
import { checkWhole } from './attributes.js'
import { dual } from './dual.js'
import { operandOf } from './operands.js'
import { diagonalNames, offsetNames } from './optionNames.js'
import { countable, sumOver } from './over.js'

/** Row and column of the first element of a diagonal: `offset` above the main one, below it where negative. */
const originOf = (offset: number): readonly [row: number, column: number] => [Math.max(0, -offset), Math.max(0, offset)]

/** The diagonals of the matrices in the last two axes: of their elements in row-major order, every (columns + 1)-th. */
const diagonalOf = (x: Tensor, offset: number): Tensor => {
  const [rows, columns] = x.shape.slice(-2)
  const batch = x.shape.slice(0, -2)
  const [row, column] = originOf(offset)
  const count = Math.max(0, Math.min(rows - row, columns - column))
  return slice(reshape(x, [...batch, rows * columns]), {
    start: [...batch.map(() => 0), count === 0 ? 0 : row * columns + column],
    size: [...batch, count],
    step: [...batch.map(() => 1), columns + 1],
  })
}

/** The square matrix that has a vector on one of its diagonals: in row-major order n zeros stand between its elements. */
const matrixOf = (vector: Tensor, offset: number): Tensor => {
  const [count] = vector.shape
  const n = count + Math.abs(offset)
  const [row, column] = originOf(offset)
  const low = row * n + column
  const reach = count === 0 ? 0 : (count - 1) * (n + 1) + 1
  return reshape(pad(vector, { low: [low], high: [n * n - low - reach], interior: [n] }), [n, n])
}

/**
 * The matrix `[N + |k|, N + |k|]` with a vector `[N]` on its k-th diagonal and zeros elsewhere, or the k-th diagonal of
 * a matrix. Diagonals above the main one have k > 0. Throws a ShapeError of any other rank; of a batch of matrices
 * `diagonal` takes the diagonals.
 *
 * @example
 * ```ts
 * import { diag, tensor } from 'cotangent'
 *
 * diag(tensor([1, 2]))
 * // => [[1. 0.]
 * //     [0. 2.]]
 * diag(tensor([[1, 2], [3, 4]]), { k: 1 }) // => [2.]
 * ```
 */
export const diag: Diag = dual('diag', 1, offsetNames, (value: unknown, { k = 0 }: OffsetOption = {}): Tensor => {
  const x = operandOf('diag', value)
  const offset = checkWhole('diag', 'k', k, x)
  if (x.shape.length === 1) return matrixOf(x, offset)
  if (x.shape.length === 2) return diagonalOf(x, offset)
  throw new ShapeError({
    operation: 'diag',
    operands: [x],
    problem: `it takes a vector or a matrix, not a tensor of rank ${x.shape.length}`,
    remedy: 'For the diagonals of several matrices use diagonal',
  })
})

/** x with two axes moved to the end, and how far from the main diagonal to look. */
const planes = (
  operation: string,
  value: unknown,
  { offset = 0, axis1 = 0, axis2 = 1 }: DiagonalOptions,
): readonly [x: Tensor, offset: number] => {
  const x = operandOf(operation, value)
  const rank = x.shape.length
  if (rank < 2)
    throw new ShapeError({ operation, operands: [x], problem: `it takes at least two axes, and here are ${rank}` })
  const [rows, columns] = [axis1, axis2].map((axis) => normalizeAxis(operation, axis, rank, x))
  if (rows === columns)
    throw new AxisError({ operation, operands: [x], problem: `axis1 ${axis1} and axis2 ${axis2} are the same axis` })
  const others = x.shape.map((_, axis) => axis).filter((axis) => axis !== rows && axis !== columns)
  return [transpose(x, [...others, rows, columns]), checkWhole(operation, 'offset', offset, x)]
}

/**
 * The diagonals of the matrices in two axes (`axis1` 0 for rows and `axis2` 1 for columns), `offset` places above the
 * main one: x `[N, M, P...]` gives `[P..., K]`, with the diagonal as the last axis.
 *
 * @example
 * ```ts
 * import { diagonal, tensor } from 'cotangent'
 *
 * const x = tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])
 * diagonal(x, { axis1: -2, axis2: -1 })
 * // => [[1. 4.]
 * //     [5. 8.]]
 * ```
 */
export const diagonal: Diagonal = dual(
  'diagonal',
  1,
  diagonalNames,
  (value: unknown, options: DiagonalOptions = {}): Tensor => diagonalOf(...planes('diagonal', value, options)),
)

/**
 * The sums of the diagonals of the matrices in two axes (`axis1` 0 and `axis2` 1), `offset` places above the main one:
 * x `[N, M, P...]` gives `[P...]`. Bools count as int32, and int32 wraps.
 *
 * @example
 * ```ts
 * import { tensor, trace } from 'cotangent'
 *
 * trace(tensor([[1, 2], [3, 4]])) // => 5.0
 * ```
 */
export const trace: Trace = dual('trace', 1, diagonalNames, (value: unknown, options: DiagonalOptions = {}): Tensor => {
  const diagonals = diagonalOf(...planes('trace', value, options))
  const last = diagonals.shape.length - 1
  const terms = countable(diagonals)
  return reshape(sumOver(terms, [last]), terms.shape.slice(0, last))
})

/** Where a matrix has its elements on and below the k-th diagonal. */
const belowDiagonal = (rows: number, columns: number, k: number): Constant => {
  const mask = new Uint8Array(rows * columns)
  for (let row = 0; row < rows; row++)
    mask.fill(1, row * columns, row * columns + Math.min(columns, Math.max(0, row + k + 1)))
  return fromRowMajor('bool', [rows, columns], mask)
}

/** An operation that keeps a triangle of the matrices in the last two axes. */
const triangle = (operation: string, of: (x: Tensor, rows: number, columns: number, k: number) => Tensor): Triangle =>
  dual(operation, 1, offsetNames, (value: unknown, { k = 0 }: OffsetOption = {}): Tensor => {
    const x = operandOf(operation, value)
    const [rows, columns] = x.shape.slice(-2)
    if (x.shape.length < 2)
      throw new ShapeError({
        operation,
        operands: [x],
        problem: `it takes matrices, not a tensor of rank ${x.shape.length}`,
        remedy: 'Give it at least two axes',
      })
    return of(x, rows, columns, checkWhole(operation, 'k', k, x))
  })

/**
 * The matrices in the last two axes with zeros above the k-th diagonal: element [..., i, j] stays where j - i <= k. What
 * is replaced has derivative 0, whatever it is.
 *
 * @example
 * ```ts
 * import { tensor, tril } from 'cotangent'
 *
 * tril(tensor([[1, 2], [3, 4]]))
 * // => [[1. 0.]
 * //     [3. 4.]]
 * ```
 */
export const tril: Triangle = triangle('tril', (x, rows, columns, k) =>
  where(broadcastTo(belowDiagonal(rows, columns, k), x.shape), x, zerosLike(x)),
)

/**
 * The matrices in the last two axes with zeros below the k-th diagonal: element [..., i, j] stays where j - i >= k. What
 * is replaced has derivative 0, whatever it is.
 *
 * @example
 * ```ts
 * import { tensor, triu } from 'cotangent'
 *
 * triu(tensor([[1, 2], [3, 4]]), { k: 1 })
 * // => [[0. 2.]
 * //     [0. 0.]]
 * ```
 */
export const triu: Triangle = triangle('triu', (x, rows, columns, k) =>
  where(broadcastTo(belowDiagonal(rows, columns, k - 1), x.shape), zerosLike(x), x),
)
