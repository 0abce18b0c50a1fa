import {
  allocate,
  bytesOf,
  Constant,
  isRowMajor,
  layoutOf,
  rowMajorStrides,
  type Shape,
  sizeOf,
  type TensorType,
} from '../tensor/index.js'
import type { Block } from './arena.js'
import type { Variable } from './wasm/index.js'

/** An address that moves with the counters of the loops around: base + counter * stride + ... bytes. */
export interface Address {
  readonly base: number
  readonly terms: readonly { readonly counter: Variable<'i32'>; readonly stride: number }[]
}

/** Where the elements of an expression lie in the arena; strides count elements, as those of a Constant. */
export interface Place extends TensorType {
  readonly address: Address
  readonly strides: readonly number[]
  readonly block: Block
}

/** How elements lie, wherever that is. */
export type Laid = Pick<Place, 'shape' | 'dtype' | 'strides'>

/** The distance between neighbours along an axis, in bytes. */
export const byteStrides = ({ dtype, strides }: Laid): readonly number[] =>
  strides.map((stride) => stride * bytesOf(dtype))

/** The start of a block, in row-major order. */
export const placeIn = ({ shape, dtype }: TensorType, block: Block): Place => ({
  shape,
  dtype,
  block,
  address: { base: block.address, terms: [] },
  strides: rowMajorStrides(shape),
})

/** The elements of a place under another shape and strides, from `offset` elements on. */
export const within = (place: Place, shape: Shape, strides: readonly number[], offset = 0): Place => ({
  ...place,
  shape,
  strides,
  address: { ...place.address, base: place.address.base + offset * bytesOf(place.dtype) },
})

/** A place that moves by `stride` bytes with every step of a counter. */
export const moving = (place: Place, counter: Variable<'i32'>, stride: number): Place =>
  stride === 0
    ? place
    : { ...place, address: { ...place.address, terms: [...place.address.terms, { counter, stride }] } }

/** What a function that looks at Constants in another way makes of a place. */
export const viewed = (place: Place, view: (constant: Constant) => Constant): Place => {
  const data = allocate(place.dtype, 0)
  const result = view(new Constant(place.dtype, place.shape, { data, strides: place.strides, offset: 0 }))
  const { strides, offset } = layoutOf(result)
  return within(place, result.shape, strides, offset)
}

/** Whether the elements of one place are those of another, of the same shape and dtype. */
export const liesAt = (place: Place, other: Place): boolean =>
  place === other ||
  (place.address.base === other.address.base &&
    place.address.terms.length === other.address.terms.length &&
    place.address.terms.every((term, index) => {
      const { counter, stride } = other.address.terms[index]
      return term.counter === counter && term.stride === stride
    }) &&
    place.strides.every((stride, axis) => stride === other.strides[axis]))

/** Whether a place has the same elements at every index of an axis. */
export const isRepeatedAlong = ({ shape, strides }: Place, axis: number): boolean =>
  strides[axis] === 0 || shape[axis] === 1

export const isContiguous = ({ shape, strides }: Place): boolean => isRowMajor(shape, strides)

/** From the first to the last element that strides reach, counted from the one at index 0; none where there are no elements. */
export interface Span {
  readonly low: number
  readonly length: number
}

export const spanOf = (shape: Shape, strides: readonly number[]): Span => {
  if (sizeOf(shape) === 0) return { low: 0, length: 0 }
  let low = 0
  let high = 0
  shape.forEach((extent, axis) => {
    const reach = (extent - 1) * strides[axis]
    if (reach < 0) low += reach
    else high += reach
  })
  return { low, length: high - low + 1 }
}

/** What walks with a loop nest: a place, and strides in bytes along the axes of the nest. */
export interface Stream {
  readonly place: Place
  readonly strides: readonly number[]
}

/** A place read or written along its own axes. */
export const along = (place: Place): Stream => ({ place, strides: byteStrides(place) })

/** A stream that starts some bytes further on. */
export const ahead = ({ place, strides }: Stream, bytes: number): Stream => ({
  strides,
  place: { ...place, address: { ...place.address, base: place.address.base + bytes } },
})
