import { broadcastShapes, type Shape, ShapeError, sizeOf, type Tensor } from '../../tensor/index.js'
import * as primitive from '../primitives/contraction.js'
import { broadcastTo, reshape } from '../primitives/structural.js'
import type { MatrixProduct } from '../signatures/index.js'
import { dual } from './dual.js'
import { operandsOf } from './operands.js'

const checkFit = (operands: readonly Tensor[], a: Shape, b: Shape): void => {
  const [inner, otherInner] = [a[a.length - 1], b[b.length - 2]]
  if (inner !== otherInner)
    throw new ShapeError({
      operation: 'matmul',
      operands,
      problem: `inner dimensions ${inner} and ${otherInner} differ`,
      remedy: 'The last axis of the first operand must be as long as the last but one of the second',
    })
}

/** The leading axes of both operands, broadcast; the axes of the matrices themselves count as 1 meanwhile. */
const leadingAxes = (operands: readonly Tensor[]): Shape => {
  const heads = operands.map(({ shape, dtype }) => ({ dtype, shape: [...shape.slice(0, -2), 1, 1] }))
  return broadcastShapes('matmul', heads, operands).slice(0, -2)
}

/** [..., M, K] times [..., K, N]. */
const product = (a: Tensor, b: Tensor): Tensor => {
  const rank = Math.max(a.shape.length, b.shape.length)
  const [rows, inner] = a.shape.slice(-2)
  const columns = b.shape[b.shape.length - 1]
  const leading = leadingAxes([a, b])
  // One matrix for all: the rows of a batch make one tall matrix.
  if (b.shape.length === 2 && rank > 2)
    return reshape(primitive.matmul(reshape(a, [sizeOf(leading) * rows, inner]), b), [...leading, rows, columns])
  return primitive.matmul(broadcastTo(a, [...leading, rows, inner]), broadcastTo(b, [...leading, inner, columns]))
}

/**
 * The matrix product of `[..., M, K]` and `[..., K, N]`, which is `[..., M, N]`: `matmul(a, b)` and `pipe(a, matmul(b))`.
 * As NumPy has it, leading axes broadcast, and an operand of one axis is a row on the left or a column on the right whose
 * axis the result lacks. Each element adds up over k from first to last. Throws a ShapeError where the inner dimensions
 * differ.
 *
 * @example
 * ```ts
 * import { matmul, tensor } from 'cotangent'
 *
 * const a = tensor([[1, 2], [3, 4]])
 * matmul(a, tensor([[0, 1], [1, 0]]))
 * // => [[2. 1.]
 * //     [4. 3.]]
 * matmul(a, tensor([1, 1])) // => [3. 7.]
 * ```
 */
export const matmul: MatrixProduct = dual('matmul', 2, {}, (x: unknown, y: unknown): Tensor => {
  const operands = operandsOf('matmul', [x, y])
  const [a, b] = operands
  const [isRow, isColumn] = [a.shape.length === 1, b.shape.length === 1]
  if (a.shape.length === 0 || b.shape.length === 0)
    throw new ShapeError({
      operation: 'matmul',
      operands,
      problem: 'it needs operands with at least one axis',
      remedy: 'To multiply by a scalar use mul',
    })
  const left = isRow ? [1, ...a.shape] : a.shape
  const right = isColumn ? [...b.shape, 1] : b.shape
  checkFit(operands, left, right)
  const full = product(reshape(a, left), reshape(b, right))
  const kept = full.shape.slice(0, -2)
  const [rows, columns] = full.shape.slice(-2)
  return reshape(full, [...kept, ...(isRow ? [] : [rows]), ...(isColumn ? [] : [columns])])
})
