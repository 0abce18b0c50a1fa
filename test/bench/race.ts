import type { Contestant, Float, Trainer } from './contestants/contestant.js'
import { inTurn } from './inTurn.js'
import { lossOf } from './loss.js'
import { type Effort, interleaved, type Times } from './measure.js'
import { first, type Problem } from './network.js'

/** How a contestant did: seconds a step, and what became of the loss; or why it did not take part. */
export type Result =
  | {
      readonly _tag: 'Timed'
      readonly name: string
      readonly dtype: Float
      readonly steps: number
      readonly step: Times
      /** How far its loss is from that of the first contestant, relative to how far that one's has come. */
      readonly deviation: number
      readonly agrees: boolean
    }
  | { readonly _tag: 'Absent'; readonly name: string; readonly dtype: Float; readonly reason: string }

/** What is allowed to the deviation of a training in a dtype. */
export const tolerances: Readonly<Record<Float, number>> = { float64: 1e-8, float32: 1e-3 }

/** A problem that all train for some steps to be compared, and for no more than a whole training to be timed. */
export interface Race {
  readonly problem: Problem
  readonly compared: number
  readonly training: number
  readonly effort: Effort
}

/** Someone who trains as often as is asked for. */
interface Runner {
  readonly contestant: Contestant
  readonly trainer: Trainer
  /** After as many steps as are compared. */
  readonly loss: number
  /** Of a timed run. */
  readonly steps: number
  /** The time of so many steps, where one run took so long already that there is no other. */
  readonly known?: number
}

type Absent = Extract<Result, { readonly _tag: 'Absent' }>

const isRunner = (entered: Runner | Absent): entered is Runner => !('_tag' in entered)

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Trains with a contestant's data at hand, and chooses how many steps a timed run takes. */
const qualify = async (
  contestant: Contestant,
  trainer: Trainer,
  { problem, compared, training, effort: { budget, slice } }: Race,
): Promise<Runner> => {
  const beginning = await trainer.train(compared)
  const loss = lossOf(first(problem, 500), await beginning.params())
  const runner = { contestant, trainer, loss }
  // What it takes to compile counts little in so long a time.
  if (beginning.seconds > 4 * budget) return { ...runner, steps: compared, known: beginning.seconds }
  const { seconds } = await trainer.train(compared)
  const epoch = problem.examples.count / problem.batch
  const epochs = Math.round(((slice / seconds) * compared) / epoch)
  const steps = Math.max(1, Math.min(epochs, training / epoch)) * epoch
  // A run to warm up, which for some is the one that compiles.
  await trainer.train(steps)
  return { ...runner, steps }
}

/** The same; or why it cannot be. */
const enter = async (contestant: Contestant, given: Race): Promise<Runner | Absent> => {
  try {
    const trainer = await contestant.prepare(given.problem)
    return await qualify(contestant, trainer, given).catch((error) => {
      trainer.close()
      throw error
    })
  } catch (error) {
    return { _tag: 'Absent', name: contestant.name, dtype: contestant.dtype, reason: reasonOf(error) }
  }
}

/** Times all contestants side by side, and holds their results against those of the first, who must take part. */
export const race = async (contestants: readonly Contestant[], given: Race): Promise<readonly Result[]> => {
  const entered = await inTurn(contestants, (contestant) => enter(contestant, given))
  const [ours] = entered
  if (!isRunner(ours)) throw new Error(`${ours.name}: ${ours.reason}`)
  const runners = entered.filter(isRunner)
  const run = ({ trainer, steps, known }: Runner) =>
    known === undefined ? async () => (await trainer.train(steps)).seconds : async () => known
  const times = await interleaved(runners.map(run), given.effort)
  for (const { trainer } of runners) trainer.close()

  const progress = Math.abs(lossOf(first(given.problem, 500), given.problem.initial) - ours.loss)
  return entered.map((each): Result => {
    if (!isRunner(each)) return each
    const { contestant, loss, steps } = each
    const { name, dtype, tolerance } = contestant
    const deviation = Math.abs(loss - ours.loss) / progress
    const coarser = dtype === 'float32' ? dtype : ours.contestant.dtype
    const agrees = deviation <= (tolerance ?? tolerances[coarser])
    const { min, median, count } = times[runners.indexOf(each)]
    const step = { min: min / steps, median: median / steps, count }
    return { _tag: 'Timed', name, dtype, steps, step, deviation, agrees }
  })
}
