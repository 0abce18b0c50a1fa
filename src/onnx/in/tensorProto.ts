import type { TensorProto } from '../../engine/onnx/index.js'
import {
  allocate,
  type Constant,
  type DType,
  fromRowMajor,
  type Shape,
  sizeOf,
  type TypedArray,
} from '../../tensor/index.js'
import { heldOf, narrowed } from './elements.js'
import { OnnxFault } from './error.js'

/** The elements of a file beside the model, where one was given under that location. */
export type ExternalData = (location: string) => Uint8Array | undefined

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
