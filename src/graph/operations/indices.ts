import {
  DTypeError,
  fromNested,
  isTensor,
  type NestedArray,
  rowMajor,
  type Tensor,
  type TensorType,
} from '../../tensor/index.js'
import { checkOpen, isConstant } from '../expression.js'
import { outOfRange } from '../primitives/indexing.js'

/** Indices as an int32 tensor. */
export const indicesOf = (operation: string, indices: unknown): Tensor => {
  if (!isTensor(indices)) return fromNested(operation, indices as NestedArray, 'int32')
  if (indices.dtype !== 'int32')
    throw new DTypeError({
      operation,
      operands: [indices],
      problem: `the indices are ${indices.dtype}, not int32`,
      remedy: "Make them with tensor(..., { dtype: 'int32' }) or astype",
    })
  checkOpen(operation, [indices])
  return indices
}

/**
 * Refuses indices outside an axis where they are known already, in the name of a composed operation; what is known only
 * later is refused by the primitive underneath.
 */
export const checkIndices = (operation: string, x: TensorType, indices: Tensor, axis: number): void => {
  if (!isConstant(indices)) return
  const extent = x.shape[axis]
  const stray = rowMajor(indices).find((index: number) => index < -extent || index >= extent)
  if (stray !== undefined) throw outOfRange(operation, x, indices, stray, extent, axis)
}
