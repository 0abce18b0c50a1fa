import { type Graph, isConstant } from '../../../graph/index.js'
import type { Tensor } from '../../../tensor/index.js'
import { operandOf } from '../matching.js'
import type { Rewriting } from '../rewriting.js'

/** How often the graphs of one Apply are gone through: each time may show that they need less. */
const rounds = 3

/** What becomes of `start` by steps, as long as they change something. */
export const repeated = <T>(start: T, step: (from: T, isFirst: boolean) => T | undefined): T => {
  let reached = start
  for (let round = 0; round < rounds; round++) {
    const next = step(reached, round === 0)
    if (next === undefined) return reached
    reached = next
  }
  return reached
}

/** The items whose flags are set. */
export const select = <T>(items: readonly T[], flags: readonly boolean[]): readonly T[] =>
  items.filter((_, index) => flags[index])

/** What a tensor is made of by broadcasting, which a graph may do for itself: then it knows what is repeated. */
const narrow = (tensor: Tensor): Tensor => operandOf('broadcastTo', tensor) ?? tensor

/** What a graph has to be given of what is around it: each once, and constants not, which it may hold itself. */
export const operandsFor = (...tensors: readonly Tensor[]): readonly Tensor[] => [
  ...new Set(tensors.map(narrow).filter((tensor) => !isConstant(tensor))),
]

/** Inputs of a graph, grouped by what they stand for where several stand for the same. */
export const grouped = (
  inputs: readonly Tensor[],
  operands: readonly Tensor[],
): readonly { readonly operand: Tensor; readonly inputs: readonly Tensor[] }[] =>
  [...new Set(operands)].map((operand) => ({
    operand,
    inputs: inputs.filter((_, index) => operands[index] === operand),
  }))

/**
 * A graph made anew. Its first inputs are for `operands`, of what is around it: for that stand the tensors in it that
 * are `bound`. Its other inputs are its `own`, one for each group of those it had. It gives the outputs `wanted`.
 */
export const closedOver = (
  rewriting: Rewriting,
  graph: Graph,
  wanted: readonly boolean[],
  bound: ReadonlyMap<Tensor, Tensor>,
  operands: readonly Tensor[],
  own: readonly (readonly Tensor[])[] = [],
): Graph =>
  rewriting.trace([...operands, ...own.map(([input]) => input)], (inside, inputs) => {
    const places = new Map(operands.map((operand, index) => [operand, inputs[index]]))
    const meanings = new Map<Tensor, Tensor>()
    for (const [within, around] of bound) {
      const operand = narrow(around)
      const { shape } = around
      meanings.set(within, inside.apply('broadcastTo', { shape }, places.get(operand) ?? operand))
    }
    own.forEach((group, index) => {
      for (const input of group) meanings.set(input, inputs[operands.length + index])
    })
    return select(inside.inline(graph, graph.inputs, { wanted, bound: meanings }), wanted)
  })
