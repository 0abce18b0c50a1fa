import type { Tensor, TensorType } from '../../../tensor/index.js'
import { batchWholly } from '../../batching.js'
import { type Graph, traceClosed } from '../../trace.js'

const cache = new WeakMap<object, Map<string, Graph>>()

/**
 * The graph that a transformation makes of `source` (a graph, or attributes that hold several), made once for each
 * `key`, so that its compiled form is found again each time the same derivative is taken. What is made of a branch is
 * traced as one.
 */
export const derivedGraph = (
  source: object,
  key: string,
  types: () => readonly TensorType[],
  make: (inputs: readonly Tensor[]) => readonly Tensor[],
  trace = traceClosed,
): Graph => {
  const ofSource = cache.get(source) ?? new Map<string, Graph>()
  cache.set(source, ofSource)
  const made = ofSource.get(key) ?? trace(key, make, types()).graph
  ofSource.set(key, made)
  return made
}

/** A graph over a whole batch at once, every output with the batch axis. */
export const batchedGraph = (
  graph: Graph,
  operands: readonly TensorType[],
  batched: readonly boolean[],
  size: number,
  trace = traceClosed,
): Graph =>
  derivedGraph(
    graph,
    `in batches of ${size}: ${bits(batched)}`,
    () => operands,
    (inputs) => batchWholly(graph, inputs, batched, size),
    trace,
  )

/** Which of several are present, as part of a key: `101`. */
export const presence = (items: readonly unknown[]): string =>
  items.map((item) => (item === undefined ? 0 : 1)).join('')

/** Flags as part of a key: `101`. */
export const bits = (flags: readonly boolean[]): string => flags.map(Number).join('')

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
  let end = 0
  return lengths.map((length) => {
    const start = end
    end += length
    return items.slice(start, end)
  })
}

/** The type with a new axis 0. */
export const stacked = ({ shape, dtype }: TensorType, size: number): TensorType => ({ dtype, shape: [size, ...shape] })

/** The type without axis 0. */
export const unstacked = ({ shape, dtype }: TensorType): TensorType => ({ dtype, shape: shape.slice(1) })
