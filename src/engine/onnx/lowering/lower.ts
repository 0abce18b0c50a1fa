import { expressionOf, type Graph } from '../../../graph/index.js'
import type { Tensor } from '../../../tensor/index.js'
import type { Emitter } from './emitter.js'
import type { Application, Lowering } from './lowering.js'
import { lowerings } from './table.js'
import type { Value } from './value.js'

/** Whether a tensor is used once in a graph, and so is what it is a rearrangement of. */
const usedOnce = ({ applies, outputs }: Graph): ((tensor: Tensor) => boolean) => {
  const uses = new Map<Tensor, number>()
  for (const used of [...applies.flatMap(({ operands }) => operands), ...outputs])
    uses.set(used, (uses.get(used) ?? 0) + 1)
  const rearranged = new Map<Tensor, Tensor>(
    applies
      .filter(({ primitive: { name } }) => name === 'reshape' || name === 'transpose')
      .map(({ operands: [of], results: [result] }) => [result, of]),
  )
  const isOnce = (tensor: Tensor): boolean => {
    const of = rearranged.get(tensor)
    return uses.get(tensor) === 1 && (of === undefined || isOnce(of))
  }
  return isOnce
}

/** So many values may wait for each other to be made, each within the making of the next. */
const longestWait = 50

const makeNow = ({ name }: Value): string => name

/** Adds what a graph computes to a model, with these operands for its inputs; gives its outputs. */
export const lower = (emit: Emitter, graph: Graph, operands: readonly Value[]): readonly Value[] => {
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
  const isUsedOnce = usedOnce(graph)
  const waiting = new Map<Value, number>()
  const wait = (value: Value, operands: readonly Value[]): void => {
    if (!value.waits || waiting.has(value)) return
    const before = operands.map((operand) => (operand.waits ? (waiting.get(operand) ?? 0) : 0))
    waiting.set(value, 1 + Math.max(0, ...before))
    if (waiting.get(value) === longestWait) makeNow(value)
  }
  for (const { primitive, attributes, operands, results } of graph.applies) {
    const lowering = lowerings[primitive.name as keyof typeof lowerings] as Lowering<unknown>
    const application: Application<unknown> = {
      operands: operands.map(standsFor),
      attributes,
      results,
      isAlone: (operand) => isUsedOnce(operands[operand]),
      within: lower,
    }
    const made = lowering(emit, application)
    results.forEach((result, index) => {
      values.set(result, made[index])
    })
    for (const value of made) wait(value, application.operands)
  }
  return graph.outputs.map(standsFor)
}
