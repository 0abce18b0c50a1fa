import { applyOne, noAttributes, primitives } from '../../graph/index.js'
import {
  allocate,
  equalShapes,
  filled,
  fromRowMajor,
  type Shape,
  type Tensor,
  type TensorType,
} from '../../tensor/index.js'

// Maps of tensors that wrong derivatives are made of, on values as on expressions.

export const constantLike = ({ dtype, shape }: TensorType, element: number): Tensor => filled(dtype, shape, element)

export const plus = (a: Tensor, b: Tensor): Tensor => applyOne(primitives.add, noAttributes, a, b)

export const times = (a: Tensor, b: Tensor): Tensor => applyOne(primitives.mul, noAttributes, a, b)

export const scaled = (x: Tensor, factor: number): Tensor => (factor === 1 ? x : times(x, constantLike(x, factor)))

export const product = (a: Tensor, b: Tensor): Tensor => applyOne(primitives.matmul, noAttributes, a, b)

export const reshaped = (x: Tensor, shape: Shape): Tensor =>
  equalShapes(x.shape, shape) ? x : applyOne(primitives.reshape, { shape }, x)

export const broadcast = (x: Tensor, shape: Shape): Tensor =>
  equalShapes(x.shape, shape) ? x : applyOne(primitives.broadcastTo, { shape }, x)

export const summed = (x: Tensor, shape: Shape): Tensor =>
  equalShapes(x.shape, shape) ? x : applyOne(primitives.sumTo, { shape }, x)

/** Two axes exchanged. */
export const swapped = (x: Tensor, one: number, other: number): Tensor =>
  applyOne(
    primitives.transpose,
    {
      permutation: x.shape.map((_, axis) => (axis === one ? other : axis === other ? one : axis)),
    },
    x,
  )

/** The matrices in the last two axes transposed. */
export const turned = (x: Tensor): Tensor => swapped(x, x.shape.length - 2, x.shape.length - 1)

/** The slices of an axis at the given places. */
export const taken = (x: Tensor, axis: number, places: readonly number[]): Tensor => {
  const indices = allocate('int32', places.length)
  indices.set(places)
  return applyOne(primitives.take, { axis, batchAxes: 0 }, x, fromRowMajor('int32', [places.length], indices))
}

/** Every slice of an axis at the place so many later, the last ones around at the first. */
export const rolled = (x: Tensor, axis: number, by: number): Tensor => {
  const extent = x.shape[axis]
  return taken(
    x,
    axis,
    [...new Array(extent).keys()].map((at) => (at - by + extent) % extent),
  )
}

export const flipped = (x: Tensor, axis: number): Tensor => applyOne(primitives.flip, { axes: [axis] }, x)
