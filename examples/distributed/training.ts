import { parseArgs } from 'node:util'
import { item, type Tensor } from 'cotangent'
import {
  type Comm,
  checkpoints,
  type DistributedError,
  dataParallel,
  mpi,
  type Resumed,
  showDistributedError,
} from 'cotangent/distributed'
import { fit, type TrainState, type TrainStep } from 'cotangent/optim'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as O from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'

// What a program does that is started as `mpirun -n 8 node train.js`, or by itself: every process runs all of it.

/** What is trained: from which state, by which step, on which batches after so many steps. */
export interface Training<P, B> {
  readonly step: TrainStep<P, B, 'float64'>
  readonly first: TrainState<P>
  readonly batchesFrom: (done: number) => Iterable<B>
}

/** How far, how often a checkpoint is saved, and where; without a folder none is. */
export interface Course {
  readonly steps: number
  readonly every: number
  readonly folder?: string
}

/** Where a training has come to, and the losses of the steps that were taken, each before its step. */
export interface Reached<P> {
  readonly state: TrainState<P>
  readonly losses: readonly number[]
}

const lossOf = ({ loss }: { readonly loss: Tensor<[], 'float64'> }): number => item(loss)

/** Trains up to so many steps, from the latest checkpoint where there is one; rank 0 says how it goes. */
export const trainTogether =
  <P extends object, B>(
    comm: Comm,
    { step, first, batchesFrom }: Training<P, B>,
    { steps, every, folder }: Course,
    say: (line: string) => void,
  ): TE.TaskEither<DistributedError, Reached<P>> =>
  async () => {
    const kept = folder === undefined ? undefined : checkpoints(comm, folder)
    const found: E.Either<DistributedError, O.Option<Resumed<TrainState<P>>>> = kept === undefined
      ? E.right(O.none)
      : await kept.latest(first)()
    if (E.isLeft(found)) return found
    const tell = comm.rank === 0 ? say : () => undefined
    let [state, done] = [first, 0]
    if (O.isSome(found.right)) {
      const { tree, step: before, passedOver } = found.right.value
      for (const error of passedOver) tell(showDistributedError(error))
      tell(`going on after step ${before}, on ${comm.size} rank${comm.size === 1 ? '' : 's'}`)
      state = tree
      done = before
    }
    const losses: number[] = []
    if (done >= steps) return E.right({ state, losses })
    for (const next of fit(dataParallel(comm)(step), state, batchesFrom(done))) {
      state = { params: next.params, opt: next.opt }
      losses.push(lossOf(next))
      done++
      if (done % every === 0 || done === steps) {
        tell(`step ${done}: loss ${lossOf(next)}`)
        const saved = await kept?.save(done, state)()
        if (saved !== undefined && E.isLeft(saved)) return saved
      }
      if (done === steps) break
    }
    return E.right({ state, losses })
  }

/** What is given on the command line. */
export interface Arguments extends Course {
  readonly data?: string
}

const argumentsOf = (
  given: readonly string[],
  defaults: Pick<Course, 'steps' | 'every'>,
): E.Either<string, Arguments> =>
  pipe(
    E.tryCatch(
      () =>
        parseArgs({
          args: [...given],
          options: {
            steps: { type: 'string', default: String(defaults.steps) },
            every: { type: 'string', default: String(defaults.every) },
            checkpoints: { type: 'string' },
            data: { type: 'string' },
          },
        }).values,
      (cause) => (cause as Error).message,
    ),
    E.map(({ steps, every, checkpoints, data }) => ({
      steps: Number(steps),
      every: Number(every),
      ...(checkpoints === undefined ? {} : { folder: checkpoints }),
      ...(data === undefined ? {} : { data }),
    })),
    E.filterOrElse(
      ({ steps, every }) => Number.isSafeInteger(steps) && steps > 0 && Number.isSafeInteger(every) && every > 0,
      () => '--steps and --every take whole numbers from 1 on',
    ),
  )

/** A program: what it does as one of the ranks, given its arguments. An error ends all ranks, with code 1. */
export const runAsRank = async (
  defaults: Pick<Course, 'steps' | 'every'>,
  program: (comm: Comm, given: Arguments) => TE.TaskEither<string, void>,
): Promise<void> => {
  const outcome = await pipe(
    TE.fromEither(argumentsOf(process.argv.slice(2), defaults)),
    TE.bindTo('given'),
    TE.bind('comm', () => pipe(mpi(), TE.mapLeft(showDistributedError))),
    TE.chain(({ comm, given }) => program(comm, given)),
  )()
  if (E.isRight(outcome)) return
  console.error(outcome.left)
  process.exitCode = 1
}
