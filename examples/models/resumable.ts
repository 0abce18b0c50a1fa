import { pathToFileURL } from 'node:url'
import { add, item, softmaxCrossEntropy, type Tensor, tanh, tensor } from 'cotangent'
import {
  type DataError,
  epochBatches,
  type LabelledSet,
  latestCheckpoint,
  loadCheckpoint,
  makeMoons,
  saveCheckpoint,
  showDataError,
} from 'cotangent/data'
import { activation, dense, dropout, type ParamsOf, sequential } from 'cotangent/nn'
import { adam, carryingStep, fit } from 'cotangent/optim'
import { foldIn, type Key, key, seed } from 'cotangent/random'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as O from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'

// Training that may be killed at any moment: everything that the next step depends on is in its state.

type Count = Tensor<[], 'int32'>

const network = (drop?: Key) => sequential(dense(2, 16), activation(tanh), dropout(0.2, drop), dense(16, 2))
type Params = ParamsOf<ReturnType<typeof network>>

/** Two moons, and what all random numbers of the training come from. */
const [moons] = makeMoons({ nSamples: 200, noise: 0.2 })(seed(11))
const root = key(11)

const optimizer = adam(0.01)

/** The loss of a step, which drops what the step's own key says. */
const loss = (params: Params, { x, y }: LabelledSet<number, 2>, step: Count) =>
  [softmaxCrossEntropy(network(foldIn(root, step)).apply(params)(x), y), add(step, 1)] as const

const [params] = network().init(seed(11))
const beginning = { params, opt: optimizer.init(params), carry: tensor(0, { dtype: 'int32' }) as Count }

/** The parameters, the optimizer's memory and the number of the step. */
export type TrainingState = typeof beginning

/** The states after a state, one for each batch. */
const statesAfter = (state: TrainingState): Iterable<TrainingState> =>
  fit(
    carryingStep(loss, optimizer),
    state,
    epochBatches(moons, { batchSize: 20, key: root, epochs: Number.POSITIVE_INFINITY, from: item(state.carry) }),
  )

/** The state after so many steps of a training that nothing interrupts; those on the way are shown to `observe`. */
export const uninterrupted = (steps: number, observe: (state: TrainingState) => void): TrainingState => {
  let last = beginning
  for (const state of statesAfter(beginning)) {
    last = state
    observe(state)
    if (item(state.carry) >= steps) break
  }
  return last
}

/** Where a training begins: at the latest checkpoint of a folder, and at its beginning where there is none. */
const begun = (folder: string): TE.TaskEither<DataError, TrainingState> =>
  pipe(
    latestCheckpoint(folder),
    TE.chain(
      O.match(
        () => TE.right(beginning),
        (path) =>
          pipe(
            loadCheckpoint(path, { like: beginning }),
            TE.map(({ tree }) => tree),
          ),
      ),
    ),
  )

/** Trains up to so many steps from where a folder's latest checkpoint is, saving one every so many steps. */
export const resumed = (
  folder: string,
  steps: number,
  every: number,
  saved: (step: number) => void,
): TE.TaskEither<DataError, TrainingState> =>
  pipe(
    begun(folder),
    TE.chain((state) => async () => {
      let last = state
      if (item(state.carry) >= steps) return E.right(last)
      for (const { params, opt, carry } of statesAfter(state)) {
        last = { params, opt, carry }
        const step = item(carry)
        if (step % every === 0 || step >= steps) {
          const written = await saveCheckpoint(folder, step, last)()
          if (E.isLeft(written)) return written
          saved(step)
        }
        if (step >= steps) break
      }
      return E.right(last)
    }),
  )

/** `node resumable.js FOLDER STEPS EVERY`. */
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder, steps, every] = process.argv.slice(2)
  const outcome = await resumed(folder, Number(steps), Number(every), (step) => console.log(`saved ${step}`))()
  if (E.isLeft(outcome)) {
    console.error(showDataError(outcome.left))
    process.exitCode = 1
  }
}
