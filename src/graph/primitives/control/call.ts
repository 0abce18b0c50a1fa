import { type Constant, isFloat, type Tensor } from '../../../tensor/index.js'
import { applyPrimitive } from '../../expression.js'
import type { Primitive } from '../../primitive.js'
import { pushforward } from '../../pushforward.js'
import { type Graph, interpret } from '../../trace.js'
import { explicit } from '../arithmetic.js'
import { callCases } from './cases.js'
import { batchedGraph, chosen, cut, derivedGraph, isPresent, placed, presence } from './derived.js'
import { jointly, pullbackGraph } from './jointly.js'

/** How a called graph is run on values: by interpretation, or by an engine that keeps its compiled form. */
export type Executor = (graph: Graph, operands: readonly Constant[]) => readonly Constant[]

export const interpretation: Executor = (graph, operands) => interpret(graph, operands) as readonly Constant[]

/**
 * A function kept as one Apply inside other graphs: of `jit`, so that its compiled form is used there, or of
 * `checkpoint`, so that its intermediate values are computed again rather than kept.
 */
export interface CallAttributes {
  readonly name: string
  readonly graph: Graph
  readonly execute: Executor
}

export const callRecord: Primitive<'call', CallAttributes> = {
  name: 'call',
  infer: (_, { graph }) => graph.outputs,
  evaluate: (operands, { graph, execute }) => execute(graph, operands),
  // A call of the graph that computes the tangents.
  jvp: ({ operands, attributes }, tangents) => {
    const { graph } = attributes
    const given = tangents.filter(isPresent)
    const flags = tangents.map((tangent) => tangent !== undefined)
    const moving = graph.outputs.map(({ dtype }) => isFloat(dtype))
    const derived = derivedGraph(
      graph,
      `jvp ${presence(tangents)}`,
      () => [...given, ...operands],
      (inputs) => {
        const [d, primals] = cut(inputs, given.length, operands.length)
        const [outputs, dOutputs] = pushforward(graph, primals, placed(d, flags))
        return chosen(
          dOutputs.map((tangent, index) => explicit(tangent, outputs[index])),
          moving,
        )
      },
    )
    return placed(call({ ...attributes, graph: derived }, [...given, ...operands]), moving)
  },
  // A call of the graph that computes the cotangents.
  vjp: ({ operands, attributes }, wanted) =>
    jointly(operands, (cotangents) => {
      const graph = pullbackGraph(attributes.graph, operands, cotangents, wanted)
      return placed(call({ ...attributes, graph }, [...cotangents.filter(isPresent), ...operands]), wanted)
    }),
  batch: (operands, batched, attributes, size) =>
    call({ ...attributes, graph: batchedGraph(attributes.graph, operands, batched, size) }, operands),
  domain: () =>
    callCases().map(({ operands, attributes: { graph } }) => ({
      operands,
      attributes: { name: 'sample', graph, execute: interpretation },
    })),
}

export const call = (attributes: CallAttributes, operands: readonly Tensor[]): readonly Tensor[] =>
  applyPrimitive(callRecord, attributes, operands)
