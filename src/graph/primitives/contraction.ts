import {
  allocate,
  type Constant,
  type DType,
  DTypeError,
  equalShapes,
  fromRowMajor,
  rowMajor,
  ShapeError,
  sizeOf,
  type Tensor,
  type TensorType,
  type TypedArray,
} from '../../tensor/index.js'
import { applyOne } from '../expression.js'
import { type NoAttributes, noAttributes, type Primitive } from '../primitive.js'
import { bilinear, operandDomain } from '../rules.js'
import { add } from './arithmetic.js'
import { broadcastTo, moveAxis } from './structural.js'

// --- matmul: [..., M, K] and [..., K, N] with equal leading axes; sums over K from first to last, starting from 0

const inferMatmul = (operands: readonly TensorType[]): TensorType => {
  const [a, b] = operands
  if (a.dtype !== b.dtype || a.dtype === 'bool')
    throw new DTypeError({
      operation: 'matmul',
      operands,
      problem: a.dtype === b.dtype ? 'it does not take bool' : `dtypes ${a.dtype} and ${b.dtype} differ`,
      remedy: 'Convert with astype',
    })
  const rank = a.shape.length
  const [rows, inner] = a.shape.slice(-2)
  const [otherInner, columns] = b.shape.slice(-2)
  if (rank < 2 || b.shape.length !== rank || !equalShapes(a.shape.slice(0, -2), b.shape.slice(0, -2)))
    throw new ShapeError({ operation: 'matmul', operands, problem: 'the leading axes differ' })
  if (inner !== otherInner)
    throw new ShapeError({
      operation: 'matmul',
      operands,
      problem: `inner dimensions ${inner} and ${otherInner} differ`,
    })
  return { dtype: a.dtype, shape: [...a.shape.slice(0, -2), rows, columns] }
}

/** Adds multiples of `count` elements of a row of b to those of a row of the product; what is stored is rounded. */
type AddMultiple = (
  sums: TypedArray,
  start: number,
  count: number,
  factor: number,
  row: TypedArray,
  first: number,
) => void

/** The dtypes that `inferMatmul` lets pass. */
type Multiplied = Exclude<DType, 'bool'>

// One loop for each, though they differ by the product alone: each sees arrays of one kind, and compiles to few
// instructions.
const addMultiple: Readonly<Record<Multiplied, AddMultiple>> = {
  float64: (sums, start, count, factor, row, first) => {
    for (let j = 0; j < count; j++) sums[start + j] += factor * row[first + j]
  },
  float32: (sums, start, count, factor, row, first) => {
    for (let j = 0; j < count; j++) sums[start + j] += Math.fround(factor * row[first + j])
  },
  int32: (sums, start, count, factor, row, first) => {
    for (let j = 0; j < count; j++) sums[start + j] += Math.imul(factor, row[first + j])
  },
}

const evaluateMatmul = (a: Constant, b: Constant, { shape, dtype }: TensorType): Constant => {
  const [rows, columns] = shape.slice(-2)
  const inner = a.shape[a.shape.length - 1]
  const product = allocate(dtype, sizeOf(shape))
  const [left, right] = [rowMajor(a), rowMajor(b)]
  const matrices = sizeOf(shape.slice(0, -2))
  const addRow = addMultiple[dtype as Multiplied]
  for (let row = 0; row < matrices * rows; row++) {
    const matrix = Math.floor(row / rows) * inner * columns
    // Row by row of b, so that memory is read in order; each element of the product still adds up over k ascending.
    for (let k = 0; k < inner; k++)
      addRow(product, row * columns, columns, left[row * inner + k], right, matrix + k * columns)
  }
  return fromRowMajor(dtype, shape, product)
}

/** The last two axes exchanged. */
export const matrixTranspose = (x: Tensor): Tensor => moveAxis(x, x.shape.length - 1, x.shape.length - 2)

export const matmulRecord: Primitive<'matmul', NoAttributes> = bilinear({
  name: 'matmul',
  infer: (operands) => [inferMatmul(operands)],
  evaluate: ([a, b], _, [type]) => [evaluateMatmul(a, b, type)],
  of: (a, b) => matmul(a, b),
  add,
  transposeLeft: (cotangent, b) => matmul(cotangent, matrixTranspose(b)),
  transposeRight: (a, cotangent) => matmul(matrixTranspose(a), cotangent),
  batch: ([a, b], batched, _, size) => [
    matmul(batched[0] ? a : broadcastTo(a, [size, ...a.shape]), batched[1] ? b : broadcastTo(b, [size, ...b.shape])),
  ],
  domain: () => [
    { operands: [operandDomain([2, 3]), operandDomain([3, 4])], attributes: noAttributes },
    { operands: [operandDomain([2, 1, 3]), operandDomain([2, 3, 2])], attributes: noAttributes },
    { operands: [operandDomain([2, 0]), operandDomain([0, 3])], attributes: noAttributes },
    { operands: [operandDomain([2, 2]), operandDomain([2, 2])], attributes: noAttributes },
  ],
})

export const matmul = (a: Tensor, b: Tensor): Tensor => applyOne(matmulRecord, noAttributes, a, b)
