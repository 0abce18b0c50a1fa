import { applyOne, type Differential, noAttributes, primitives } from '../../src/graph/index.js'
import {
  allocate,
  type Constant,
  equalShapes,
  filled,
  fromRowMajor,
  isFloat,
  type Shape,
  sizeOf,
  type Tensor,
  type TensorType,
} from '../../src/tensor/index.js'

/** What mutations are made of: a few maps of tensors, on expressions as on values. */

export const times = (a: Tensor, b: Tensor): Tensor => applyOne(primitives.mul, noAttributes, a, b)

export const plus = (a: Differential, b: Differential): Differential =>
  a === undefined || b === undefined ? (a ?? b) : applyOne(primitives.add, noAttributes, a, b)

export const constantLike = ({ dtype, shape }: TensorType, element: number): Constant => filled(dtype, shape, element)

export const scaled = (x: Tensor, factor: number): Tensor => times(x, constantLike(x, factor))

/** The elements where a condition holds, and others elsewhere. */
export const chosen = (condition: Tensor, a: Tensor, b: Tensor): Tensor =>
  applyOne(primitives.where, noAttributes, condition, a, b)

export const equals = (a: Tensor, b: Tensor): Tensor => applyOne(primitives.equal, noAttributes, a, b)

/** Where both of two conditions hold. */
export const both = (a: Tensor, b: Tensor): Tensor => chosen(a, b, constantLike(b, 0))

export const broadcast = (x: Tensor, shape: Shape): Tensor =>
  equalShapes(x.shape, shape) ? x : applyOne(primitives.broadcastTo, { shape }, x)

const reshaped = (x: Tensor, shape: Shape): Tensor =>
  equalShapes(x.shape, shape) ? x : applyOne(primitives.reshape, { shape }, x)

/** Whether a tensor of one type can stand for one of another: as many elements, both floats or of one dtype. */
export const fits = (from: TensorType, to: TensorType): boolean =>
  sizeOf(from.shape) === sizeOf(to.shape) && (from.dtype === to.dtype || (isFloat(from.dtype) && isFloat(to.dtype)))

/** A tensor's elements in another type that it fits. */
export const fitted = (x: Tensor, { dtype, shape }: TensorType): Tensor =>
  reshaped(x.dtype === dtype ? x : applyOne(primitives.convert, { dtype }, x), shape)

/** The elements of an axis taken at other places. */
const taken = (x: Tensor, axis: number, places: readonly number[]): Tensor => {
  const indices = allocate('int32', places.length)
  indices.set(places)
  const at = fromRowMajor('int32', [places.length], indices)
  return applyOne(primitives.take, { axis, batchAxes: 0 }, x, at)
}

const placesOf = (x: TensorType, axis: number): readonly number[] => [...new Array(x.shape[axis]).keys()]

/** Every slice of an axis at the place of the next, the last at that of the first. */
export const rolled = (x: Tensor, axis: number): Tensor => {
  const places = placesOf(x, axis)
  return taken(x, axis, [...places.slice(-1), ...places.slice(0, -1)])
}

/** The first slice of an axis at the place of every other. */
export const repeated = (x: Tensor, axis: number): Tensor =>
  taken(
    x,
    axis,
    placesOf(x, axis).map(() => 0),
  )

/** Two axes exchanged, and the elements then read in row-major order into the old shape. */
export const transposed = (x: Tensor, one: number, other: number): Tensor => {
  const permutation = x.shape.map((_, axis) => (axis === one ? other : axis === other ? one : axis))
  return reshaped(applyOne(primitives.transpose, { permutation }, x), x.shape)
}

/** Zeros in the slices of an axis that are not to be kept. */
export const masked = (x: Tensor, axis: number, keeps: (place: number, extent: number) => boolean): Tensor => {
  const extent = x.shape[axis]
  const mask = allocate(x.dtype, extent)
  mask.set(placesOf(x, axis).map((place) => Number(keeps(place, extent))))
  const along = x.shape.map((_, index) => (index === axis ? extent : 1))
  return times(x, broadcast(fromRowMajor(x.dtype, along, mask), x.shape))
}
