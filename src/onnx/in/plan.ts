import type {
  AttributeProto,
  ElementType,
  FunctionProto,
  GraphProto,
  ModelProto,
  NodeProto,
} from '../../engine/onnx/index.js'
import type { Constant } from '../../tensor/index.js'
import { type Attributes, attributesOf, checkAttributes, checkTypes } from './attributes.js'
import { elementTypesOf } from './elementTypes.js'
import { OnnxFault } from './error.js'
import { mostRuns } from './operator.js'
import { domains } from './operators/index.js'
import {
  about,
  badGraph,
  bound,
  count,
  further,
  isAmong,
  labelOf,
  mostParts,
  mostPlans,
  type PlannedGraph,
  type PlannedNode,
  type Planning,
  type Reach,
  reaches,
  type Surroundings,
  sameBindings,
  typeIn,
} from './planning.js'
import { type Functions, functionKey, opsetsOf, standard } from './survey.js'
import type { ExternalData } from './tensorProto.js'
import { tensorsOf } from './tensors.js'

const planFunction = (
  planning: Planning,
  { input, output, node, attribute, attributeProto, opsetImport }: FunctionProto,
  key: string,
  call: readonly AttributeProto[],
  around: Surroundings,
): PlannedGraph => {
  if (isAmong(around.callers, key)) throw badGraph(`the function ${key} calls itself`)
  const bindings = new Map(attributeProto.map((one) => [one.name ?? '', one]))
  for (const one of call)
    if (bindings.has(one.name ?? '') || attribute.includes(one.name ?? '')) bindings.set(one.name ?? '', one)
  const known = planning.planned.get(key) ?? []
  const same = known.find((each) => sameBindings(each.bindings, bindings))
  if (same !== undefined) return same.plan
  // Calls that are not alike cost much more than the nodes of a file.
  count(planning, 10 * (1 + node.length))
  const within = further(around, {
    opsets: opsetsOf({ opsetImport }),
    bindings,
    callers: { key, by: around.callers },
  })
  const types = elementTypesOf({ node })
  const plan = planNodes(
    planning,
    within,
    { inputs: input, outputs: output, nodes: node, constants: new Map(), types },
    undefined,
  )
  if (known.length < mostPlans) planning.planned.set(key, [...known, { bindings, plan }])
  return plan
}

/** Attributes that are made when they are asked for, by what keeps nothing else. */
const attributesLater =
  ({ tensors }: Planning, protos: readonly AttributeProto[]) =>
  (): Attributes =>
    attributesOf(protos, tensors)

const noGraphs: PlannedNode['graphs'] = new Map()

const planNode = (
  planning: Planning,
  around: Surroundings,
  node: NodeProto,
  reach: Reach,
): Omit<PlannedNode, 'last'> => {
  const { opType: operator = '', input, output } = node
  const label = labelOf(node)
  const domain = standard(node.domain)
  count(planning, 1 + input.length + output.length + node.attribute.length)
  const protos = bound(node.attribute, around.bindings)
  const attributes = attributesLater(planning, protos)
  about(label, attributes)
  const key = functionKey(node.domain, operator)
  const called = planning.functions.get(key)
  const opset = around.opsets.get(domain) ?? 1
  if (called === undefined)
    about(label, () => {
      checkAttributes(protos, domain, operator, opset)
      checkTypes(protos, operator, label)
    })
  const within = protos.flatMap(({ g, graphs: several }) => [...(g === undefined ? [] : [g]), ...several])
  const graphs =
    within.length === 0
      ? noGraphs
      : new Map(within.map((graph) => [graph, planGraph(planning, further(around, {}), graph, reach)] as const))
  return {
    label,
    operator,
    opset,
    inputs: input,
    outputs: output,
    elementTypes: input.map((name) => typeIn(reach, name)),
    attributes,
    graphs,
    body: called === undefined ? domains[domain][operator] : planFunction(planning, called, key, protos, around),
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

/** A node, and all that run within it. */
const sizeOfNode = (body: PlannedNode['body'], graphs: PlannedNode['graphs']): number =>
  [...graphs.values(), ...(typeof body === 'function' ? [] : [body])].reduce((sum, { size }) => sum + size, 1)

const planNodes = (
  planning: Planning,
  around: Surroundings,
  { inputs, outputs, nodes, constants, types }: Parts,
  outside: Reach | undefined,
): PlannedGraph => {
  count(planning, inputs.length + outputs.length + constants.size)
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
  const size = planned.reduce((sum, { body, graphs }) => sum + sizeOfNode(body, graphs), 0)
  if (size > mostRuns)
    throw new OnnxFault({ _tag: 'TooLarge', problem: `the model comes to more than ${mostRuns} nodes that run` })
  return {
    inputs,
    outputs,
    constants,
    free,
    size,
    nodes: planned.map((node, index) => ({ ...node, last: lasts[index] })),
  }
}

/** The initializers of a graph by their names. */
const constantsOf = ({ tensors }: Planning, graph: GraphProto): ReadonlyMap<string, Constant> => {
  const constants = new Map<string, Constant>()
  const add = (name: string, make: () => Constant): void => {
    if (name === '') throw badGraph('an initializer has no name')
    if (constants.has(name)) throw badGraph(`the initializer ${JSON.stringify(name)} is there twice`)
    constants.set(name, make())
  }
  for (const proto of graph.initializer) add(proto.name ?? '', () => tensors.dense(proto))
  for (const proto of graph.sparseInitializer) add(proto.values?.name ?? '', () => tensors.sparse(proto))
  return constants
}

/** A graph whose operators, names, attributes and tensors have all been looked at; an OnnxFault where one is wrong. */
const planGraph = (
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
  const planning = { functions, tensors: tensorsOf(external, maxElements), planned: new Map(), left: mostParts }
  return planGraph(
    planning,
    { opsets: opsetsOf(model), bindings: undefined, callers: undefined, depth: 0 },
    graph,
    undefined,
  )
}
