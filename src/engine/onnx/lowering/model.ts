import type { Graph } from '../../../graph/index.js'
import { type Constant, rowMajor, type TensorType } from '../../../tensor/index.js'
import type { ModelProto, TensorProto } from '../proto/index.js'
import { Emitter } from './emitter.js'
import { lower } from './lower.js'
import { tensorProto, valueInfo } from './protos.js'
import type { Value } from './value.js'

/** An input or output of a model: its name, an identifier, and what may be said of it. */
export interface Port {
  readonly name: string
  readonly docString?: string
  /** Of an input: its value, which the model holds; it is then no input, but an initialiser of that name. */
  readonly stored?: Constant
}

export interface ModelOptions {
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
  readonly name?: string
  readonly docString?: string
  readonly metadata?: Readonly<Record<string, string>>
  /** Where large constants stand, if not in the model: further inputs come after those of the graph. */
  readonly place?: (constant: Constant, name: string) => Port | undefined
}

/** The version of the standard operators, of 2024, and that of the format that goes with it. */
const opset = 22
const irVersion = 10

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

const documented = ({ docString }: Port): { readonly docString?: string } =>
  docString === undefined ? {} : { docString }

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
  const own = graph.inputs.map((type, index) => ({ port: inputs[index], type }))
  for (const { port, type } of own)
    if (port.stored !== undefined)
      initializers.push({ ...tensorProto(port.name, type, rowMajor(port.stored)), ...documented(port) })
  const finished = emit.finish(
    name,
    [...own, ...further]
      .filter(({ port }) => port.stored === undefined)
      .map(({ port, type }) => ({ ...valueInfo(port.name, type), ...documented(port) })),
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
