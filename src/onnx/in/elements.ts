import type { ElementType, TensorProto } from '../../engine/onnx/index.js'
import {
  allocate,
  type Constant,
  type DType,
  fromRowMajor,
  type Shape,
  sizeOf,
  type TypedArray,
} from '../../tensor/index.js'
import { elementTypeOf, showElementType } from './elementTypes.js'
import { OnnxFault } from './error.js'

/** The elements of a file beside the model, where one was given under that location. */
export type ExternalData = (location: string) => Uint8Array | undefined

/** How elements of a type are held: bytes of one in raw data, how they are read there, and the dtype of our tensor. */
interface Held {
  readonly dtype: DType
  readonly width: number
  readonly read: (view: DataView, at: number) => number
  /** The list that holds them where there is no raw data. */
  readonly list: (proto: TensorProto) => readonly number[]
  /** An element of that list as a number. */
  readonly element: (stored: number) => number
}

const same = (stored: number): number => stored

/** The number of 16 bits as IEEE 754 has them: 5 of the exponent, 10 of the fraction. */
const halfOf = (bits: number): number => {
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  const size =
    exponent === 0
      ? fraction * 2 ** -24
      : exponent === 31
        ? fraction === 0
          ? Number.POSITIVE_INFINITY
          : Number.NaN
        : (1 + fraction / 1024) * 2 ** (exponent - 15)
  return bits & 0x8000 ? -size : size
}

const scratch = new DataView(new ArrayBuffer(4))

/** The number whose bits are the upper half of a float32. */
const brainOf = (bits: number): number => {
  scratch.setUint32(0, (bits & 0xffff) * 0x10000)
  return scratch.getFloat32(0)
}

const int32Data = ({ int32Data }: TensorProto): readonly number[] => int32Data

/** From this size on a number stands for no bound: the ends of slices are so given. */
const boundless = 2 ** 62

/** The largest int32, which stands for no bound as well. */
export const boundlessInt32 = 2 ** 31 - 1

/** A whole number as an int32; undefined where it has none. */
export const narrowed = (value: number): number | undefined =>
  value >= -(2 ** 31) && value <= boundlessInt32
    ? value
    : value >= boundless
      ? boundlessInt32
      : value <= -boundless
        ? -boundlessInt32 - 1
        : undefined

const held: Readonly<Partial<Record<ElementType, Held>>> = {
  float32: {
    dtype: 'float32',
    width: 4,
    read: (view, at) => view.getFloat32(at, true),
    list: ({ floatData }) => floatData,
    element: same,
  },
  float64: {
    dtype: 'float64',
    width: 8,
    read: (view, at) => view.getFloat64(at, true),
    list: ({ doubleData }) => doubleData,
    element: same,
  },
  float16: {
    dtype: 'float32',
    width: 2,
    read: (view, at) => halfOf(view.getUint16(at, true)),
    list: int32Data,
    element: halfOf,
  },
  bfloat16: {
    dtype: 'float32',
    width: 2,
    read: (view, at) => brainOf(view.getUint16(at, true)),
    list: int32Data,
    element: brainOf,
  },
  bool: {
    dtype: 'bool',
    width: 1,
    read: (view, at) => Number(view.getUint8(at) !== 0),
    list: int32Data,
    element: (stored) => Number(stored !== 0),
  },
  int8: { dtype: 'int32', width: 1, read: (view, at) => view.getInt8(at), list: int32Data, element: same },
  uint8: { dtype: 'int32', width: 1, read: (view, at) => view.getUint8(at), list: int32Data, element: same },
  int16: { dtype: 'int32', width: 2, read: (view, at) => view.getInt16(at, true), list: int32Data, element: same },
  uint16: { dtype: 'int32', width: 2, read: (view, at) => view.getUint16(at, true), list: int32Data, element: same },
  int32: { dtype: 'int32', width: 4, read: (view, at) => view.getInt32(at, true), list: int32Data, element: same },
  uint32: {
    dtype: 'int32',
    width: 4,
    read: (view, at) => view.getUint32(at, true),
    list: ({ uint64Data }) => uint64Data,
    element: same,
  },
  int64: {
    dtype: 'int32',
    width: 8,
    read: (view, at) => Number(view.getBigInt64(at, true)),
    list: ({ int64Data }) => int64Data,
    element: same,
  },
  uint64: {
    dtype: 'int32',
    width: 8,
    read: (view, at) => Number(view.getBigUint64(at, true)),
    list: ({ uint64Data }) => uint64Data,
    element: same,
  },
}

const heldOf = (type: number | undefined, name: string): Held => {
  const known = elementTypeOf(type)
  const found = known === undefined ? undefined : held[known]
  if (found === undefined)
    throw new OnnxFault({
      _tag: 'UnsupportedType',
      name,
      problem: `elements of type ${showElementType(type)} are not read`,
    })
  return found
}

/** The dtype that elements of a type have here; an UnsupportedType says whose it is. */
export const dtypeOfElements = (type: number | undefined, name: string): DType => heldOf(type, name).dtype

/** More axes than any operator takes. */
const mostAxes = 64

const bad = (name: string, problem: string): OnnxFault => new OnnxFault({ _tag: 'BadTensor', name, problem })

/** A shape as a model says it: sizes from 0 on, whose product is exact. */
export const shapeOf = (dims: readonly number[], name: string): Shape => {
  if (dims.length > mostAxes) throw bad(name, `it has ${dims.length} axes, more than ${mostAxes}`)
  if (!dims.every((extent) => Number.isSafeInteger(extent) && extent >= 0) || !Number.isSafeInteger(sizeOf(dims)))
    throw bad(name, `[${dims.join(', ')}] is no shape`)
  return [...dims]
}

const entryOf = (proto: TensorProto, key: string): string | undefined =>
  proto.externalData.find((entry) => entry.key === key)?.value

const numberOf = (proto: TensorProto, key: string, absent: number): number => {
  const text = entryOf(proto, key)
  if (text === undefined) return absent
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(value))
    throw bad(proto.name ?? '', `the ${key} of its external data, ${JSON.stringify(text)}, is no number of bytes`)
  return value
}

/** The location of elements that are in another file; undefined where they are in the model. */
export const locationOf = (proto: TensorProto): string | undefined =>
  proto.dataLocation === 1 ? (entryOf(proto, 'location') ?? '') : undefined

/** The bytes of the elements, where they are bytes: in the model or beside it. */
const bytesOf = (proto: TensorProto, name: string, wanted: number, external: ExternalData): Uint8Array | undefined => {
  const location = locationOf(proto)
  if (location === undefined) return proto.rawData
  const file = external(location)
  if (file === undefined)
    throw new OnnxFault({ _tag: 'MissingData', name, location, problem: 'this file was not given' })
  const offset = numberOf(proto, 'offset', 0)
  const length = numberOf(proto, 'length', wanted)
  if (offset > file.length || length > file.length - offset)
    throw new OnnxFault({
      _tag: 'MissingData',
      name,
      location,
      problem: `${length} bytes from ${offset} on reach past its end (${file.length})`,
    })
  return file.subarray(offset, offset + length)
}

const stored = (dtype: DType, name: string, data: TypedArray, index: number, value: number): void => {
  const element = dtype === 'int32' ? narrowed(value) : value
  if (element === undefined)
    throw new OnnxFault({ _tag: 'UnsupportedType', name, problem: `its element ${value} is beyond int32` })
  data[index] = element
}

/**
 * The tensor that a message holds: float16 and bfloat16 as float32, whole numbers as int32 (those of 2^62 and beyond,
 * which stand for no bound, as the largest). Nothing is allocated before the bytes are seen to be there.
 */
export const tensorOf = (proto: TensorProto, external: ExternalData, name = proto.name ?? ''): Constant => {
  const { dtype, width, read, list, element } = heldOf(proto.dataType, name)
  const shape = shapeOf(proto.dims, name)
  const size = sizeOf(shape)
  const raw = bytesOf(proto, name, size * width, external)
  const present = raw === undefined ? list(proto).length : raw.length / width
  if (present !== size) throw bad(name, `shape [${shape.join(', ')}] takes ${size} elements, ${present} are there`)
  const data = allocate(dtype, size)
  if (raw === undefined) {
    const elements = list(proto)
    for (let index = 0; index < size; index++) stored(dtype, name, data, index, element(elements[index]))
  } else {
    const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength)
    for (let index = 0; index < size; index++) stored(dtype, name, data, index, read(view, index * width))
  }
  return fromRowMajor(dtype, shape, data)
}
