import type { Tensor, TensorType } from '../../../tensor/index.js'
import { type Graph, traceClosed } from '../../trace.js'

const cache = new WeakMap<Graph, Map<string, Graph>>()

/**
 * The graph that a transformation makes of `graph`, made once for each `key`, so that its compiled form is found again
 * each time the same derivative is taken.
 */
export const derivedGraph = (
  graph: Graph,
  key: string,
  types: () => readonly TensorType[],
  make: (inputs: readonly Tensor[]) => readonly Tensor[],
): Graph => {
  const ofGraph = cache.get(graph) ?? new Map<string, Graph>()
  cache.set(graph, ofGraph)
  const made = ofGraph.get(key) ?? traceClosed(key, make, types()).graph
  ofGraph.set(key, made)
  return made
}

/** Which of several are present, as part of a key: `101`. */
export const presence = (items: readonly unknown[]): string =>
  items.map((item) => (item === undefined ? 0 : 1)).join('')

export const isPresent = <T>(item: T | undefined): item is T => item !== undefined

/** The items whose flags are set. */
export const chosen = <T>(items: readonly T[], flags: readonly boolean[]): readonly T[] =>
  items.filter((_, index) => flags[index])

/** Puts items back to the places whose flags are set, undefined elsewhere. */
export const placed = <T>(items: readonly T[], flags: readonly boolean[]): readonly (T | undefined)[] => {
  let next = 0
  return flags.map((flag) => (flag ? items[next++] : undefined))
}

/** Cuts a list into runs of the given lengths. */
export const cut = <T>(items: readonly T[], ...lengths: readonly number[]): readonly (readonly T[])[] => {
  let start = 0
  return lengths.map((length) => items.slice(start, (start += length)))
}

/** The type with a new axis 0. */
export const stacked = ({ shape, dtype }: TensorType, size: number): TensorType => ({ dtype, shape: [size, ...shape] })

/** The type without axis 0. */
export const unstacked = ({ shape, dtype }: TensorType): TensorType => ({ dtype, shape: shape.slice(1) })
