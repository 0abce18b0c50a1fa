import { bytesOf } from './dtype.js'
import { AxisError, describe, ShapeError, written } from './errors.js'
import type { TensorType } from './tensor.js'

/** Sizes of a tensor's axes, outermost first; none for a scalar. */
export type Shape = readonly number[]

/** The number of elements: 1 for a scalar, 0 where an axis is empty. */
export const sizeOf = (shape: Shape): number => {
  let size = 1
  for (let axis = 0; axis < shape.length; axis++) size *= shape[axis]
  return size
}

/** The bytes of all elements. */
export const sizeInBytes = ({ shape, dtype }: TensorType): number => sizeOf(shape) * bytesOf(dtype)

/** Whether two shapes have the same axes, each of the same size. */
export const equalShapes = (a: Shape, b: Shape): boolean => {
  if (a === b) return true
  if (a.length !== b.length) return false
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false
  return true
}

/** Strides of a row-major buffer, in elements. */
export const rowMajorStrides = (shape: Shape): number[] => {
  const strides = new Array<number>(shape.length)
  let stride = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride
    stride *= shape[axis]
  }
  return strides
}

/**
 * The strides by which elements that lie under one shape are those of another in row-major order, where neither shape is
 * empty; undefined where only a copy would do. Axes are taken together from the front until both shapes have come to the
 * same number of elements; of such a group, each axis of the old shape must continue the one after it.
 */
export const reshapedStrides = (from: Shape, strides: readonly number[], to: Shape): readonly number[] | undefined => {
  const axes = [...from.keys()].filter((axis) => from[axis] !== 1)
  const result = new Array<number>(to.length).fill(0)
  let taken = 0
  for (let first = 0; first < to.length; ) {
    let end = first
    let wanted = to[end++]
    if (wanted === 1) {
      first = end
      continue
    }
    let held = from[axes[taken++]]
    while (held !== wanted) {
      if (held < wanted) {
        const next = axes[taken]
        if (strides[axes[taken - 1]] !== from[next] * strides[next]) return undefined
        held *= from[next]
        taken += 1
      } else wanted *= to[end++]
    }
    let stride = strides[axes[taken - 1]]
    for (let axis = end - 1; axis >= first; axis--) {
      result[axis] = stride
      stride *= to[axis]
    }
    first = end
  }
  return result
}

/** The shape that operands broadcast to, by NumPy's rule; a ShapeError, about `named`, that says which sizes differ. */
export const broadcastShapes = (
  operation: string,
  operands: readonly TensorType[],
  named: readonly TensorType[] = operands,
): Shape => {
  // By far the most frequent case, on every operation's way.
  if (operands.length > 0 && operands.every(({ shape }) => equalShapes(shape, operands[0].shape)))
    return operands[0].shape
  const rank = Math.max(0, ...operands.map(({ shape }) => shape.length))
  return Array.from({ length: rank }, (_, axis) => {
    const extents = operands
      .map(({ shape }) => shape[axis - rank + shape.length])
      .filter((extent) => extent !== undefined)
    const extent = extents.find((candidate) => candidate !== 1) ?? 1
    const other = extents.find((candidate) => candidate !== 1 && candidate !== extent)
    if (other !== undefined)
      throw new ShapeError({
        operation,
        operands: named,
        problem: `sizes ${extent} and ${other} differ at axis ${axis - rank} and cannot be broadcast`,
        remedy: 'Give both the same size there, or size 1',
      })
    return extent
  })
}

/** An axis counted from the front; negative ones count from the end. */
export const normalizeAxis = (operation: string, axis: number, rank: number, operand: TensorType): number => {
  const normalized = Number.isInteger(axis) && axis < 0 ? axis + rank : axis
  if (!Number.isInteger(axis) || normalized < 0 || normalized >= rank)
    throw new AxisError({
      operation,
      operands: [operand],
      problem: `there is no axis ${written(axis)}`,
      remedy: rank === 0 ? 'A scalar has no axes: leave `axis` out' : `Axes go from ${-rank} to ${rank - 1} here`,
    })
  return normalized
}

/** The axes that an `axis` option names, ascending; all of them where it is absent. */
export const normalizeAxes = (
  operation: string,
  axis: number | readonly number[] | null | undefined,
  operand: TensorType,
): readonly number[] => {
  const rank = operand.shape.length
  if (axis === undefined || axis === null) return operand.shape.map((_, index) => index)
  const axes = [axis].flat().map((one) => normalizeAxis(operation, one, rank, operand))
  if (new Set(axes).size !== axes.length)
    throw new AxisError({
      operation,
      operands: [operand],
      problem: `axis [${[axis].flat().join(', ')}] names an axis twice`,
    })
  return axes.sort((a, b) => a - b)
}

/** The shape without the given axes (ascending); with size 1 in their places where `keepdims`. */
export const reducedShape = (shape: Shape, axes: readonly number[], keepdims = false): Shape =>
  keepdims
    ? shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent))
    : shape.filter((_, axis) => !axes.includes(axis))

/** Refuses what is no shape: sizes that are negative, fractional or beyond exact integers. */
export const checkShape = (operation: string, shape: Shape): Shape => {
  if (!Array.isArray(shape) || !shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0))
    throw new ShapeError({
      operation,
      problem: `${Array.isArray(shape) ? `[${shape}]` : describe(shape)} is no shape`,
      remedy: 'A shape is an array of whole numbers, none negative',
    })
  if (!Number.isSafeInteger(sizeOf(shape)))
    throw new ShapeError({ operation, problem: `a tensor of shape [${shape.join(', ')}] is too large` })
  return shape
}
