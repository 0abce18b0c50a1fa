import type { GraphProto, NodeProto } from '../proto/index.js'

/** The values that an operator uses, those that the graphs within it take from around them included. */
const usedBy = ({ input, attribute }: NodeProto): readonly string[] => [
  ...input,
  ...attribute.flatMap(({ g, graphs }) => [...(g === undefined ? [] : [g]), ...graphs].flatMap(usedWithin)),
]

/** The values that the operators of a graph use. */
export const usedWithin = ({ node }: Pick<GraphProto, 'node'>): readonly string[] => node.flatMap(usedBy)

/** The operators that some results take, in their order. */
export const pruned = (nodes: readonly NodeProto[], results: readonly string[]): readonly NodeProto[] => {
  const needed = new Set(results)
  const kept: NodeProto[] = []
  for (let at = nodes.length - 1; at >= 0; at--) {
    const node = nodes[at]
    if (!node.output.some((name) => needed.has(name))) continue
    kept.push(node)
    for (const name of usedBy(node)) needed.add(name)
  }
  return kept.reverse()
}
