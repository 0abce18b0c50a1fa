import { many, manyOf, one, oneOf, type Schema, scalars, schema } from './wire.js'

/** The messages of a model, as onnx.proto of ONNX 1.19 has them, as far as they are used here. */
const { int64, int32, uint64, float, double, string, bytes } = scalars

export interface StringEntry {
  readonly key?: string
  readonly value?: string
}

const stringEntry = schema<StringEntry>({ key: one(1, string), value: one(2, string) })

export interface OperatorSet {
  /** Empty, as 'ai.onnx', for the standard operators. */
  readonly domain?: string
  readonly version?: number
}

const operatorSet = schema<OperatorSet>({ domain: one(1, string), version: one(2, int64) })

export interface TensorProto {
  readonly dims: readonly number[]
  readonly dataType?: number
  readonly floatData: readonly number[]
  readonly int32Data: readonly number[]
  readonly stringData: readonly Uint8Array[]
  readonly int64Data: readonly number[]
  readonly name?: string
  /** The elements in row-major order, little-endian; where absent one of the lists holds them. */
  readonly rawData?: Uint8Array
  readonly doubleData: readonly number[]
  readonly uint64Data: readonly number[]
  readonly docString?: string
  /** `location`, `offset`, `length` in another file. */
  readonly externalData: readonly StringEntry[]
  /** 1 where the elements are in another file. */
  readonly dataLocation?: number
}

const tensor = schema<TensorProto>({
  dims: many(1, int64),
  dataType: one(2, int32),
  floatData: many(4, float, true),
  int32Data: many(5, int32, true),
  stringData: many(6, bytes),
  int64Data: many(7, int64, true),
  name: one(8, string),
  rawData: one(9, bytes),
  doubleData: many(10, double, true),
  uint64Data: many(11, uint64, true),
  docString: one(12, string),
  externalData: manyOf(13, () => stringEntry),
  dataLocation: one(14, int32),
})

export interface SparseTensorProto {
  readonly values?: TensorProto
  readonly indices?: TensorProto
  readonly dims: readonly number[]
}

const sparseTensor = schema<SparseTensorProto>({
  values: oneOf(1, () => tensor),
  indices: oneOf(2, () => tensor),
  dims: many(3, int64),
})

export interface Dimension {
  readonly dimValue?: number
  readonly dimParam?: string
}

const dimension = schema<Dimension>({ dimValue: one(1, int64), dimParam: one(2, string) })

export interface TensorShapeProto {
  readonly dim: readonly Dimension[]
}

const tensorShape = schema<TensorShapeProto>({ dim: manyOf(1, () => dimension) })

export interface TensorTypeProto {
  readonly elemType?: number
  readonly shape?: TensorShapeProto
}

const tensorType = schema<TensorTypeProto>({
  elemType: one(1, int32),
  shape: oneOf(2, () => tensorShape),
})

export interface TypeProto {
  /** Absent for sequences, maps, sparse and optional values. */
  readonly tensorType?: TensorTypeProto
}

const type = schema<TypeProto>({ tensorType: oneOf(1, () => tensorType) })

export interface ValueInfo {
  readonly name?: string
  readonly type?: TypeProto
  readonly docString?: string
}

const valueInfo = schema<ValueInfo>({
  name: one(1, string),
  type: oneOf(2, () => type),
  docString: one(3, string),
})

/** What an attribute holds, by the number in its field `type`. */
export const attributeTypes = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
  strings: 8,
  tensors: 9,
  graphs: 10,
  sparseTensor: 11,
} as const

export interface AttributeProto {
  readonly name?: string
  readonly f?: number
  readonly i?: number
  readonly s?: Uint8Array
  readonly t?: TensorProto
  readonly g?: GraphProto
  readonly floats: readonly number[]
  readonly ints: readonly number[]
  readonly strings: readonly Uint8Array[]
  readonly tensors: readonly TensorProto[]
  readonly graphs: readonly GraphProto[]
  readonly type?: number
  /** Within a function: the name of the attribute of its call that this one is. */
  readonly refAttrName?: string
  readonly sparseTensor?: SparseTensorProto
}

const attribute: Schema<AttributeProto> = schema<AttributeProto>({
  name: one(1, string),
  f: one(2, float),
  i: one(3, int64),
  s: one(4, bytes),
  t: oneOf(5, () => tensor),
  g: oneOf(6, () => graph),
  floats: many(7, float),
  ints: many(8, int64),
  strings: many(9, bytes),
  tensors: manyOf(10, () => tensor),
  graphs: manyOf(11, () => graph),
  type: one(20, int32),
  refAttrName: one(21, string),
  sparseTensor: oneOf(22, () => sparseTensor),
})

export interface NodeProto {
  /** An empty name stands for an optional input that is not given. */
  readonly input: readonly string[]
  readonly output: readonly string[]
  readonly name?: string
  readonly opType?: string
  readonly attribute: readonly AttributeProto[]
  readonly docString?: string
  readonly domain?: string
}

const node: Schema<NodeProto> = schema<NodeProto>({
  input: many(1, string),
  output: many(2, string),
  name: one(3, string),
  opType: one(4, string),
  attribute: manyOf(5, () => attribute),
  docString: one(6, string),
  domain: one(7, string),
})

export interface GraphProto {
  readonly node: readonly NodeProto[]
  readonly name?: string
  readonly initializer: readonly TensorProto[]
  readonly docString?: string
  readonly input: readonly ValueInfo[]
  readonly output: readonly ValueInfo[]
  readonly valueInfo: readonly ValueInfo[]
  readonly sparseInitializer: readonly SparseTensorProto[]
}

const graph: Schema<GraphProto> = schema<GraphProto>({
  node: manyOf(1, () => node),
  name: one(2, string),
  initializer: manyOf(5, () => tensor),
  docString: one(10, string),
  input: manyOf(11, () => valueInfo),
  output: manyOf(12, () => valueInfo),
  valueInfo: manyOf(13, () => valueInfo),
  sparseInitializer: manyOf(15, () => sparseTensor),
})

export interface FunctionProto {
  readonly name?: string
  readonly input: readonly string[]
  readonly output: readonly string[]
  readonly attribute: readonly string[]
  readonly node: readonly NodeProto[]
  readonly opsetImport: readonly OperatorSet[]
  readonly domain?: string
  /** Attributes of a call that have these values where it does not give them. */
  readonly attributeProto: readonly AttributeProto[]
}

const functionProto = schema<FunctionProto>({
  name: one(1, string),
  input: many(4, string),
  output: many(5, string),
  attribute: many(6, string),
  node: manyOf(7, () => node),
  opsetImport: manyOf(9, () => operatorSet),
  domain: one(10, string),
  attributeProto: manyOf(11, () => attribute),
})

export interface ModelProto {
  readonly irVersion?: number
  readonly producerName?: string
  readonly producerVersion?: string
  readonly domain?: string
  readonly modelVersion?: number
  readonly docString?: string
  readonly graph?: GraphProto
  readonly opsetImport: readonly OperatorSet[]
  readonly metadataProps: readonly StringEntry[]
  readonly functions: readonly FunctionProto[]
}

export const modelSchema = schema<ModelProto>({
  irVersion: one(1, int64),
  producerName: one(2, string),
  producerVersion: one(3, string),
  domain: one(4, string),
  modelVersion: one(5, int64),
  docString: one(6, string),
  graph: oneOf(7, () => graph),
  opsetImport: manyOf(8, () => operatorSet),
  metadataProps: manyOf(14, () => stringEntry),
  functions: manyOf(25, () => functionProto),
})

/** Types of elements, by the number in `dataType` and `elemType`. */
export const elementTypes = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
  complex64: 14,
  complex128: 15,
  bfloat16: 16,
} as const

export type ElementType = keyof typeof elementTypes
