import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import {
  allocate,
  bytesOf,
  type Constant,
  constructors,
  type DType,
  fromRowMajor,
  type OptionNames,
  type Shape,
  ShapeError,
  sizeOf,
  type Tensor,
  type TypedArray,
} from '../tensor/index.js'
import { formatError, type ReadOptions, readNames, sizeError, unsupported } from './bytes.js'
import type { DataError } from './error.js'

/** How files store an element: a letter for the family and the number of bytes; `b2` is bfloat16. */
export type Kind = (typeof kinds)[number]

export const kinds = ['bool', 'u1', 'i1', 'u2', 'i2', 'u4', 'i4', 'u8', 'i8', 'f2', 'b2', 'f4', 'f8'] as const

export type Order = 'little' | 'big'

/** What a reader of tensors makes of them. */
export interface DecodeOptions<D extends DType = DType> extends ReadOptions {
  /**
   * The dtype of every tensor; an UnsupportedError where an element is no such number exactly. Where left out: float64,
   * float32, int32 and bool are what they are, shorter integers are int32, float16 and bfloat16 are float32; integers of
   * 8 bytes and unsigned ones of 4 are int32 where all of them fit, else float64 where all of them are exact.
   */
  readonly dtype?: D
}

export const decodeNames: OptionNames<DecodeOptions> = { ...readNames, dtype: true }

/** Tensors without a static shape, as they come out of files. */
export type FileTensor<D extends DType = DType> = Tensor<Shape, D>

/** Bytes of an element. */
export const widthOf = (kind: Kind): 1 | 2 | 4 | 8 => (kind === 'bool' ? 1 : (Number(kind[1]) as 1 | 2 | 4 | 8))

/** The kinds that are what a dtype stores, to the bit. */
export const kindOf: Readonly<Record<DType, Kind>> = { float64: 'f8', float32: 'f4', int32: 'i4', bool: 'bool' }

const dtypeOfKind: Readonly<Partial<Record<Kind, DType>>> = { f8: 'float64', f4: 'float32', i4: 'int32', bool: 'bool' }

/** The order in which this machine has the bytes of a number. */
export const host: Order = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 'little' : 'big'

/** More axes than NumPy allows. */
export const mostAxes = 64

/** Refuses to write a tensor that would not be read again. */
export const checkAxes = (operation: string, constant: Constant): void => {
  if (constant.shape.length > mostAxes)
    throw new ShapeError({
      operation,
      operands: [constant],
      problem: `${constant.shape.length} axes are more than ${mostAxes}`,
      remedy: 'Reshape it to fewer',
    })
}

/** The most bytes that an element takes in memory: one byte of a file may become four of an int32. */
export const heldWidth = (kind: Kind, dtype: DType | undefined): number =>
  dtype !== undefined ? bytesOf(dtype) : Math.max(kind === 'bool' ? 1 : kind === 'u4' ? 8 : 4, widthOf(kind))

/** Whether memory could hold a shape: its extents are exact, and the product of those that are not 0. */
const isPossible = (shape: Shape): boolean =>
  shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0) &&
  Number.isSafeInteger(8 * sizeOf(shape.filter((extent) => extent > 0)))

/**
 * The bytes that elements of a shape take in a file; on the left where it is no shape that memory could hold, or where
 * they, or those of the tensor that they become, are more than the limit.
 */
export const extentOf = (
  format: string,
  shape: Shape,
  kind: Kind,
  limit: number,
  dtype: DType | undefined,
): E.Either<DataError, number> => {
  if (shape.length > mostAxes) return E.left(unsupported(format, `${shape.length} axes are more than ${mostAxes}`))
  if (!isPossible(shape)) return E.left(formatError(format, `[${shape.join(', ')}] is no shape that could be held`))
  const size = sizeOf(shape)
  const most = size * Math.max(widthOf(kind), heldWidth(kind, dtype))
  return most > limit
    ? E.left(sizeError(format, `the shape [${shape.join(', ')}] takes ${most} bytes, more than ${limit}`))
    : E.right(size * widthOf(kind))
}

/** The bytes in the machine's order, from a place where typed arrays may begin: as they are where nobody else has them. */
const settled = (bytes: Uint8Array, width: number, order: Order, owned: boolean): Uint8Array => {
  const swap = width > 1 && order !== host
  if (owned && !swap && bytes.byteOffset % width === 0) return bytes
  const copy = new Uint8Array(bytes.length)
  copy.set(bytes)
  if (swap)
    for (let at = 0; at < copy.length; at += width)
      for (let low = at, high = at + width - 1; low < high; low++, high--) {
        const byte = copy[low]
        copy[low] = copy[high]
        copy[high] = byte
      }
  return copy
}

const sources = {
  u1: Uint8Array,
  i1: Int8Array,
  u2: Uint16Array,
  i2: Int16Array,
  u4: Uint32Array,
  i4: Int32Array,
  f4: Float32Array,
  f8: Float64Array,
  bool: Uint8Array,
} as const

/** The number that the bits of a half are: 5 bits of exponent, 10 of fraction. */
const halfOf = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25))
}

/** Elements of one kind as numbers; on the left the first integer that no double is. */
const numbersOf = (format: string, kind: Kind, bytes: Uint8Array): E.Either<DataError, ArrayLike<number>> => {
  const { buffer, byteOffset, length } = bytes
  if (kind === 'f2') return E.right(Float32Array.from(new Uint16Array(buffer, byteOffset, length / 2), halfOf))
  if (kind === 'b2') {
    // The upper half of a float32.
    const words = Uint32Array.from(new Uint16Array(buffer, byteOffset, length / 2), (bits) => bits << 16)
    return E.right(new Float32Array(words.buffer))
  }
  if (kind !== 'i8' && kind !== 'u8')
    return E.right(new sources[kind](buffer as ArrayBuffer, byteOffset, length / widthOf(kind)))
  const count = length / 8
  const words = new Uint32Array(buffer, byteOffset, 2 * count)
  const [low, high] = host === 'little' ? [0, 1] : [1, 0]
  const values = new Float64Array(count)
  for (let index = 0; index < count; index++) {
    const word = words[2 * index + high]
    const upper = (kind === 'i8' ? word | 0 : word) * 2 ** 32
    const lower = words[2 * index + low]
    const value = upper + lower
    // The rounding error of the sum, which is exact itself (Dekker's fast two-sum), as no number but 0 is below `lower`.
    if (value - upper !== lower)
      return E.left(unsupported(format, `element ${index} is an integer of 8 bytes that no float64 is exactly`))
    values[index] = value
  }
  return E.right(values)
}

const fitInt32 = (values: ArrayLike<number>): boolean => {
  for (let index = 0; index < values.length; index++) if ((values[index] | 0) !== values[index]) return false
  return true
}

const defaultDType = (kind: Kind, values: ArrayLike<number>): DType => {
  if (kind === 'f2' || kind === 'b2') return 'float32'
  if (kind === 'u4' || kind === 'u8' || kind === 'i8') return fitInt32(values) ? 'int32' : 'float64'
  return dtypeOfKind[kind] ?? 'int32'
}

const converted = (format: string, dtype: DType, values: ArrayLike<number>): E.Either<DataError, TypedArray> => {
  if (Object.getPrototypeOf(values) === constructors[dtype].prototype && dtype !== 'bool')
    return E.right(values as TypedArray)
  const elements = allocate(dtype, values.length)
  for (let index = 0; index < values.length; index++) {
    const value = values[index]
    elements[index] = value
    // Not a number in a float is one here too; in an int32 it would be 0.
    const stored = elements[index]
    if ((stored !== value && !(Number.isNaN(stored) && Number.isNaN(value))) || (dtype === 'bool' && value > 1))
      return E.left(unsupported(format, `element ${index} (${value}) is no ${dtype} exactly`))
  }
  return E.right(elements)
}

const checkBools = (format: string, bytes: Uint8Array): E.Either<DataError, Uint8Array> => {
  const wrong = bytes.findIndex((byte) => byte > 1)
  return wrong < 0 ? E.right(bytes) : E.left(formatError(format, `bool ${wrong} is ${bytes[wrong]}, not 0 or 1`))
}

/** What a decoder has found: where elements lie, and what they are. */
export interface Stored {
  readonly format: string
  readonly shape: Shape
  readonly kind: Kind
  readonly order: Order
  /** As many bytes as shape and kind ask for. */
  readonly bytes: Uint8Array
  /** Whether nobody else can write to the bytes, so that a tensor may share them. */
  readonly owned?: boolean
}

/** A tensor of stored elements in row-major order. */
export const tensorOf = <D extends DType>(
  { format, shape, kind, order, bytes, owned = false }: Stored,
  dtype?: D,
): E.Either<DataError, Constant<D>> => {
  const native = dtypeOfKind[kind]
  const asked: DType | undefined = dtype
  const same = native !== undefined && (asked === undefined || asked === native)
  const placed = settled(bytes, widthOf(kind), order, owned || !same)
  return pipe(
    kind === 'bool' ? checkBools(format, placed) : E.right(placed),
    E.chain((checked) => numbersOf(format, kind, checked)),
    E.chain((values) => {
      if (same) return E.right(fromRowMajor<DType>(native, [...shape], values as TypedArray))
      const target = asked ?? defaultDType(kind, values)
      return pipe(
        converted(format, target, values),
        E.map((elements) => fromRowMajor<DType>(target, [...shape], elements)),
      )
    }),
    // The dtype is the one asked for, or D is DType.
    E.map((tensor) => tensor as Constant<DType> as Constant<D>),
  )
}

/** The bytes of elements in an order: the elements' own, not a copy, where the machine has it. */
export const bytesOfElements = (
  elements: TypedArray | Uint16Array | Int16Array | Int8Array,
  order: Order = 'little',
): Uint8Array =>
  settled(
    new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength),
    elements.BYTES_PER_ELEMENT as 1 | 2 | 4 | 8,
    order,
    true,
  )
