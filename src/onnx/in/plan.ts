import type {
  AttributeProto,
  ElementType,
  FunctionProto,
  GraphProto,
  ModelProto,
  NodeProto,
} from '../../engine/index.js'
import type { Constant } from '../../tensor/index.js'
import { type Attributes, attributesOf, checkAttributes } from './attributes.js'
import { type ExternalData, tensorOf } from './elements.js'
import { elementTypesOf } from './elementTypes.js'
import { OnnxFault } from './error.js'
import type { Operator } from './operator.js'
import { domains } from './operators/index.js'
import { denseOf } from './sparse.js'
import { type Functions, functionKey, opsetsOf, standard } from './survey.js'

/** A node that is ready to run. */
export interface PlannedNode {
  /** `Conv "conv1"`, for messages. */
  readonly label: string
  readonly operator: string
  readonly opset: number
  /** Names; empty for an optional input that is not given. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** The types of the inputs in the model, as far as it says them. */
  readonly elementTypes: readonly (ElementType | undefined)[]
  readonly attributes: Attributes
  readonly body: Operator | PlannedGraph
  /** The graphs in its attributes. */
  readonly graphs: ReadonlyMap<GraphProto, PlannedGraph>
  /** Names that nobody asks for after it. */
  readonly last: readonly string[]
}

/** A graph, or the body of a function, whose names all have a value. */
export interface PlannedGraph {
  readonly inputs: readonly string[]
  readonly constants: ReadonlyMap<string, Constant>
  readonly nodes: readonly PlannedNode[]
  readonly outputs: readonly string[]
  /** Names from around it that it uses. */
  readonly free: ReadonlySet<string>
}

/** So many nodes one model may come to, once its functions are written out where they are called. */
const mostNodes = 1_000_000

/** What planning knows of the model as a whole. */
export interface Planning {
  readonly functions: Functions
  readonly external: ExternalData
  readonly maxElements: number
  /** Tensors and attributes that several calls of a function share. */
  readonly shared: Map<object, Constant>
  left: number
}

/** What holds around a graph: versions of operators, attributes of the call of a function, its callers. */
interface Surroundings {
  readonly opsets: ReadonlyMap<string, number>
  readonly bindings: ReadonlyMap<string, AttributeProto> | undefined
  readonly callers: readonly string[]
}

const badGraph = (problem: string, node?: string): OnnxFault =>
  new OnnxFault({ _tag: 'BadGraph', problem, ...(node === undefined ? {} : { node }) })

const labelOf = ({ opType = '', name }: NodeProto): string => (name ? `${opType} ${JSON.stringify(name)}` : opType)

/** Attributes with those that refer to the call's put in their place; one that the call does not give is left out. */
const bound = (attributes: readonly AttributeProto[], bindings: Surroundings['bindings']): readonly AttributeProto[] =>
  attributes.flatMap((attribute) => {
    if (!attribute.refAttrName) return [attribute]
    if (bindings === undefined)
      throw badGraph(`attribute ${JSON.stringify(attribute.name)} refers to a call outside of any function`)
    const given = bindings.get(attribute.refAttrName)
    return given === undefined ? [] : [{ ...given, name: attribute.name }]
  })

/** Runs `body`; what it says of an attribute is said of the node. */
const about = <R>(node: string, body: () => R): R => {
  try {
    return body()
  } catch (error) {
    if (error instanceof OnnxFault && error.error._tag === 'BadAttribute' && error.error.node === undefined)
      throw new OnnxFault({ ...error.error, node })
    throw error
  }
}

/** Names in reach: those of a graph and of the graphs around it. */
interface Reach {
  readonly own: Set<string>
  readonly types: ReadonlyMap<string, ElementType>
  readonly around: Reach | undefined
}

const typeIn = (reach: Reach | undefined, name: string): ElementType | undefined =>
  reach === undefined ? undefined : reach.own.has(name) ? reach.types.get(name) : typeIn(reach.around, name)

const reaches = (reach: Reach | undefined, name: string): boolean =>
  reach !== undefined && (reach.own.has(name) || reaches(reach.around, name))

const planFunction = (
  planning: Planning,
  { input, output, node, attribute, attributeProto, opsetImport }: FunctionProto,
  key: string,
  call: readonly AttributeProto[],
  callers: readonly string[],
): PlannedGraph => {
  if (callers.includes(key)) throw badGraph(`the function ${key} calls itself`)
  const bindings = new Map(attributeProto.map((one) => [one.name ?? '', one]))
  for (const one of call)
    if (bindings.has(one.name ?? '') || attribute.includes(one.name ?? '')) bindings.set(one.name ?? '', one)
  const within = { opsets: opsetsOf({ opsetImport }), bindings, callers: [...callers, key] }
  const types = elementTypesOf({ node })
  return planNodes(
    planning,
    within,
    { inputs: input, outputs: output, nodes: node, constants: new Map(), types },
    undefined,
  )
}

const planNode = (
  planning: Planning,
  around: Surroundings,
  node: NodeProto,
  reach: Reach,
): Omit<PlannedNode, 'last'> => {
  if (--planning.left < 0)
    throw new OnnxFault({ _tag: 'TooLarge', problem: `the model comes to more than ${mostNodes} nodes` })
  const { opType: operator = '', input, output } = node
  const label = labelOf(node)
  const domain = standard(node.domain)
  const protos = bound(node.attribute, around.bindings)
  const attributes = about(label, () => attributesOf(protos, planning.external, planning.maxElements, planning.shared))
  const key = functionKey(node.domain, operator)
  const called = planning.functions.get(key)
  const opset = around.opsets.get(domain) ?? 1
  if (called === undefined) about(label, () => checkAttributes(protos, domain, operator, opset))
  const graphs = new Map(
    protos.flatMap(({ g, graphs: several }) =>
      [...(g === undefined ? [] : [g]), ...several].map(
        (graph) => [graph, planGraph(planning, around, graph, reach)] as const,
      ),
    ),
  )
  return {
    label,
    operator,
    opset,
    inputs: input,
    outputs: output,
    elementTypes: input.map((name) => typeIn(reach, name)),
    attributes,
    graphs,
    body:
      called === undefined ? domains[domain][operator] : planFunction(planning, called, key, protos, around.callers),
  }
}

interface Parts {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly nodes: readonly NodeProto[]
  readonly constants: ReadonlyMap<string, Constant>
  readonly types: ReadonlyMap<string, ElementType>
}

const missing = (name: string, nodes: readonly NodeProto[]): string =>
  nodes.some(({ output }) => output.includes(name))
    ? `${JSON.stringify(name)} is used before it is made: the nodes are not in order, or form a cycle`
    : `${JSON.stringify(name)} has no value`

/** The names that a node uses, in graphs within it too. */
const usedBy = ({ inputs, graphs }: Pick<PlannedNode, 'inputs' | 'graphs'>): readonly string[] => [
  ...inputs,
  ...[...graphs.values()].flatMap(({ free }) => [...free]),
]

const planNodes = (
  planning: Planning,
  around: Surroundings,
  { inputs, outputs, nodes, constants, types }: Parts,
  outside: Reach | undefined,
): PlannedGraph => {
  const reach: Reach = { own: new Set(constants.keys()), types, around: outside }
  const define = (name: string, label?: string): void => {
    if (name === '') throw badGraph('a value has no name', label)
    if (reach.own.has(name)) throw badGraph(`${JSON.stringify(name)} is made twice`, label)
    reach.own.add(name)
  }
  for (const name of inputs) define(name)
  const planned = nodes.map((node) => {
    const label = labelOf(node)
    const absent = node.input.find((name) => name !== '' && !reaches(reach, name))
    if (absent !== undefined) throw badGraph(missing(absent, nodes), label)
    const made = planNode(planning, around, node, reach)
    for (const name of node.output) if (name !== '') define(name, label)
    return made
  })
  const absent = outputs.find((name) => !reaches(reach, name))
  if (absent !== undefined) throw badGraph(`the output ${missing(absent, nodes)}`)
  const free = new Set([...planned.flatMap(usedBy), ...outputs].filter((name) => name !== '' && !reach.own.has(name)))
  // From the end: a name that no later node uses, and that is no output, is not needed any more.
  const needed = new Set(outputs)
  const lasts: (readonly string[])[] = []
  for (const node of planned.toReversed()) {
    const last = [...new Set([...usedBy(node), ...node.outputs])].filter(
      (name) => name !== '' && reach.own.has(name) && !needed.has(name),
    )
    for (const name of last) needed.add(name)
    lasts.push(last)
  }
  lasts.reverse()
  return { inputs, outputs, constants, free, nodes: planned.map((node, index) => ({ ...node, last: lasts[index] })) }
}

/** The initializers of a graph by their names. */
export const constantsOf = (planning: Planning, graph: GraphProto): ReadonlyMap<string, Constant> => {
  const constants = new Map<string, Constant>()
  const add = (name: string, key: object, make: () => Constant): void => {
    if (name === '') throw badGraph('an initializer has no name')
    if (constants.has(name)) throw badGraph(`the initializer ${JSON.stringify(name)} is there twice`)
    const made = planning.shared.get(key) ?? make()
    planning.shared.set(key, made)
    constants.set(name, made)
  }
  const { external, maxElements } = planning
  for (const proto of graph.initializer) add(proto.name ?? '', proto, () => tensorOf(proto, external))
  for (const proto of graph.sparseInitializer)
    add(proto.values?.name ?? '', proto, () => denseOf(proto, external, maxElements))
  return constants
}

/** A graph whose operators, names, attributes and tensors have all been looked at; an OnnxFault where one is wrong. */
export const planGraph = (
  planning: Planning,
  around: Surroundings,
  graph: GraphProto,
  outside: Reach | undefined,
): PlannedGraph => {
  const constants = constantsOf(planning, graph)
  const inputs = graph.input.map(({ name = '' }) => name).filter((name) => !constants.has(name))
  const outputs = graph.output.map(({ name = '' }) => name)
  return planNodes(
    planning,
    around,
    { inputs, outputs, nodes: graph.node, constants, types: elementTypesOf(graph) },
    outside,
  )
}

/** A model as a graph that is ready to run. */
export const planModel = (
  model: ModelProto,
  graph: GraphProto,
  functions: Functions,
  external: ExternalData,
  maxElements: number,
): PlannedGraph => {
  const planning = { functions, external, maxElements, shared: new Map(), left: mostNodes }
  return planGraph(planning, { opsets: opsetsOf(model), bindings: undefined, callers: [] }, graph, undefined)
}
