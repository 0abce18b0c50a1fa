import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  type Checkpoint,
  type CheckpointOptions,
  checkpointsIn,
  type DataError,
  loadCheckpoint,
  type ReadOptions,
  saveCheckpoint,
  showDataError,
} from '../data/index.js'
import { checkIsOptions, type OptionNames, type Tree } from '../tensor/index.js'
import type { Comm } from './comm.js'
import type { DistributedError } from './error.js'
import { told } from './telling.js'

/** How checkpoints are saved, how many stay, and how large one may be. */
export interface TogetherCheckpointOptions extends CheckpointOptions, ReadOptions {}

const optionNames: OptionNames<TogetherCheckpointOptions> = { metadata: true, keep: true, maxBytes: true }

/** A checkpoint to go on from, and what was wrong with those of more steps. */
export interface Resumed<T> extends Checkpoint<T> {
  readonly passedOver: readonly DataError[]
}

/** The checkpoints of a training by many ranks. All ranks call both functions, with the same arguments. */
export interface Checkpoints {
  /** Saves where the training is after so many steps, and gives the path. */
  readonly save: <T extends Tree>(step: number, tree: T) => TaskEither<DistributedError, string>
  /** The checkpoint of the most steps that is sound, of the structure, shapes and dtypes of `like`; none where there are none. */
  readonly latest: <T extends Tree>(like: T) => TaskEither<DistributedError, O.Option<Resumed<T>>>
}

/** What rank 0 has come to, on itself, and as much of it as the others are told. */
interface Outcome<A, S> {
  readonly found: A | undefined
  readonly said: S
}

/** What rank 0 tells of its work: an error of files, or of the program, or how it went. */
type News<S> = { readonly failed: DataError } | { readonly thrown: string } | { readonly said: S }

/** The outcome of rank 0's work, told to all. What it throws is told too before it is thrown on, lest the others wait for ever. */
const byRank0 = async <A, S>(
  comm: Comm,
  work: () => Promise<E.Either<DataError, A>>,
  spoken: (found: A) => S,
): Promise<E.Either<DistributedError, Outcome<A, S>>> => {
  const outcome =
    comm.rank > 0
      ? undefined
      : await work().catch((cause: unknown) => {
          told<News<S>>(comm, { thrown: String(cause) })
          throw cause
        })
  const news = told<News<S>>(
    comm,
    outcome && (E.isLeft(outcome) ? { failed: outcome.left } : { said: spoken(outcome.right) }),
  )
  if ('said' in news)
    return E.right({ found: outcome && E.isRight(outcome) ? outcome.right : undefined, said: news.said })
  if ('failed' in news && comm.rank === 0) return E.left(news.failed)
  return E.left({ _tag: 'RankError', rank: 0, problem: 'failed' in news ? showDataError(news.failed) : news.thrown })
}

/** Whether a file is to be passed by: it is damaged, or has been removed since it was listed. */
const isDamage = (error: DataError): boolean =>
  error._tag === 'ChecksumError' ||
  error._tag === 'FormatError' ||
  (error._tag === 'SystemError' && error.code === 'ENOENT')

/** The first sound one of some checkpoints. Where none is, the first error, lest a training begin anew over what it has done. */
const soundIn = async <T>(
  paths: readonly string[],
  like: T,
  options: ReadOptions,
): Promise<E.Either<DataError, O.Option<Resumed<T>>>> => {
  const passedOver: DataError[] = []
  for (const path of paths) {
    const found = await loadCheckpoint(path, { ...options, like })()
    if (E.isRight(found)) return E.right(O.some({ ...found.right, passedOver }))
    // What is sound but another tree is no damage.
    if (!isDamage(found.left) || E.isRight(await loadCheckpoint(path, options)())) return found
    passedOver.push(found.left)
  }
  return passedOver.length === 0 ? E.right(O.none) : E.left(passedOver[0])
}

const newest =
  <T>(folder: string, like: T, options: ReadOptions) =>
  async (): Promise<E.Either<DataError, O.Option<Resumed<T>>>> => {
    const paths = await checkpointsIn(folder)()
    return E.isLeft(paths) ? paths : soundIn(paths.right, like, options)
  }

/** A checkpoint but for its tree, as JSON can hold it. */
const headOf = <T>({ step, metadata, passedOver }: Resumed<T>) => ({ step, metadata: [...metadata], passedOver })

/**
 * The checkpoints of a training by many ranks in a folder: rank 0 saves, in one step, as `saveCheckpoint` does, while the
 * others wait; and rank 0 reads the latest and sends it to all, so that the folder may be one that it alone has. What is
 * saved knows nothing of ranks: a training can go on with another number of them. Files that are damaged, or cut off by a
 * file system that lost power, are passed by for the one before, and are told of in `passedOver`.
 *
 * On the left what `saveCheckpoint` and `loadCheckpoint` have there (the error of the newest file where all are damaged); on
 * ranks other than 0 a RankError that says the same.
 *
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { tensor, zeros } from 'cotangent'
 * import { alone, checkpoints } from 'cotangent/distributed'
 *
 * const { save, latest } = checkpoints(alone, join(await mkdtemp(join(tmpdir(), 'cotangent-')), 'run'), { keep: 3 })
 * await save(100, { params: tensor([1, 2]) })()
 * const found = await latest({ params: zeros([2]) })()
 * found._tag === 'Right' && found.right._tag === 'Some' && found.right.value.tree.params // => [1. 2.]
 * ```
 */
export const checkpoints = (comm: Comm, folder: string, options: TogetherCheckpointOptions = {}): Checkpoints => {
  checkIsOptions('checkpoints', options, optionNames)
  const { metadata, keep, maxBytes } = options
  const written = { ...(metadata && { metadata }), ...(keep !== undefined && { keep }) }
  const readAs: ReadOptions = maxBytes === undefined ? {} : { maxBytes }
  return {
    save: (step, tree) => async () => {
      const outcome = await byRank0(
        comm,
        async () => saveCheckpoint(folder, step, tree, written)(),
        (path) => path,
      )
      return E.isLeft(outcome) ? outcome : E.right(outcome.right.said)
    },
    latest:
      <T extends Tree>(like: T) =>
      async () => {
        const outcome = await byRank0(comm, newest(folder, like, readAs), O.map(headOf))
        if (E.isLeft(outcome)) return outcome
        const { found, said } = outcome.right
        if (O.isNone(said)) return E.right(O.none)
        const tree = comm.broadcast(found !== undefined && O.isSome(found) ? found.value.tree : like)
        const { step, metadata, passedOver } = said.value
        return E.right(O.some({ tree, step, metadata: new Map(metadata), passedOver }))
      },
  }
}
