import { fromOnnx, type OnnxModel, showOnnxError } from 'cotangent/onnx'
import * as E from 'fp-ts/lib/Either.js'
import {
  type AttributeProto,
  attributeTypes,
  type ElementType,
  elementTypes,
  encode,
  type FunctionProto,
  type GraphProto,
  type ModelProto,
  modelSchema,
  type NodeProto,
  type TensorProto,
  type ValueInfo,
} from '../../../../src/engine/onnx/index.js'

/** What an operator is given in a test: elements in row-major order. */
export interface Given {
  readonly type: ElementType
  readonly shape: readonly number[]
  readonly data: readonly number[]
}

const given =
  (type: ElementType) =>
  (shape: readonly number[], data: readonly number[]): Given => ({ type, shape, data })

export const f32 = given('float32')
export const f64 = given('float64')
export const i64 = given('int64')
export const i32 = given('int32')
export const bool = given('bool')

const text = new TextEncoder()

const noFields = { floats: [], ints: [], strings: [], tensors: [], graphs: [] }

export const attribute = {
  int: (name: string, i: number): AttributeProto => ({ ...noFields, name, i, type: attributeTypes.int }),
  float: (name: string, f: number): AttributeProto => ({ ...noFields, name, f, type: attributeTypes.float }),
  string: (name: string, s: string): AttributeProto => ({
    ...noFields,
    name,
    s: text.encode(s),
    type: attributeTypes.string,
  }),
  ints: (name: string, ints: readonly number[]): AttributeProto => ({
    ...noFields,
    name,
    ints,
    type: attributeTypes.ints,
  }),
  floats: (name: string, floats: readonly number[]): AttributeProto => ({
    ...noFields,
    name,
    floats,
    type: attributeTypes.floats,
  }),
  strings: (name: string, strings: readonly string[]): AttributeProto => ({
    ...noFields,
    name,
    strings: strings.map((one) => text.encode(one)),
    type: attributeTypes.strings,
  }),
  tensor: (name: string, t: TensorProto): AttributeProto => ({ ...noFields, name, t, type: attributeTypes.tensor }),
  graph: (name: string, g: GraphProto): AttributeProto => ({ ...noFields, name, g, type: attributeTypes.graph }),
  /** Within a function: the attribute of its call. */
  reference: (name: string, refAttrName: string, type: keyof typeof attributeTypes): AttributeProto => ({
    ...noFields,
    name,
    refAttrName,
    type: attributeTypes[type],
  }),
}

/** A tensor in a model, its elements in the list for its type. */
export const tensorProto = ({ type, shape, data }: Given, name = ''): TensorProto => ({
  name,
  dims: shape,
  dataType: elementTypes[type],
  floatData: type === 'float32' ? data : [],
  doubleData: type === 'float64' ? data : [],
  int64Data: type === 'int64' ? data : [],
  uint64Data: type === 'uint32' || type === 'uint64' ? data : [],
  int32Data: ['float32', 'float64', 'int64', 'uint32', 'uint64'].includes(type) ? [] : data,
  stringData: [],
  externalData: [],
})

export const valueInfo = (
  name: string,
  type?: ElementType,
  shape?: readonly (number | string | undefined)[],
): ValueInfo => ({
  name,
  type: {
    tensorType: {
      elemType: type === undefined ? 0 : elementTypes[type],
      shape: shape && {
        dim: shape.map((extent) => (typeof extent === 'string' ? { dimParam: extent } : { dimValue: extent })),
      },
    },
  },
})

export const node = (
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attributes: readonly AttributeProto[] = [],
  domain?: string,
  name?: string,
): NodeProto => ({ opType, input, output, attribute: attributes, domain, name })

export const graphProto = (parts: Partial<GraphProto>): GraphProto => ({
  name: 'graph',
  node: [],
  initializer: [],
  input: [],
  output: [],
  valueInfo: [],
  sparseInitializer: [],
  ...parts,
})

export const functionProto = (parts: Partial<FunctionProto>): FunctionProto => ({
  input: [],
  output: [],
  attribute: [],
  node: [],
  opsetImport: [],
  attributeProto: [],
  ...parts,
})

export const modelProto = (graph: GraphProto, opset = 21, parts: Partial<ModelProto> = {}): ModelProto => ({
  irVersion: 10,
  producerName: 'test',
  graph,
  opsetImport: [
    { domain: '', version: opset },
    { domain: 'ai.onnx.ml', version: 3 },
    { domain: 'com.microsoft', version: 1 },
  ],
  metadataProps: [],
  functions: [],
  ...parts,
})

export const modelBytes = (graph: GraphProto, opset?: number, parts?: Partial<ModelProto>): Uint8Array =>
  encode(modelSchema, modelProto(graph, opset, parts))

/** One operator as a model. */
export interface NodeCase {
  readonly operator: string
  readonly domain?: string
  readonly opset?: number
  /** Undefined for an optional input that is not given. */
  readonly inputs: readonly (Given | undefined)[]
  /** Inputs, by their places, that stand in the model as initializers instead of being fed. */
  readonly constants?: readonly number[]
  readonly attributes?: readonly AttributeProto[]
  /** The version of `ai.onnx.ml`. */
  readonly mlOpset?: number
  /** The types of its outputs; undefined for one that is not asked for. That of the first input where left out. */
  readonly outputs?: readonly (ElementType | undefined)[]
}

export const inputName = (index: number): string => `x${index}`
export const outputName = (index: number): string => `y${index}`

/** The bytes of a model of one node. */
export const nodeModel = ({
  operator,
  domain,
  opset,
  inputs,
  constants = [],
  attributes = [],
  mlOpset,
  outputs,
}: NodeCase): Uint8Array => {
  const types = outputs ?? [inputs[0]?.type ?? 'float32']
  const here = inputs.flatMap((one, index) => (one === undefined ? [] : [{ one, index, name: inputName(index) }]))
  const fixed = ({ index }: { readonly index: number }): boolean => constants.includes(index)
  return modelBytes(
    graphProto({
      node: [
        node(
          operator,
          inputs.map((one, index) => (one === undefined ? '' : inputName(index))),
          types.map((type, index) => (type === undefined ? '' : outputName(index))),
          attributes,
          domain,
        ),
      ],
      initializer: here.filter(fixed).map(({ one, name }) => tensorProto(one, name)),
      input: here.filter((each) => !fixed(each)).map(({ one, name }) => valueInfo(name, one.type, one.shape)),
      output: types.flatMap((type, index) => (type === undefined ? [] : [valueInfo(outputName(index), type)])),
    }),
    opset,
    mlOpset === undefined
      ? {}
      : {
          opsetImport: [
            { domain: '', version: opset ?? 21 },
            { domain: 'ai.onnx.ml', version: mlOpset },
          ],
        },
  )
}

/** The model that bytes are; a failure says why they are none. */
export const modelOf = (bytes: Uint8Array, options?: Parameters<typeof fromOnnx>[1]): OnnxModel => {
  const read = fromOnnx(bytes, options)
  if (E.isLeft(read)) throw new Error(showOnnxError(read.left))
  return read.right
}
