import type { Graph } from '../../../graph/index.js'
import type { TensorType } from '../../../tensor/index.js'
import type { ModelProto, TensorProto } from '../proto/index.js'
import { Emitter, type Place } from './emitter.js'
import { lower } from './lower.js'
import { valueInfo } from './protos.js'
import type { Value } from './value.js'

/** An input or output of a model: its name, and what may be said of it. */
export interface Port {
  readonly name: string
  readonly docString?: string
}

export interface ModelOptions {
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
  readonly name?: string
  readonly docString?: string
  readonly metadata?: Readonly<Record<string, string>>
  /** Where large constants stand, if not in the model: further inputs come after those of the graph. */
  readonly place?: (constant: Parameters<Place>[0], name: string) => Port | undefined
}

/** The version of the standard operators, of 2024, and that of the format that goes with it. */
export const opset = 22
export const irVersion = 10

/** Names by counting, identifiers as the specification wants them: what is fresh is none of those reserved. */
const naming = (reserved: ReadonlySet<string>): ((stem: string) => string) => {
  const counts = new Map<string, number>()
  const fresh = (stem: string): string => {
    const count = (counts.get(stem) ?? 0) + 1
    counts.set(stem, count)
    const name = `${stem}_${count}`
    return reserved.has(name) ? fresh(stem) : name
  }
  return fresh
}

/** A graph as a model of ONNX, whose inputs and outputs are those of the graph, in its order. */
export const modelOf = (graph: Graph, options: ModelOptions): ModelProto => {
  const { inputs, outputs, name = 'cotangent', docString, metadata = {}, place = () => undefined } = options
  const reserved = new Set([...inputs, ...outputs].map((port) => port.name))
  const initializers: TensorProto[] = []
  const further: { readonly port: Port; readonly type: TensorType }[] = []
  const emit = new Emitter({
    fresh: naming(reserved),
    initializers,
    constants: new Map(),
    place: (constant, suggested) => {
      const port = place(constant, suggested)
      if (port === undefined) return undefined
      further.push({ port, type: constant })
      return { shape: constant.shape, dtype: constant.dtype, name: port.name }
    },
  })
  const operands: readonly Value[] = graph.inputs.map(({ shape, dtype }, index) => ({
    shape,
    dtype,
    name: inputs[index].name,
  }))
  const results = lower(emit, graph, operands)
  const infoOf = (port: Port, type: TensorType) => ({
    ...valueInfo(port.name, type),
    ...(port.docString === undefined ? {} : { docString: port.docString }),
  })
  const finished = emit.finish(
    name,
    [
      ...graph.inputs.map((type, index) => infoOf(inputs[index], type)),
      ...further.map(({ port, type }) => infoOf(port, type)),
    ],
    results.map((value, index) => ({ value, ...outputs[index] })),
  )
  return {
    irVersion,
    producerName: 'cotangent',
    graph: { ...finished, initializer: initializers },
    opsetImport: [{ domain: '', version: opset }],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    functions: [],
    ...(docString === undefined ? {} : { docString }),
  }
}
