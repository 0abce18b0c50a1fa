import { ArgumentError, CotangentError, type Tensor } from '../../tensor/index.js'
import { OnnxFault, showOnnxError } from './error.js'
import type { OperatorCall } from './operator.js'
import type { PlannedGraph, PlannedNode } from './planning.js'

/** The values of names: of a graph, and of the graphs around it. */
interface Scope {
  readonly own: Map<string, Tensor>
  readonly around: Scope | undefined
}

const lookUp = (scope: Scope | undefined, name: string): Tensor | undefined =>
  scope === undefined ? undefined : (scope.own.get(name) ?? lookUp(scope.around, name))

type ErrorMaker = new (...complaint: ConstructorParameters<typeof CotangentError>) => CotangentError

const named = new WeakSet<Error>()

/** The same error, which says at which node of the model it arose. */
const atNode = (label: string, error: unknown): unknown => {
  if (error instanceof OnnxFault)
    return new ArgumentError({ operation: `fromOnnx: ${label}`, problem: showOnnxError(error.error) })
  if (!(error instanceof CotangentError) || named.has(error)) return error
  const { operation, operands, problem, remedy, site } = error
  const told = new (error.constructor as ErrorMaker)({
    operation: `fromOnnx: ${label}${label.split(' ')[0] === operation ? '' : `: ${operation}`}`,
    operands,
    problem,
    remedy,
    site,
  })
  named.add(told)
  return told
}

/** The results that are asked for: those named, and those before one that is. */
const asked = (outputs: readonly string[]): number => outputs.findLastIndex((name) => name !== '') + 1

const runNode = (node: PlannedNode, scope: Scope, maxElements: number): void => {
  const inputs = node.inputs.map((name) => (name === '' ? undefined : lookUp(scope, name)))
  const call: OperatorCall = {
    operator: node.operator,
    inputs,
    elementTypes: node.elementTypes,
    attributes: node.attributes(),
    opset: node.opset,
    outputs: asked(node.outputs),
    maxElements,
    run: (graph, given) => runGraph(node.graphs.get(graph) as PlannedGraph, given, scope, maxElements),
  }
  const results =
    typeof node.body === 'function' ? node.body(call) : runGraph(node.body, inputs, undefined, maxElements)
  for (const [index, name] of node.outputs.entries()) {
    if (name === '') continue
    const result = results[index]
    if (result === undefined)
      throw new ArgumentError({
        operation: node.operator,
        problem: `it gives ${results.length} results, ${call.outputs} are asked for`,
      })
    scope.own.set(name, result)
  }
}

/** Runs a graph on the values of its inputs, with the names around it in reach. */
export const runGraph = (
  graph: PlannedGraph,
  inputs: readonly (Tensor | undefined)[],
  around: Scope | undefined,
  maxElements: number,
  params: Iterable<readonly [string, Tensor]> = [],
): readonly Tensor[] => {
  if (inputs.length > graph.inputs.length)
    throw new ArgumentError({
      operation: 'fromOnnx',
      problem: `a graph of ${graph.inputs.length} inputs is given ${inputs.length}`,
    })
  const scope: Scope = { own: new Map<string, Tensor>([...graph.constants, ...params]), around }
  for (const [index, name] of graph.inputs.entries()) {
    const value = inputs[index]
    if (value !== undefined) scope.own.set(name, value)
  }
  for (const node of graph.nodes) {
    try {
      runNode(node, scope, maxElements)
    } catch (error) {
      throw atNode(node.label, error)
    }
    for (const name of node.last) scope.own.delete(name)
  }
  return graph.outputs.map((name) => {
    const value = lookUp(scope, name)
    if (value === undefined)
      throw new ArgumentError({ operation: 'fromOnnx', problem: `the output ${JSON.stringify(name)} has no value` })
    return value
  })
}
