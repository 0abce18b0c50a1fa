import { type Either, isRight, left, right } from 'fp-ts/lib/Either.js'
import { add, div, logicalAnd, logicalOr, maximum, minimum, stack } from '../graph/index.js'
import {
  ArgumentError,
  type Constant,
  type Structure,
  showStructure,
  showType,
  type Tensor,
  type Tree,
  TreeError,
  unflatten,
  written,
} from '../tensor/index.js'
import type { Comm, Gathered } from './comm.js'
import {
  type BroadcastOptions,
  type ReduceOptions,
  type Reduction,
  reducible,
  reductionOf,
  rootOf,
  valuesOf,
} from './operands.js'

/** What one rank brings to a call that all make. */
interface Part {
  /** The call by name, with its options: the same of all ranks. */
  readonly call: string
  readonly structure: Structure
  readonly values: readonly Constant[]
}

/** What a rank throws where it has to wait for others. */
const waiting = Symbol('waiting')

type Binary = (a: Tensor, b: Tensor) => Tensor

const pairs = (op: Reduction, { dtype }: Tensor): Binary =>
  (op === 'max'
    ? dtype === 'bool'
      ? logicalOr
      : maximum
    : op === 'min'
      ? dtype === 'bool'
        ? logicalAnd
        : minimum
      : add) as unknown as Binary

/** One leaf of all ranks, put together in the order of ranks. */
const reduced = (op: Reduction, leaves: readonly Tensor[]): Tensor => {
  const all = leaves.reduce(pairs(op, leaves[0]))
  return op === 'mean' ? (div(all as Tensor<[], 'float64'>, leaves.length) as Tensor) : all
}

const typesOf = ({ structure, values }: Part): string => `${showStructure(structure)} of ${values.map(showType).join()}`

/** Refuses what would be a deadlock, or worse, between processes. */
const checkAlike = (parts: readonly Part[]): void => {
  const [first] = parts
  const stranger = parts.findIndex(({ call }) => call !== first.call)
  if (stranger > 0)
    throw new ArgumentError({
      operation: 'together',
      problem: `rank ${stranger} calls ${parts[stranger].call} where rank 0 calls ${first.call}`,
      remedy: 'All ranks make the same calls in the same order',
    })
  const unlike = parts.findIndex((part) => typesOf(part) !== typesOf(first))
  if (unlike > 0)
    throw new TreeError({
      operation: first.call,
      problem: `rank ${unlike} gives ${typesOf(parts[unlike])}, and rank 0 ${typesOf(first)}`,
      remedy: 'Give trees of one structure, of the same shapes and dtypes, on all ranks',
    })
}

/** One rank's view, which knows the parts of all for the calls that are behind and notes its own for the next. */
const commOf = (rank: number, size: number, past: readonly (readonly Part[])[], note: (part: Part) => void): Comm => {
  let calls = 0
  const partsOf = (call: string, [values, structure]: readonly [readonly Constant[], Structure]): readonly Part[] => {
    const known = past[calls++]
    if (known !== undefined && known[rank].call === call) return known
    if (known !== undefined)
      throw new ArgumentError({
        operation: 'together',
        problem: `rank ${rank} calls ${call} where it called ${known[rank].call} before`,
        remedy: 'Give a program that does the same whenever it is run: it is run several times',
      })
    note({ call, structure, values })
    throw waiting
  }
  return {
    rank,
    size,
    allReduce: <T extends Tree>(tree: T, options?: ReduceOptions): T => {
      const op = reductionOf(options)
      const parts = partsOf(`allReduce of the ${op}`, reducible('allReduce', tree, op))
      const [{ structure, values }] = parts
      return unflatten(
        structure,
        values.map((_, leaf) =>
          reduced(
            op,
            parts.map((part) => part.values[leaf]),
          ),
        ),
      ) as T
    },
    broadcast: <T extends Tree>(tree: T, options?: BroadcastOptions): T => {
      const root = rootOf(size, options)
      const { structure, values } = partsOf(`broadcast from ${root}`, valuesOf('broadcast', tree))[root]
      return unflatten(structure, values) as T
    },
    gather: <T extends Tree>(tree: T): Gathered<T> => {
      const parts = partsOf('gather', valuesOf('gather', tree))
      const [{ structure, values }] = parts
      return unflatten(
        structure,
        values.map((_, leaf) => stack(parts.map((part) => part.values[leaf]))),
      ) as Gathered<T>
    },
    barrier: () => {
      partsOf('barrier', valuesOf('barrier', []))
    },
  }
}

/** What a rank has come to: its result, or the part that it waits with. */
type Stop<R> = { readonly ended: true; readonly result: R } | { readonly ended: false; readonly part: Part }

/** The results of all, where they have ended, or what all of them wait with. */
const outcomeOf = <R>(stops: readonly Stop<R>[]): Either<readonly Part[], readonly R[]> => {
  const results = stops.flatMap((stop) => (stop.ended ? [stop.result] : []))
  if (results.length === stops.length) return right(results)
  const parts = stops.flatMap((stop) => (stop.ended ? [] : [stop.part]))
  if (results.length > 0)
    throw new ArgumentError({
      operation: 'together',
      problem: `rank ${stops.findIndex(({ ended }) => ended)} has ended where rank ${stops.findIndex(({ ended }) => !ended)} calls ${parts[0].call}`,
      remedy: 'All ranks make the same calls in the same order',
    })
  checkAlike(parts)
  return left(parts)
}

/** A run of a program on one rank: what notes its part, and how it has stopped. */
const runOn = (rank: number, size: number, past: readonly (readonly Part[])[]) => {
  const noted: Part[] = []
  return {
    comm: commOf(rank, size, past, (part) => noted.push(part)),
    end: <R>(result: R): Stop<R> => ({ ended: true, result }),
    stop: (thrown: unknown): Stop<never> => {
      const [part] = noted
      if (thrown !== waiting || part === undefined) throw thrown
      return { ended: false, part }
    },
  }
}

const ranksOf = (operation: string, size: number): readonly number[] => {
  if (!(Number.isSafeInteger(size) && size > 0))
    throw new ArgumentError({
      operation,
      problem: `size is ${written(size)}`,
      remedy: 'Give a number of ranks, 1 or more',
    })
  return Array.from({ length: size }, (_, rank) => rank)
}

/**
 * Runs a program as so many ranks in one process, and gives their results: what it comes to on as many processes, for tests
 * and for trying things out. Sums are taken in the order of ranks. The program has to be a pure function, since it begins anew
 * whenever its ranks have come to a call that they make together, with what they know from those before. An ArgumentError
 * where ranks make different calls, or some end where others wait, and a TreeError where their trees differ.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { together } from 'cotangent/distributed'
 *
 * together(3, (comm) => comm.allReduce(tensor(comm.rank))) // => [ 3.0, 3.0, 3.0 ]
 * ```
 */
export const together = <R>(size: number, program: (comm: Comm) => R): readonly R[] => {
  const ranks = ranksOf('together', size)
  const past: (readonly Part[])[] = []
  for (;;) {
    const stops = ranks.map((rank): Stop<R> => {
      const { comm, end, stop } = runOn(rank, size, past)
      try {
        return end(program(comm))
      } catch (thrown) {
        return stop(thrown)
      }
    })
    const outcome = outcomeOf(stops)
    if (isRight(outcome)) return outcome.right
    past.push(outcome.left)
  }
}

/**
 * The same of a program that takes its time, such as one that saves checkpoints: ranks take turns, and what it does has to
 * bear being done again.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { togetherLater } from 'cotangent/distributed'
 *
 * await togetherLater(2, async (comm) => comm.gather(tensor(await comm.rank))) // => [ [0. 1.], [0. 1.] ]
 * ```
 */
export const togetherLater = async <R>(size: number, program: (comm: Comm) => Promise<R>): Promise<readonly R[]> => {
  const ranks = ranksOf('togetherLater', size)
  const past: (readonly Part[])[] = []
  for (;;) {
    const stops: Stop<R>[] = []
    for (const rank of ranks) {
      const { comm, end, stop } = runOn(rank, size, past)
      stops.push(await program(comm).then(end<R>, stop))
    }
    const outcome = outcomeOf(stops)
    if (isRight(outcome)) return outcome.right
    past.push(outcome.left)
  }
}
