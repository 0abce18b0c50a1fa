import { broadcastShapes, normalizeAxis, ShapeError, type Tensor } from '../../tensor/index.js'
import * as primitive from '../primitives/indexing.js'
import { broadcastTo, moveAxis } from '../primitives/structural.js'
import type { AxisOption, Indices, Take, TakeAlongAxis } from '../signatures/index.js'
import { dual } from './dual.js'
import { checkIndices, indicesOf, selectable } from './indices.js'
import { operandOf } from './operands.js'
import { axisNames } from './optionNames.js'

/**
 * The elements, or slices, of x at int32 indices along an axis, or of its elements in row-major order without `axis`:
 * x `[P..., N, Q...]` at `[I...]` gives `[P..., I..., Q...]`. Indices may also be a whole number or nested arrays;
 * negative ones count from the end. One outside the axis is an IndexError.
 *
 * @example
 * ```ts
 * import { take, tensor } from 'cotangent'
 *
 * const x = tensor([[1, 2], [3, 4], [5, 6]])
 * take(x, [2, 0], { axis: 0 })
 * // => [[5. 6.]
 * //     [1. 2.]]
 * take(x, -1, { axis: 1 }) // => [2. 4. 6.]
 * take(x, 3) // => 4.0
 * ```
 */
export const take: Take = dual(
  'take',
  2,
  axisNames,
  (value: unknown, places: Indices, { axis }: AxisOption = {}): Tensor => {
    const [x, along] = selectable('take', operandOf('take', value), axis)
    return primitive.take(x, indicesOf('take', places), { axis: along, batchAxes: 0 })
  },
)

/** x and indices of equal rank, with the axis of the indices last and the other axes broadcast to one shape. */
const aligned = (
  operation: string,
  x: Tensor,
  indices: Tensor,
  axis: number,
): readonly [x: Tensor, indices: Tensor] => {
  if (indices.shape.length !== x.shape.length)
    throw new ShapeError({
      operation,
      operands: [x, indices],
      problem: `ranks ${x.shape.length} and ${indices.shape.length} differ`,
      remedy: 'Indices have as many axes as what they select from; insert missing ones with expandDims',
    })
  const last = x.shape.length - 1
  const [data, places] = [moveAxis(x, axis, last), moveAxis(indices, axis, last)]
  const heads = [data, places].map(({ dtype, shape }) => ({ dtype, shape: shape.with(last, 1) }))
  const common = broadcastShapes(operation, heads, [x, indices])
  return [
    broadcastTo(data, common.with(last, data.shape[last])),
    broadcastTo(places, common.with(last, places.shape[last])),
  ]
}

/**
 * One element of x for every index, along an axis (the last without `axis`): result[..., i, ...] =
 * x[..., indices[..., i, ...], ...]. The int32 indices have as many axes as x, and their other axes broadcast with those
 * of x. Negative indices count from the end; one outside the axis is an IndexError.
 *
 * @example
 * ```ts
 * import { takeAlongAxis, tensor } from 'cotangent'
 *
 * const x = tensor([[1, 2, 3], [4, 5, 6]])
 * takeAlongAxis(x, [[2], [0]], { axis: 1 })
 * // => [[3.]
 * //     [4.]]
 * ```
 */
export const takeAlongAxis: TakeAlongAxis = dual(
  'takeAlongAxis',
  2,
  axisNames,
  (value: unknown, chosen: Indices, { axis = -1 }: AxisOption = {}): Tensor => {
    const x = operandOf('takeAlongAxis', value)
    const indices = indicesOf('takeAlongAxis', chosen)
    const along = normalizeAxis('takeAlongAxis', axis, x.shape.length, x)
    checkIndices('takeAlongAxis', x, indices, along)
    const [data, places] = aligned('takeAlongAxis', x, indices, along)
    const last = x.shape.length - 1
    return moveAxis(primitive.take(data, places, { axis: last, batchAxes: last }), last, along)
  },
)
