import {
  attributeTypes,
  elementTypes,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfo,
} from '../../../src/engine/onnx/proto/index.js'
import { type Parameter, type Signature, signatureOf } from './operators.js'

/** Types of values by name: undefined where the specification leaves them to the operator's graphs. */
type Types = ReadonlyMap<string, string>

const typeNames = new Map<number, string>(Object.entries(elementTypes).map(([name, number]) => [number, name]))

const bytesOf: Readonly<Record<string, number>> = {
  ...{ float32: 4, float64: 8, int32: 4, int64: 8, uint32: 4, uint64: 8, bool: 1, uint8: 1, int8: 1 },
}

const attributeNames = new Map<number, string>(Object.entries(attributeTypes).map(([name, number]) => [number, name]))

/** Of an attribute the one field that its type says. */
const fieldOf: Readonly<Record<string, string>> = {
  ...{ float: 'f', int: 'i', string: 's', tensor: 't', graph: 'g' },
  ...{ floats: 'floats', ints: 'ints', strings: 'strings', tensors: 'tensors', graphs: 'graphs' },
}

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/

const typeOf = ({ type }: ValueInfo): string | undefined => typeNames.get(type?.tensorType?.elemType ?? 0)

/**
 * A walk over a model that collects what is against the specification (IR.md and Operators.md of ONNX 1.19): names
 * that are used before they are made, or made twice, also within graphs of loops and branches; node names that are not
 * unique; operators, numbers of inputs, attributes and types that opset 22 does not have; ports without type or shape;
 * initializers of another size than they say.
 */
class Walk {
  readonly faults: string[] = []
  private readonly nodeNames = new Set<string>()
  /** All names of values in the model: a name in an inner graph may not be one of those around it. */
  private readonly made = new Set<string>()

  graph(graph: GraphProto, around: Types, where: string): Types {
    const known = new Map(around)
    const make = (name: string | undefined, type: string | undefined): undefined => {
      if (name === undefined || name === '') return this.fault(where, 'a value without a name')
      if (this.made.has(name)) this.fault(where, `${name} is made twice`)
      this.made.add(name)
      if (type === undefined) this.fault(where, `${name} has no type`)
      else known.set(name, type)
    }
    if ((graph.name ?? '') === '') this.fault(where, 'a graph without a name')
    for (const info of graph.input) make(info.name, this.port(info, where))
    for (const tensor of graph.initializer) make(tensor.name, this.tensor(tensor, where))
    for (const node of graph.node) {
      const label = `${where} ${node.opType} ${node.name}`
      this.name(node, label)
      const results = this.node(node, known, label)
      node.output.forEach((name, index) => {
        if (name !== '') make(name, results[index])
      })
    }
    const own = new Set([...graph.node.flatMap(({ output }) => output), ...graph.initializer.map(({ name }) => name)])
    const outputs = graph.output.map(({ name }) => name)
    if (new Set(outputs).size < outputs.length) this.fault(where, 'an output is given twice')
    for (const info of graph.output) {
      const type = this.port(info, where)
      if (!own.has(info.name ?? '')) this.fault(where, `output ${info.name} is not made in its graph`)
      else if (known.get(info.name as string) !== type)
        this.fault(where, `output ${info.name} is ${known.get(info.name as string)}, and said to be ${type}`)
    }
    return known
  }

  private fault(where: string, what: string): undefined {
    this.faults.push(`${where}: ${what}`)
  }

  private port(info: ValueInfo, where: string): string | undefined {
    const dims = info.type?.tensorType?.shape?.dim
    if (dims === undefined) this.fault(where, `${info.name} has no shape`)
    for (const { dimValue, dimParam } of dims ?? [])
      if ((dimValue === undefined) === (dimParam === undefined) || (dimValue ?? 0) < 0)
        this.fault(where, `${info.name} has a dimension of neither or both kinds`)
    return typeOf(info)
  }

  private tensor(tensor: TensorProto, where: string): string | undefined {
    const type = typeNames.get(tensor.dataType ?? 0)
    const size = tensor.dims.reduce((product, extent) => product * extent, 1)
    const bytes = size * (bytesOf[type ?? ''] ?? Number.NaN)
    if (tensor.rawData === undefined || tensor.rawData.length !== bytes)
      this.fault(where, `${tensor.name} has ${tensor.rawData?.length} bytes for ${size} of ${type}`)
    return type
  }

  private name({ name = '', domain = '' }: NodeProto, where: string): void {
    if (domain !== '') this.fault(where, `domain ${domain} is not imported`)
    if (!identifier.test(name)) this.fault(where, `${name} is no identifier`)
    if (this.nodeNames.has(name)) this.fault(where, `${name} is the name of two nodes`)
    this.nodeNames.add(name)
  }

  /** Types of a node's results. */
  private node(node: NodeProto, known: Types, where: string): readonly (string | undefined)[] {
    for (const name of node.input)
      if (name !== '' && !known.has(name)) this.fault(where, `${name} is used before it is made`)
    const signature = signatureOf(node.opType ?? '')
    if (signature === undefined) {
      this.fault(where, 'no such operator')
      return []
    }
    this.attributes(node, signature, where)
    const letters = new Map<string, string>()
    this.parameters('input', node.input, signature.inputs, where, (name, { type }) => {
      const actual = known.get(name)
      if (actual !== undefined) this.agree(actual, type, letters, signature, where)
    })
    const given: string[] = []
    const graphs = node.attribute.flatMap(({ g }) => g ?? [])
    for (const graph of graphs) given.push(...this.inner(node, graph, known, where))
    const results: (string | undefined)[] = []
    this.parameters('output', node.output, signature.outputs, where, (_, { type }, index) => {
      if (type === 'graph') results[index] = given[index]
      else results[index] = this.resultType(type, node, letters)
    })
    return results
  }

  private resultType(type: string, { attribute }: NodeProto, letters: ReadonlyMap<string, string>): string | undefined {
    const named = (name: string) => attribute.find((each) => each.name === name)
    if (type === 'to') return typeNames.get(named('to')?.i ?? 0)
    if (type === 'value') return typeNames.get(named('value')?.t?.dataType ?? elementTypes.float32)
    return letters.get(type) ?? type
  }

  private agree(
    actual: string,
    type: string,
    letters: Map<string, string>,
    signature: Signature,
    where: string,
  ): undefined {
    if (type === '_') return
    const set = signature.letters.get(type)
    if (set === undefined) return actual === type ? undefined : this.fault(where, `an input is ${actual}, not ${type}`)
    if (!set.includes(actual)) this.fault(where, `it does not take ${actual}`)
    const before = letters.get(type)
    if (before !== undefined && before !== actual) this.fault(where, `types ${before} and ${actual} differ`)
    letters.set(type, actual)
  }

  private parameters(
    kind: 'input' | 'output',
    names: readonly string[],
    parameters: readonly Parameter[],
    where: string,
    each: (name: string, parameter: Parameter, index: number) => void,
  ): void {
    const last = parameters.at(-1)
    const most = last?.occurs === 'any' ? Number.POSITIVE_INFINITY : parameters.length
    if (names.length > most) this.fault(where, `${names.length} ${kind}s, where ${most} are the most`)
    parameters.forEach(({ occurs }, index) => {
      if (occurs === 'once' && (names[index] ?? '') === '') this.fault(where, `${kind} ${index} is missing`)
    })
    names.slice(0, most).forEach((name, index) => {
      const parameter = parameters[Math.min(index, parameters.length - 1)]
      if (name !== '') each(name, parameter, index)
      else if (parameter.occurs === 'any') this.fault(where, `${kind} ${index} is missing`)
    })
  }

  private attributes(node: NodeProto, { attributes }: Signature, where: string): void {
    const names = node.attribute.map(({ name }) => name ?? '')
    if (new Set(names).size < names.length) this.fault(where, 'an attribute is given twice')
    for (const [name, { required }] of attributes)
      if (required && !names.includes(name)) this.fault(where, `attribute ${name} is missing`)
    for (const attribute of node.attribute) {
      const expected = attributes.get(attribute.name ?? '')
      const type = attributeNames.get(attribute.type ?? 0) ?? ''
      if (expected === undefined) this.fault(where, `no attribute ${attribute.name}`)
      else if (expected.type !== type) this.fault(where, `attribute ${attribute.name} is ${type}, not ${expected.type}`)
      const filled = Object.values(fieldOf).filter((field) => {
        const value = attribute[field as keyof typeof attribute]
        return Array.isArray(value) ? value.length > 0 : value !== undefined
      })
      if (filled.some((field) => field !== fieldOf[type])) this.fault(where, `attribute ${attribute.name} is ${filled}`)
      if (attribute.t !== undefined) this.tensor({ name: attribute.name, ...attribute.t }, where)
    }
  }

  /** Checks a graph that a node holds against what the node gives it; the types of what it makes, as far as known. */
  private inner(
    { opType, input, output, attribute }: NodeProto,
    graph: GraphProto,
    known: Types,
    where: string,
  ): string[] {
    const types = graph.output.map((info) => typeOf(info) ?? '')
    const scanned = attribute.find(({ name }) => name === 'num_scan_inputs')?.i ?? 0
    const given = opType === 'If' ? [] : input.map((name) => known.get(name))
    const expected = opType === 'Loop' ? ['int64', 'bool', ...given.slice(2)] : given
    if (graph.input.length !== expected.length)
      this.fault(where, `its graph takes ${graph.input.length} inputs, not ${expected.length}`)
    graph.input.forEach((info, index) => {
      if (expected[index] !== undefined && typeOf(info) !== expected[index])
        this.fault(where, `input ${index} of its graph is ${typeOf(info)}, not ${expected[index]}`)
    })
    const results = opType === 'Loop' ? types.slice(1) : types
    if (opType === 'Loop' && types[0] !== 'bool') this.fault(where, `the condition of a loop is ${types[0]}`)
    if (results.length !== output.length)
      this.fault(where, `its graph gives ${results.length} results, not ${output.length}`)
    const carries = opType === 'Loop' ? given.slice(2) : opType === 'Scan' ? given.slice(0, given.length - scanned) : []
    carries.forEach((type, index) => {
      if (results[index] !== type) this.fault(where, `carry ${index} becomes ${results[index]} from ${type}`)
    })
    this.graph(graph, known, `${where} ${graph.name}`)
    return results
  }
}

/** What in a model is against the specification of ONNX, in order of appearance; nothing where it is valid. */
export const modelFaults = ({ irVersion, opsetImport, graph }: ModelProto): readonly string[] => {
  const walk = new Walk()
  if (graph === undefined) return ['there is no graph']
  const versions = opsetImport.filter(({ domain = '' }) => domain === '')
  if (versions.length !== 1 || versions[0].version !== 22) walk.faults.push('opset 22 is not imported, once')
  if (irVersion !== 10) walk.faults.push(`IR version ${irVersion} is not the one of opset 22`)
  walk.graph(graph, new Map(), 'model')
  return walk.faults
}
