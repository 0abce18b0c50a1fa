import {
  type Constant,
  DTypeError,
  equalShapes,
  fromRowMajor,
  isFloat,
  rowMajor,
  type Shape,
  ShapeError,
  type Tensor,
  type TensorType,
} from '../../../tensor/index.js'
import type { OperandDomain } from '../../primitive.js'
import { operandDomain } from '../../rules.js'
import { add, mul, where } from '../arithmetic.js'
import { matrixTranspose } from '../contraction.js'
import { broadcastTo, reshape, sumTo, zerosLike } from '../structural.js'

/** The leading axes, one matrix for each of their indices. */
export const leadingAxes = ({ shape }: TensorType): Shape => shape.slice(0, -2)

/** Refuses operands whose first is not a square matrix, or several under leading axes. */
export const checkSquare = (operation: string, operands: readonly TensorType[]): void => {
  const [{ shape }] = operands
  const [rows, columns] = shape.slice(-2)
  if (shape.length < 2)
    throw new ShapeError({
      operation,
      operands,
      problem: `it takes square matrices, not a tensor of rank ${shape.length}`,
      remedy: 'Give it two axes of one size',
    })
  if (rows !== columns)
    throw new ShapeError({
      operation,
      operands,
      problem: `the matrices are not square: sizes ${rows} and ${columns} differ`,
    })
}

/** Refuses a right-hand side that has not as many rows as the square matrices on the left. */
export const checkRows = (operation: string, operands: readonly TensorType[], rows: number): void => {
  const [{ shape }] = operands
  const equations = shape[shape.length - 1]
  if (rows !== equations)
    throw new ShapeError({ operation, operands, problem: `numbers of rows ${equations} and ${rows} differ` })
}

/**
 * Refuses operands that are not matrices of one floating-point dtype under equal leading axes, the first one square.
 */
export const checkMatrices = (operation: string, operands: readonly TensorType[]): void => {
  const [a, ...others] = operands
  const other = others.find(({ dtype }) => dtype !== a.dtype)
  if (other !== undefined || !isFloat(a.dtype))
    throw new DTypeError({
      operation,
      operands,
      problem: other === undefined ? `it does not take ${a.dtype}` : `dtypes ${a.dtype} and ${other.dtype} differ`,
    })
  checkSquare(operation, operands)
  for (const b of others) {
    if (b.shape.length < 2 || !equalShapes(leadingAxes(a), leadingAxes(b)))
      throw new ShapeError({ operation, operands, problem: 'the leading axes differ' })
    checkRows(operation, operands, b.shape[b.shape.length - 2])
  }
}

/** For each place of a matrix, whether it is kept. */
type Keeps = (row: number, column: number) => boolean

/** The matrices x with 0 wherever they are not kept. */
export const kept = (x: Tensor, keeps: Keeps): Tensor => {
  const [rows, columns] = x.shape.slice(-2)
  const flags = Uint8Array.from({ length: rows * columns }, (_, at) =>
    Number(keeps(Math.floor(at / columns), at % columns)),
  )
  const mask = fromRowMajor('bool', [rows, columns], flags)
  return where(broadcastTo(mask, x.shape), x, zerosLike(x))
}

/** Numbers by place, as a constant that goes with the matrices x. */
export const weighted = (x: Tensor, weight: (row: number, column: number) => number): Tensor => {
  const [rows, columns] = x.shape.slice(-2)
  const weights = Float64Array.from({ length: rows * columns }, (_, at) =>
    weight(Math.floor(at / columns), at % columns),
  )
  const constant = fromRowMajor(x.dtype, [rows, columns], x.dtype === 'float32' ? Float32Array.from(weights) : weights)
  return mul(x, broadcastTo(constant, x.shape))
}

/** Half of a matrix and of its transpose. */
export const symmetricPart = (a: Tensor): Tensor => weighted(add(a, matrixTranspose(a)), () => 0.5)

/** The sum of all elements of each matrix, with axes of size 1. */
const total = (x: Tensor): Tensor => sumTo(x, [...leadingAxes(x), 1, 1])

/** Inner products of matrices: for each index of the leading axes a number. */
export const innerProducts = (a: Tensor, b: Tensor): Tensor => reshape(total(mul(a, b)), leadingAxes(a))

/** Traces, with two axes of size 1. */
export const traces = (x: Tensor): Tensor => total(kept(x, (row, column) => row === column))

/** The matrix x raised by a number on its diagonal. */
const raise = (x: Constant, amount: number): Constant => {
  const [size] = x.shape.slice(-1)
  const elements = rowMajor(x).slice()
  for (let at = 0; at < elements.length; at++) if (Math.floor(at / size) % size === at % size) elements[at] += amount
  return fromRowMajor(x.dtype, x.shape, elements)
}

/**
 * Matrices whose diagonal exceeds the sum of all beside it, so that they are far from singular, and, their symmetric
 * part, from indefinite: of up to four rows.
 */
export const dominatedByDiagonal = (shape: Shape): OperandDomain => ({
  ...operandDomain(shape, { low: -1, high: 1 }),
  arranged: (drawn) => raise(drawn, 5),
})
