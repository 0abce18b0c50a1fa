import { type Tensor, tensor, toTypedArray } from 'cotangent'
import {
  type Checkpoint,
  type DataError,
  latestCheckpoint,
  loadCheckpoint,
  saveCheckpoint,
  showDataError,
} from 'cotangent/data'
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as O from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Watch } from './parts.js'
import { lastCost, type Run, type Stage } from './stages.js'

/** Where the checkpoints of a training are, and a text of all that its course depends on. */
export interface Keeping {
  readonly folder: string
  readonly identity: string
}

const save = <S>({ folder, identity }: Keeping, { step, costs, state }: Stage<S>): TE.TaskEither<string, string> =>
  pipe(
    saveCheckpoint(folder, step, { costs: tensor(costs), state }, { metadata: { identity } }),
    TE.mapLeft(showDataError),
  )

/** What is saved of a stage. */
interface Saved<S> {
  readonly costs: Tensor
  readonly state: S
}

/** The checkpoint of the most steps in a folder; undefined where there is none. */
const latest = <S>(folder: string): TE.TaskEither<DataError, Checkpoint<Saved<S>> | undefined> =>
  pipe(
    latestCheckpoint(folder),
    TE.chain((path) => (O.isNone(path) ? TE.right(undefined) : loadCheckpoint<Saved<S>>(path.value))),
  )

/** The stage that was saved last; the first one where there is none. On the left where it is one of another training. */
const resume = <S>({ folder, identity }: Keeping, { first, total }: Run<S>): TE.TaskEither<string, Stage<S>> =>
  pipe(
    latest<S>(folder),
    TE.mapLeft(showDataError),
    TE.chain((found) => {
      if (found === undefined) return TE.right(first)
      const { step, tree, metadata } = found
      if (metadata.get('identity') !== identity)
        return TE.left(`${folder}: the checkpoints there are of another training`)
      if (step > total) return TE.left(`${folder}: the training there has gone on to step ${step}, beyond ${total}`)
      return TE.right({ step, costs: [...toTypedArray(tree.costs)], state: tree.state })
    }),
  )

/**
 * The last stage of a training that saves every one of its stages, and goes on from the one that was saved last: what comes
 * is the same, to the bit, as if it had never stopped.
 */
export const resumed =
  <S>(run: Run<S>, keeping: Keeping, watch: Watch): TE.TaskEither<string, Stage<S>> =>
  async () => {
    const begin = await resume(keeping, run)()
    if (isLeft(begin)) return begin
    let last = begin.right
    const { total, every } = run
    for (const stage of watch(run.after(last), { total: total - last.step, every, loss: lastCost })) {
      const saved = await save(keeping, stage)()
      if (isLeft(saved)) return saved
      last = stage
    }
    return TE.right(last)()
  }
