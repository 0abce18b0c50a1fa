import type { Tensor } from '../tensor/index.js'
import { type Apply, applyPrimitive, expressionOf } from './expression.js'
import { onBehalfOf } from './locating.js'
import { broadcastTo } from './primitives/structural.js'
import type { Graph } from './trace.js'

/** Tensors of which some have a batch axis 0. */
export interface Batch {
  readonly tensors: readonly Tensor[]
  readonly batched: readonly boolean[]
}

/** A graph's outputs over a whole batch at once: `batched` says which operands have the batch axis 0 of `size`. */
export const batchGraph = (
  graph: Graph,
  operands: readonly Tensor[],
  batched: readonly boolean[],
  size: number,
): Batch => {
  const ofInputs = new Map(graph.inputs.map((input, index) => [input as Tensor, index]))
  const ofResults = new Map<Apply, readonly Tensor[]>()
  const inBatches = new Set<Apply>()
  const lookup = (tensor: Tensor): readonly [Tensor, boolean] => {
    const expression = expressionOf(tensor)
    if (expression._tag === 'Result') {
      const results = ofResults.get(expression.apply)
      return results === undefined ? [tensor, false] : [results[expression.index], inBatches.has(expression.apply)]
    }
    const index = ofInputs.get(tensor)
    return index === undefined ? [tensor, false] : [operands[index], batched[index]]
  }
  for (const apply of graph.applies) {
    const { primitive, attributes } = apply
    const found = apply.operands.map(lookup)
    const tensors = found.map(([tensor]) => tensor)
    const flags = found.map(([, flag]) => flag)
    const differs = flags.includes(true)
    if (differs) inBatches.add(apply)
    const results = onBehalfOf(apply, () =>
      differs ? primitive.batch(tensors, flags, attributes, size) : applyPrimitive(primitive, attributes, tensors),
    )
    ofResults.set(apply, results)
  }
  const outputs = graph.outputs.map(lookup)
  return { tensors: outputs.map(([tensor]) => tensor), batched: outputs.map(([, flag]) => flag) }
}

/** A tensor with the batch axis, repeated along it where it had none. */
export const inBatch = (tensor: Tensor, batched: boolean, size: number): Tensor =>
  batched ? tensor : broadcastTo(tensor, [size, ...tensor.shape])

/** A graph's outputs over a batch, every one with the batch axis. */
export const batchWholly = (
  graph: Graph,
  operands: readonly Tensor[],
  batched: readonly boolean[],
  size: number,
): readonly Tensor[] => {
  const outputs = batchGraph(graph, operands, batched, size)
  return outputs.tensors.map((tensor, index) => inBatch(tensor, outputs.batched[index], size))
}
