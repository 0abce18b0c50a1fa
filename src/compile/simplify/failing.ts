import type { Apply, AttributesOf, Graph, PrimitiveName } from '../../graph/index.js'
import { elementsOf } from './matching.js'

const known = new WeakMap<Graph, boolean>()

/** Whether running a graph may fail, or never end. */
export const graphMayFail = (graph: Graph): boolean => {
  const found = known.get(graph) ?? graph.applies.some(mayFail)
  known.set(graph, found)
  return found
}

/** Indices that are not known, or are known to be outside. */
const mayReachOutside = ({ operands: [x, indices], attributes }: Apply): boolean => {
  const { axis } = attributes as AttributesOf<'take'>
  const elements = elementsOf(indices)
  const extent = x.shape[axis]
  return elements === undefined || !Array.from(elements).every((index) => index >= -extent && index < extent)
}

const held = ({ attributes }: Apply): boolean => graphMayFail((attributes as AttributesOf<'call'>).graph)

const failing: ReadonlyMap<string, (apply: Apply) => boolean> = new Map<PrimitiveName, (apply: Apply) => boolean>([
  ['take', mayReachOutside],
  ['scatter', mayReachOutside],
  ['scatterAdd', mayReachOutside],
  ['call', held],
  ['customJvp', held],
  ['customVjp', held],
  ['scan', ({ attributes }) => graphMayFail((attributes as AttributesOf<'scan'>).body)],
  [
    'cond',
    ({ attributes }) => {
      const { onTrue, onFalse } = attributes as AttributesOf<'cond'>
      return graphMayFail(onTrue) || graphMayFail(onFalse)
    },
  ],
  [
    'whileLoop',
    ({ attributes }) => {
      const { condition, body, maxSteps } = attributes as AttributesOf<'whileLoop'>
      return maxSteps === undefined || graphMayFail(condition) || graphMayFail(body)
    },
  ],
])

/** Whether running an Apply may fail, or never end: so that it matters whether it is run, even if no result of it is used. */
export const mayFail = (apply: Apply): boolean => failing.get(apply.primitive.name)?.(apply) ?? false
