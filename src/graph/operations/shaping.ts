import {
  AxisError,
  checkShape,
  isTensor,
  normalizeAxes,
  normalizeAxis,
  type Shape,
  ShapeError,
  sizeOf,
  type Tensor,
  type TensorType,
} from '../../tensor/index.js'
import * as primitive from '../primitives/structural.js'
import type {
  BroadcastTo,
  ExpandDims,
  MoveAxis,
  Reshape,
  Squeeze,
  SqueezeOptions,
  SwapAxes,
  Transpose,
} from '../signatures/index.js'
import { declared, dual } from './dual.js'
import { operandOf } from './operands.js'
import { axisNames } from './optionNames.js'

/** The shape asked for, with -1 replaced by the size that uses up all elements; a copy, which nobody can change. */
const resolvedShape = (x: Tensor, shape: Shape): Shape => {
  const open = Array.isArray(shape) ? shape.indexOf(-1) : -1
  if (open < 0) return [...checkShape('reshape', shape)]
  const rest = sizeOf(checkShape('reshape', shape.toSpliced(open, 1)))
  const extent = sizeOf(x.shape) / rest
  if (!Number.isInteger(extent))
    throw new ShapeError({
      operation: 'reshape',
      operands: [x],
      problem: `${sizeOf(x.shape)} elements leave no one size for -1 in shape [${shape.join(', ')}]`,
    })
  return shape.with(open, extent)
}

/**
 * The same elements in row-major order under another shape; one size may be -1, and is found from the others. Throws a
 * ShapeError where the number of elements does not fit.
 *
 * @example
 * ```ts
 * import { arange, reshape } from 'cotangent'
 *
 * reshape(arange(6), [2, -1])
 * // => [[0. 1. 2.]
 * //     [3. 4. 5.]]
 * ```
 */
export const reshape: Reshape = dual('reshape', 2, {}, (value: unknown, shape: Shape): Tensor => {
  const x = operandOf('reshape', value)
  return primitive.reshape(x, resolvedShape(x, shape))
})

const permute = (value: unknown, axes?: readonly number[]): Tensor => {
  const x = operandOf('transpose', value)
  const rank = x.shape.length
  if (axes === undefined)
    return primitive.transpose(
      x,
      x.shape.map((_, axis) => rank - 1 - axis),
    )
  const permutation = [axes].flat().map((axis) => normalizeAxis('transpose', axis, rank, x))
  if (permutation.length !== rank || new Set(permutation).size !== rank)
    throw new AxisError({
      operation: 'transpose',
      operands: [x],
      problem: `[${[axes].flat().join(', ')}] is no permutation of the axes`,
      remedy: 'Name every axis once',
    })
  return primitive.transpose(x, permutation)
}

/**
 * The axes in another order: axis i of the result is axis `axes[i]` of x; reversed without `axes`. As `pipe(x,
 * transpose)` or `pipe(x, transpose([1, 0]))`. Throws an AxisError where `axes` does not name every axis once.
 *
 * @example
 * ```ts
 * import { tensor, transpose, zeros } from 'cotangent'
 *
 * transpose(tensor([[1, 2], [3, 4]]))
 * // => [[1. 3.]
 * //     [2. 4.]]
 * transpose(zeros([2, 3, 4]), [2, 0, 1]).shape // => [ 4, 2, 3 ]
 * ```
 */
export const transpose: Transpose = declared((first: unknown, axes?: readonly number[]) =>
  isTensor(first) || first === undefined
    ? permute(first, axes)
    : (x: unknown) => permute(x, first as readonly number[]),
)

/**
 * Two axes exchanged.
 *
 * @example
 * ```ts
 * import { swapAxes, zeros } from 'cotangent'
 *
 * swapAxes(zeros([2, 3, 4]), 0, -1).shape // => [ 4, 3, 2 ]
 * ```
 */
export const swapAxes: SwapAxes = dual('swapAxes', 3, {}, (value: unknown, one: number, other: number): Tensor => {
  const x = operandOf('swapAxes', value)
  const [a, b] = [one, other].map((axis) => normalizeAxis('swapAxes', axis, x.shape.length, x))
  return primitive.transpose(
    x,
    x.shape.map((_, axis) => (axis === a ? b : axis === b ? a : axis)),
  )
})

/** Axes in the order given, each of them once. */
const distinctAxes = (operation: string, axes: number | readonly number[], x: Tensor): readonly number[] => {
  const named = [axes].flat()
  normalizeAxes(operation, named, x)
  return named.map((axis) => normalizeAxis(operation, axis, x.shape.length, x))
}

/**
 * An axis moved from `source` to `destination`, or several, each to its own place; the others keep their order. Throws
 * an AxisError where there are not as many places as axes.
 *
 * @example
 * ```ts
 * import { moveAxis, zeros } from 'cotangent'
 *
 * moveAxis(zeros([2, 3, 4]), 0, -1).shape // => [ 3, 4, 2 ]
 * moveAxis(zeros([2, 3, 4]), [0, 1], [-1, 0]).shape // => [ 3, 4, 2 ]
 * ```
 */
export const moveAxis: MoveAxis = dual(
  'moveAxis',
  3,
  {},
  (value: unknown, source: number | readonly number[], destination: number | readonly number[]): Tensor => {
    const x = operandOf('moveAxis', value)
    const [from, to] = [source, destination].map((axes) => distinctAxes('moveAxis', axes, x))
    if (from.length !== to.length)
      throw new AxisError({
        operation: 'moveAxis',
        operands: [x],
        problem: `there are ${to.length} places for ${from.length} axes`,
        remedy: 'Give one place for each axis',
      })
    const rest = x.shape.map((_, axis) => axis).filter((axis) => !from.includes(axis))
    const others = rest.values()
    const permutation = x.shape.map((_, place) => {
      const moved = to.indexOf(place)
      return moved < 0 ? (others.next().value as number) : from[moved]
    })
    return primitive.transpose(x, permutation)
  },
)

/**
 * x repeated to a larger shape by NumPy's rule: axes are added in front, and axes of size 1 are repeated. It takes no
 * memory. Throws a ShapeError where the shapes do not fit.
 *
 * @example
 * ```ts
 * import { broadcastTo, tensor } from 'cotangent'
 *
 * broadcastTo(tensor([1, 2]), [2, 2])
 * // => [[1. 2.]
 * //     [1. 2.]]
 * ```
 */
export const broadcastTo: BroadcastTo = dual(
  'broadcastTo',
  2,
  {},
  (value: unknown, shape: Shape): Tensor =>
    primitive.broadcastTo(operandOf('broadcastTo', value), [...checkShape('broadcastTo', shape)]),
)

/**
 * New axes of size 1, which stand at `axis` (one or several) in the result.
 *
 * @example
 * ```ts
 * import { expandDims, zeros } from 'cotangent'
 *
 * expandDims(zeros([3]), 0).shape // => [ 1, 3 ]
 * expandDims(zeros([3]), [0, -1]).shape // => [ 1, 3, 1 ]
 * ```
 */
export const expandDims: ExpandDims = dual(
  'expandDims',
  2,
  {},
  (value: unknown, axis: number | readonly number[]): Tensor => {
    const x = operandOf('expandDims', value)
    const named = [axis].flat()
    const result: TensorType = { dtype: x.dtype, shape: [...x.shape, ...named.map(() => 1)] }
    const axes = normalizeAxes('expandDims', named, result)
    return primitive.reshape(
      x,
      axes.reduce<Shape>((shape, at) => shape.toSpliced(at, 0, 1), x.shape),
    )
  },
)

/**
 * x without the axes given, which must have size 1, or without all axes of size 1. Throws a ShapeError where one is
 * larger.
 *
 * @example
 * ```ts
 * import { squeeze, zeros } from 'cotangent'
 *
 * squeeze(zeros([1, 3, 1])).shape // => [ 3 ]
 * squeeze(zeros([1, 3, 1]), { axis: 0 }).shape // => [ 3, 1 ]
 * ```
 */
export const squeeze: Squeeze = dual(
  'squeeze',
  1,
  axisNames,
  (value: unknown, { axis }: SqueezeOptions = {}): Tensor => {
    const x = operandOf('squeeze', value)
    const named = normalizeAxes('squeeze', axis, x)
    const axes = axis === undefined ? named.filter((at) => x.shape[at] === 1) : named
    const wide = axes.find((at) => x.shape[at] !== 1)
    if (wide !== undefined)
      throw new ShapeError({
        operation: 'squeeze',
        operands: [x],
        problem: `axis ${wide} has size ${x.shape[wide]}, not 1`,
        remedy: 'To reduce it use sum, mean or max; to take one element of it use take',
      })
    return primitive.reshape(
      x,
      x.shape.filter((_, at) => !axes.includes(at)),
    )
  },
)
