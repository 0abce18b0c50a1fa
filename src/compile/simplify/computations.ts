import { type Graph, graphsWithin } from '../../graph/index.js'
import { isView } from './matching.js'

/** How many applies of a graph, and of those that it holds, compute something: views do not. */
export const computations = ({ applies }: Graph): number =>
  applies.reduce(
    (count, apply) =>
      count +
      (isView(apply.primitive) ? 0 : 1) +
      graphsWithin(apply).reduce((sum, graph) => sum + computations(graph), 0),
    0,
  )
