import { type Apply, applyPrimitive, expressionOf, type Graph, traceClosed } from '../src/graph/index.js'
import type { Tensor } from '../src/tensor/index.js'

/** The attributes of a loop that keeps its carries before every so many steps, and so do those within. */
const kept = (every: number, { primitive, attributes, operands }: Apply): object => {
  const inside = Object.entries(attributes as object).map(([name, value]) => [
    name,
    isGraph(value) ? inSegments(every, value) : value,
  ])
  const loops = primitive.name === 'scan' || primitive.name === 'whileLoop'
  return { ...Object.fromEntries(inside), ...(loops && operands.length > 0 ? { every } : {}) }
}

const isGraph = (value: unknown): value is Graph => typeof value === 'object' && value !== null && 'applies' in value

const inSegments = (every: number, graph: Graph): Graph =>
  traceClosed('laws', (inputs) => keepingEvery(every, graph, inputs), graph.inputs).graph

/**
 * A graph applied to operands, in which every loop keeps its carries for reverse mode before every so many steps only: the
 * same function with the same derivatives.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { programPlaces, transform } from 'cotangent/laws'
 *
 * const [{ map, primals, tangents, weights }] = fc.sample(programPlaces('kinked'), 1)
 * transform.keeping(map, 2).holds(primals, tangents, weights) // => true
 * ```
 */
export const keepingEvery = (every: number, graph: Graph, operands: readonly Tensor[]): readonly Tensor[] => {
  const inputs = new Map<Tensor, Tensor>(graph.inputs.map((input, index) => [input, operands[index]]))
  const results = new Map<Apply, readonly Tensor[]>()
  const lookup = (tensor: Tensor): Tensor => {
    const expression = expressionOf(tensor)
    const found = expression._tag === 'Result' ? results.get(expression.apply)?.[expression.index] : inputs.get(tensor)
    return found ?? tensor
  }
  for (const apply of graph.applies)
    results.set(apply, applyPrimitive(apply.primitive, kept(every, apply) as never, apply.operands.map(lookup)))
  return graph.outputs.map(lookup)
}
