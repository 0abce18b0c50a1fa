import { expressionOf, type Graph } from '../../../graph/index.js'
import type { Tensor } from '../../../tensor/index.js'
import type { Emitter } from './emitter.js'
import type { Application, Lowering } from './lowering.js'
import { lowerings } from './table.js'
import type { Value } from './value.js'

const lowerInto = (emit: Emitter, graph: Graph, operands: readonly Value[]): readonly Value[] => {
  const values = new Map<Tensor, Value>(graph.inputs.map((input, index) => [input, operands[index]]))
  const standsFor = (tensor: Tensor): Value => {
    const known = values.get(tensor)
    if (known !== undefined) return known
    const expression = expressionOf(tensor)
    if (expression._tag !== 'Constant') throw new Error(`${tensor} is used before it is made`)
    const value = emit.constant(expression)
    values.set(tensor, value)
    return value
  }
  for (const { primitive, attributes, operands, results } of graph.applies) {
    const lowering = lowerings[primitive.name as keyof typeof lowerings] as Lowering<unknown>
    const application: Application<unknown> = {
      operands: operands.map(standsFor),
      attributes,
      results,
      within: lowerInto,
    }
    const made = lowering(emit, application)
    results.forEach((result, index) => {
      values.set(result, made[index])
    })
  }
  return graph.outputs.map(standsFor)
}

/** Adds what a graph computes to a model, with these operands for its inputs; gives its outputs. */
export const lower = lowerInto
