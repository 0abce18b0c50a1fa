import type { ElementType, TensorProto } from '../../engine/onnx/index.js'
import type { DType } from '../../tensor/index.js'
import { elementTypeOf, showElementType } from './elementTypes.js'
import { OnnxFault } from './error.js'

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

/** How elements of a type are held; an UnsupportedType says whose they are where they are not read. */
export const heldOf = (type: number | undefined, name: string): Held => {
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
