import type { Tensor } from '../tensor/index.js'
import { type Apply, expressionOf } from './expression.js'
import { onBehalfOf } from './locating.js'
import type { Differential } from './primitive.js'
import { type Environment, environmentOf, type Graph } from './trace.js'

/** Tangents of a graph's outputs, given those of its inputs and what its expressions stand for. */
export const pushforwardIn = (
  graph: Graph,
  environment: Environment,
  tangents: readonly Differential[],
): readonly Differential[] => {
  const ofInputs = new Map<Tensor, Tensor>()
  graph.inputs.forEach((input, index) => {
    const tangent = tangents[index]
    if (tangent !== undefined) ofInputs.set(input, tangent)
  })
  const ofResults = new Map<Apply, readonly Differential[]>()
  const tangentOf = (tensor: Tensor): Differential => {
    const expression = expressionOf(tensor)
    return expression._tag === 'Result' ? ofResults.get(expression.apply)?.[expression.index] : ofInputs.get(tensor)
  }
  for (const apply of graph.applies) {
    const operandTangents = apply.operands.map(tangentOf)
    if (operandTangents.every((tangent) => tangent === undefined)) continue
    const application = {
      operands: apply.operands.map(environment),
      results: apply.results.map(environment),
      attributes: apply.attributes,
    }
    ofResults.set(
      apply,
      onBehalfOf(apply, () => apply.primitive.jvp(application, operandTangents)),
    )
  }
  return graph.outputs.map(tangentOf)
}

/** A graph's outputs at `primals`, and their tangents. */
export const pushforward = (
  graph: Graph,
  primals: readonly Tensor[],
  tangents: readonly Differential[],
): readonly [outputs: readonly Tensor[], tangents: readonly Differential[]] => {
  const environment = environmentOf(graph, primals)
  return [graph.outputs.map(environment), pushforwardIn(graph, environment, tangents)]
}
