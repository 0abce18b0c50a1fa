import type { Apply, Graph } from '../../graph/index.js'
import { isView } from './matching.js'

const isGraph = (value: unknown): value is Graph => typeof value === 'object' && value !== null && 'applies' in value

/** The graphs that an Apply holds. */
export const graphsWithin = ({ attributes }: Apply): readonly Graph[] =>
  Object.values(attributes as object).filter(isGraph)

/** How many applies of a graph, and of those that it holds, compute something: views do not. */
export const computations = ({ applies }: Graph): number =>
  applies.reduce(
    (count, apply) =>
      count +
      (isView(apply.primitive) ? 0 : 1) +
      graphsWithin(apply).reduce((sum, graph) => sum + computations(graph), 0),
    0,
  )
