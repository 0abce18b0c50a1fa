import { allocate } from './allocate.js'
import { Displayed, drawn } from './displayed.js'
import type { DType, TypedArray } from './dtype.js'
import { tensorMarkup } from './grid.js'
import type { Markup } from './markup.js'
import { noNumber } from './operator.js'
import { showTensor } from './print.js'
import { recordOf, type TensorRecord } from './record.js'
import { equalShapes, rowMajorStrides, type Shape, sizeOf } from './shape.js'
import type { Tensor } from './tensor.js'

/** Where a constant's elements lie: element [i, j, ...] is `data[offset + i * strides[0] + j * strides[1] + ...]`. */
export interface Layout<D extends DType = DType> {
  readonly data: TypedArray<D>
  readonly strides: readonly number[]
  readonly offset: number
}

/** The buffer and strides behind a constant, for reading only. */
export let layoutOf: <D extends DType>(constant: Constant<D>) => Layout<D>

/** A tensor in hand: a strided view of a buffer that never changes, which no user can reach. */
export class Constant<D extends DType = DType> extends Displayed implements Tensor<Shape, D> {
  readonly #dtype: D
  readonly #shape: Shape
  readonly #layout: Layout<D>

  static {
    layoutOf = (constant) => constant.#layout
  }

  /** Takes the shape and the buffer over: whoever makes a constant must not write to them again. */
  constructor(dtype: D, shape: Shape, layout: Layout<D>) {
    super()
    this.#dtype = dtype
    this.#shape = Object.freeze(shape)
    this.#layout = layout
  }

  get _tag(): 'Constant' {
    return 'Constant'
  }

  /** What shows that this is no record: libraries that watch for changes wrap records, behind which nothing could be read. */
  get [Symbol.toStringTag](): string {
    return 'Tensor'
  }

  get dtype(): D {
    return this.#dtype
  }

  get shape(): Shape {
    return this.#shape
  }

  toString(): string {
    const { data, strides, offset } = this.#layout
    return showTensor(this.#shape, this.#dtype, data, strides, offset)
  }

  /** What JSON keeps of it, which `decodeJsonTree` reads: all but the sign of a zero, for which JSON.stringify has none. */
  toJSON(): TensorRecord {
    return recordOf(this.#dtype, this.#shape, rowMajor(this))
  }

  /** A scalar as a number where JavaScript asks for one; its text where text will do. */
  [Symbol.toPrimitive](hint: string): number | string {
    if (hint !== 'number') return this.toString()
    if (this.#shape.length > 0) throw noNumber(this)
    return this.#layout.data[this.#layout.offset]
  }

  override [drawn](): Markup | undefined {
    const { data, strides, offset } = this.#layout
    return tensorMarkup(this.#shape, this.#dtype, data, strides, offset)
  }
}

/** A constant over a fresh row-major buffer, which it takes over. */
export const fromRowMajor = <D extends DType>(dtype: D, shape: Shape, data: TypedArray<D>): Constant<D> =>
  new Constant(dtype, shape, { data, strides: rowMajorStrides(shape), offset: 0 })

/** A constant that repeats one element without storing it more than once. */
export const filled = <D extends DType>(dtype: D, shape: Shape, value: number): Constant<D> => {
  const data = allocate(dtype, 1)
  data[0] = value
  return new Constant(dtype, shape, { data, strides: shape.map(() => 0), offset: 0 })
}

/** The same elements under another shape and strides. */
export const view = <D extends DType>(
  source: Constant<D>,
  shape: Shape,
  strides: readonly number[],
  offset: number,
): Constant<D> => new Constant(source.dtype, shape, { data: layoutOf(source).data, strides, offset })

/** Whether the elements lie in row-major order without gaps (axes of size 1 may have any stride). */
export const isRowMajor = (shape: Shape, strides: readonly number[]): boolean => {
  let expected = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false
    expected *= shape[axis]
  }
  return true
}

/** Copies the elements in row-major order to a place in an array of their dtype. */
export const copyRowMajor = <D extends DType>(constant: Constant<D>, target: TypedArray<D>, start = 0): void => {
  const { shape } = constant
  const { data, strides, offset } = layoutOf(constant)
  const size = sizeOf(shape)
  if (size === 0) return
  if (isRowMajor(shape, strides)) {
    target.set(data.length === size ? data : data.subarray(offset, offset + size), start)
    return
  }
  const end = start + size
  const inner = shape[shape.length - 1]
  const innerStride = strides[shape.length - 1]
  const index = new Array<number>(shape.length).fill(0)
  let first = offset
  for (let written = start; written < end; ) {
    for (let i = 0, at = first; i < inner; i++, at += innerStride) target[written++] = data[at]
    for (let axis = shape.length - 2; axis >= 0; axis--) {
      first += strides[axis]
      if (++index[axis] < shape[axis]) break
      first -= strides[axis] * shape[axis]
      index[axis] = 0
    }
  }
}

/** The elements in row-major order, for reading only: the buffer itself where it is so laid out, otherwise a copy. */
export const rowMajor = <D extends DType>(constant: Constant<D>): TypedArray<D> => {
  const { shape, dtype } = constant
  const { data, strides, offset } = layoutOf(constant)
  const size = sizeOf(shape)
  if (size > 0 && isRowMajor(shape, strides))
    return data.length === size ? data : (data.subarray(offset, offset + size) as TypedArray<D>)
  const copy = allocate(dtype, size)
  copyRowMajor(constant, copy)
  return copy
}

/** Whether every element is the one stored number, as of a scalar or of `full`. */
export const isUniform = (constant: Constant): boolean => {
  const { shape } = constant
  const { strides } = layoutOf(constant)
  for (let axis = 0; axis < shape.length; axis++) if (strides[axis] !== 0 && shape[axis] > 1) return false
  return true
}

/** The one stored number that every element is; undefined where there are several, or none. */
export const repeatedElement = (constant: Constant): number | undefined => {
  if (!isUniform(constant) || sizeOf(constant.shape) === 0) return undefined
  const { data, offset } = layoutOf(constant)
  return data[offset]
}

/** Equality of type and of every element's bits (any NaN equals any other). */
export const identicalConstants = (a: Constant, b: Constant): boolean => {
  if (a.dtype !== b.dtype || !equalShapes(a.shape, b.shape)) return false
  const [left, right] = [rowMajor(a), rowMajor(b)]
  for (let index = 0; index < left.length; index++) if (!Object.is(left[index], right[index])) return false
  return true
}
