import { expandDims } from '../graph/index.js'
import { mapTree, type StackOf, type Tree, unflatten } from '../tensor/index.js'
import { type BroadcastOptions, type ReduceOptions, reducible, reductionOf, rootOf, valuesOf } from './operands.js'

/** A tree as `gather` gives it: leaves `[S...]` have become `[size, S...]`. */
export type Gathered<T> = StackOf<T, number>

/**
 * Processes that run one program together, as one of them sees it. All its functions are called by all ranks, in the same
 * order, with trees of one structure, of the same shapes and dtypes, and each returns when its result is there. They need
 * values: inside of `jit`, `grad` or `vmap` they throw NotConcrete.
 */
export interface Comm {
  /** The number of this process, from 0 to size - 1. */
  readonly rank: number
  /** How many processes there are. */
  readonly size: number
  /**
   * The sums over ranks, element by element, or means, maxima, minima; every rank gets the same bits. Sums of int32 wrap
   * around, as those of `add` do. Of bool the maximum is whether any is true, the minimum whether all are. A DTypeError
   * for the mean of what is no float and the sum of bool.
   */
  readonly allReduce: <T extends Tree>(tree: T, options?: ReduceOptions) => T
  /** The tree of one rank, the root. The others' trees say its structure, shapes and dtypes. */
  readonly broadcast: <T extends Tree>(tree: T, options?: BroadcastOptions) => T
  /** The trees of all ranks, stacked along a new axis 0 in the order of ranks. */
  readonly gather: <T extends Tree>(tree: T) => Gathered<T>
  /** Returns when all ranks have called it. */
  readonly barrier: () => void
}

/**
 * One process by itself: what a program that is written for many runs on where it was started once.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { alone } from 'cotangent/distributed'
 *
 * alone.size // => 1
 * alone.allReduce(tensor([1, 2]), { op: 'mean' }) // => [1. 2.]
 * alone.gather(tensor([1, 2])) // => [[1. 2.]]
 * ```
 */
export const alone: Comm = {
  rank: 0,
  size: 1,
  allReduce: <T extends Tree>(tree: T, options?: ReduceOptions): T => {
    const op = reductionOf(options)
    const [values, structure] = reducible('allReduce', tree, op)
    return unflatten(structure, values) as T
  },
  broadcast: <T extends Tree>(tree: T, options?: BroadcastOptions): T => {
    rootOf(1, options)
    const [values, structure] = valuesOf('broadcast', tree)
    return unflatten(structure, values) as T
  },
  gather: <T extends Tree>(tree: T): Gathered<T> => {
    const [values, structure] = valuesOf('gather', tree)
    return mapTree(unflatten(structure, values), (leaf) => expandDims(leaf, 0)) as Gathered<T>
  },
  barrier: () => undefined,
}
