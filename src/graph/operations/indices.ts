import {
  DTypeError,
  filled,
  fromNested,
  fromRowMajor,
  isTensor,
  type NestedArray,
  normalizeAxis,
  rowMajor,
  type Shape,
  sizeOf,
  type Tensor,
  type TensorType,
} from '../../tensor/index.js'
import { checkOpen, isConstant } from '../expression.js'
import { add, fullLike, mul } from '../primitives/arithmetic.js'
import { outOfRange } from '../primitives/indexing.js'
import { broadcastTo, reshape } from '../primitives/structural.js'

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

/** The operand in whose one axis indices select: x itself, or all its elements in one row. */
export const selectable = (
  operation: string,
  x: Tensor,
  axis: number | undefined,
): readonly [x: Tensor, axis: number] =>
  axis === undefined ? [reshape(x, [sizeOf(x.shape)]), 0] : [x, normalizeAxis(operation, axis, x.shape.length, x)]

/** The whole numbers 0, 1, ... below `count`. */
export const countTo = (count: number): Tensor =>
  fromRowMajor(
    'int32',
    [count],
    Int32Array.from({ length: count }, (_, index) => index),
  )

/**
 * Places in row-major order over axes of the extents given, from one coordinate for each of them. The coordinates must
 * be within the axes: any other would stand for the place of another element.
 */
export const linearIndex = (coordinates: readonly Tensor[], extents: Shape, shape: Shape): Tensor =>
  coordinates.reduce<Tensor>(
    (place, coordinate, axis) => add(mul(place, fullLike(place, extents[axis])), broadcastTo(coordinate, shape)),
    filled('int32', shape, 0),
  )
