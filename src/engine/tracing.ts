import { type AnyFunction, type TracedTrees, traceTrees } from '../autodiff/index.js'
import { flatten, leavesIfLike, type Structure, showStructure, showType, type Tensor } from '../tensor/index.js'
import { Recent } from './recent.js'

/** A function traced for all calls of one structure, shapes and dtypes, and what was made of its graph. */
export interface Traced<A> extends TracedTrees {
  readonly input: Structure
  readonly made: A
}

/** For so many structures, shapes and dtypes of arguments a function stays traced: those it was called with last. */
const greatestKnown = 256

/** What a function was called with, but for the values: equal for calls that run the same program. */
const signatureOf = (structure: Structure, leaves: readonly Tensor[]): string =>
  `${showStructure(structure)} ${leaves.map(showType).join()}`

/** What answers a call of a function, and its leaves: traced, and something made of the graph, unless it was before. */
export const tracing = <A>(
  transform: string,
  f: AnyFunction,
  make: (traced: TracedTrees) => A,
): ((args: readonly unknown[]) => readonly [traced: Traced<A>, leaves: readonly Tensor[]]) => {
  const known = new Recent<Traced<A>>(greatestKnown)
  let last: Traced<A> | undefined
  const tracedFor = (input: Structure, leaves: readonly Tensor[]): Traced<A> => {
    const signature = signatureOf(input, leaves)
    const before = known.get(signature)
    if (before !== undefined) return before
    const trees = traceTrees(transform, f, input, leaves)
    const traced = { ...trees, input, made: make(trees) }
    // What a function closes over while something else is traced may be another expression the next time.
    if (traced.captured.length === 0) known.set(signature, traced, 1)
    return traced
  }
  return (args) => {
    // Most calls are like the one before.
    const same = last && leavesIfLike(last.input, last.graph.inputs, args)
    if (last !== undefined && same !== undefined) return [last, same]
    const [leaves, structure] = flatten(transform, args)
    const traced = tracedFor(structure, leaves)
    if (traced.captured.length === 0) last = traced
    return [traced, leaves]
  }
}
