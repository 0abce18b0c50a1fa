import { expressionOf, type Graph } from '../../../graph/index.js'
import type { Tensor } from '../../../tensor/index.js'
import type { Emitter } from './emitter.js'
import type { Application, Lowering } from './lowering.js'
import { lowerings } from './table.js'
import type { Source, Value } from './value.js'

/** A value that tells of its source; one that is an operand, or known already, tells of its own. */
const fromSource = (value: Value, source: Source): Value =>
  value.source !== undefined || source.operands.includes(value) ? value : Object.assign(value, { source })

/** How often a graph uses each tensor. */
const usesIn = ({ applies, outputs }: Graph): ReadonlyMap<Tensor, number> => {
  const uses = new Map<Tensor, number>()
  for (const used of [...applies.flatMap(({ operands }) => operands), ...outputs])
    uses.set(used, (uses.get(used) ?? 0) + 1)
  return uses
}

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
  const uses = usesIn(graph)
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
      const source = { primitive: primitive.name, operands: application.operands, uses: uses.get(result) ?? 0 }
      values.set(result, fromSource(made[index], source))
    })
  }
  return graph.outputs.map(standsFor)
}

/** Adds what a graph computes to a model, with these operands for its inputs; gives its outputs. */
export const lower = lowerInto
