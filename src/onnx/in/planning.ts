import type { AttributeProto, ElementType, GraphProto, NodeProto } from '../../engine/onnx/index.js'
import type { Constant } from '../../tensor/index.js'
import type { Attributes } from './attributes.js'
import { OnnxFault } from './error.js'
import type { Operator } from './operator.js'
import type { Functions } from './survey.js'
import type { Tensors } from './tensors.js'

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
  /** Made anew for each run, since a node may be there very often. */
  readonly attributes: () => Attributes
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
  /** Nodes that run, those of functions and of graphs within counted too. */
  readonly size: number
  /** Names from around it that it uses. */
  readonly free: ReadonlySet<string>
}

/**
 * So many nodes, names and attributes a model may come to, once its functions are written out where they are called: a small
 * file may call functions that call others, each twice. The largest models in use come to some 500,000.
 */
export const mostParts = 2_000_000

/** What planning knows of the model as a whole. */
export interface Planning {
  readonly functions: Functions
  readonly tensors: Tensors
  /** Plans of functions, with the attributes that they were called with. */
  readonly planned: Map<string, { readonly bindings: Bindings; readonly plan: PlannedGraph }[]>
  left: number
}

/** The attributes that a function is called with, by name. */
type Bindings = ReadonlyMap<string, AttributeProto>

export const sameBindings = (a: Bindings, b: Bindings): boolean =>
  a.size === b.size && [...a].every(([name, value]) => b.get(name) === value)

/** So many plans of one function are kept to be found again. */
export const mostPlans = 8

/** The functions that call each other down to a place. */
interface Callers {
  readonly key: string
  readonly by: Callers | undefined
}

export const isAmong = (callers: Callers | undefined, key: string): boolean =>
  callers !== undefined && (callers.key === key || isAmong(callers.by, key))

/** What holds around a graph: versions of operators, attributes of the call of a function, its callers. */
export interface Surroundings {
  readonly opsets: ReadonlyMap<string, number>
  readonly bindings: Bindings | undefined
  readonly callers: Callers | undefined
  /** How many graphs and functions there are around it. */
  readonly depth: number
}

/** Graphs within graphs and functions called by functions are followed so deep: more than any model has. */
const deepest = 200

/** What holds one graph or function further in. */
export const further = (around: Surroundings, more: Partial<Surroundings>): Surroundings => {
  if (around.depth === deepest)
    throw new OnnxFault({ _tag: 'TooLarge', problem: `graphs and functions are more than ${deepest} deep` })
  return { ...around, ...more, depth: around.depth + 1 }
}

export const badGraph = (problem: string, node?: string): OnnxFault =>
  new OnnxFault({ _tag: 'BadGraph', problem, ...(node === undefined ? {} : { node }) })

export const labelOf = ({ opType = '', name }: NodeProto): string =>
  name ? `${opType} ${JSON.stringify(name)}` : opType

/** Attributes with those that refer to the call's put in their place; one that the call does not give is left out. */
export const bound = (
  attributes: readonly AttributeProto[],
  bindings: Bindings | undefined,
): readonly AttributeProto[] =>
  attributes.flatMap((attribute) => {
    if (!attribute.refAttrName) return [attribute]
    if (bindings === undefined)
      throw badGraph(`attribute ${JSON.stringify(attribute.name)} refers to a call outside of any function`)
    const given = bindings.get(attribute.refAttrName)
    // The same where it can be, since plans of one function are told apart by it.
    return given === undefined ? [] : [given.name === attribute.name ? given : { ...given, name: attribute.name }]
  })

/** Runs `body`; what it says of an attribute is said of the node. */
export const about = <R>(node: string, body: () => R): R => {
  try {
    return body()
  } catch (error) {
    if (error instanceof OnnxFault && error.error._tag === 'BadAttribute' && error.error.node === undefined)
      throw new OnnxFault({ ...error.error, node })
    throw error
  }
}

/** Names in reach: those of a graph and of the graphs around it. */
export interface Reach {
  readonly own: Set<string>
  readonly types: ReadonlyMap<string, ElementType>
  readonly around: Reach | undefined
}

export const typeIn = (reach: Reach | undefined, name: string): ElementType | undefined =>
  reach === undefined ? undefined : reach.own.has(name) ? reach.types.get(name) : typeIn(reach.around, name)

export const reaches = (reach: Reach | undefined, name: string): boolean =>
  reach !== undefined && (reach.own.has(name) || reaches(reach.around, name))

/** Takes parts of a model off what it may come to. */
export const count = (planning: Planning, parts: number): void => {
  planning.left -= parts
  if (planning.left < 0)
    throw new OnnxFault({ _tag: 'TooLarge', problem: `the model comes to more than ${mostParts} nodes and names` })
}
