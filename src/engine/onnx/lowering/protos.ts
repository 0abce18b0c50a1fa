import { showNumber } from '../../../tensor/index.js'
import { elementTypes, type TensorProto, type ValueInfo } from '../proto/index.js'
import type { ModelDType, ModelType } from './value.js'

/** Elements of a type, as they are laid out in a model. */
export const elementArrays = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
  int64: BigInt64Array,
  uint32: Uint32Array,
  uint8: Uint8Array,
} as const satisfies Readonly<Record<ModelDType, unknown>>

/** Elements as a text that tells any others from them, zeros by their signs too. */
export const printed = (elements: ArrayLike<number>): string => Array.from(elements, showNumber).join()

/** What a model says of an input or output. */
export const valueInfo = (name: string, { shape, dtype }: ModelType): ValueInfo => ({
  name,
  type: {
    tensorType: { elemType: elementTypes[dtype], shape: { dim: shape.map((dimValue) => ({ dimValue })) } },
  },
})

/** Elements in row-major order as a constant of a model, which shares their memory. */
export const tensorProto = (name: string, { shape, dtype }: ModelType, elements: ArrayBufferView): TensorProto => ({
  name,
  dims: shape,
  dataType: elementTypes[dtype],
  rawData: new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength),
  floatData: [],
  int32Data: [],
  stringData: [],
  int64Data: [],
  doubleData: [],
  uint64Data: [],
  externalData: [],
})
