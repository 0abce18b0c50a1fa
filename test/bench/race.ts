import type { Contestant, Float, Trainer } from './contestants/contestant.js'
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

interface Runner {
  readonly contestant: Contestant
  readonly trainer: Trainer
  readonly loss: number
  readonly steps: number
  /** Of one step, as far as a first run shows. */
  readonly estimate: number
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Brings a contestant to the start: its data at hand, its first training done, its number of steps chosen. */
const qualify = async (
  contestant: Contestant,
  { problem, compared, training, effort: { budget, slice } }: Race,
): Promise<Runner | Result> => {
  const { name, dtype } = contestant
  try {
    const trainer = await contestant.prepare(problem)
    const { seconds, params } = await trainer.train(compared)
    const loss = lossOf(first(problem, 500), await params())
    const again = seconds > budget ? seconds : (await trainer.train(compared)).seconds
    const epoch = problem.examples.count / problem.batch
    const estimate = again / compared
    const epochs = Math.max(1, Math.min(Math.round(slice / estimate / epoch), training / epoch))
    return { contestant, trainer, loss, steps: epochs * epoch, estimate }
  } catch (error) {
    return { _tag: 'Absent', name, dtype, reason: reasonOf(error) }
  }
}

/** Times all contestants side by side, and holds their results against those of the first. */
export const race = async (contestants: readonly Contestant[], given: Race): Promise<readonly Result[]> => {
  const entered: (Runner | Result)[] = []
  for (const contestant of contestants) entered.push(await qualify(contestant, given))
  const runners = entered.filter((each): each is Runner => !('_tag' in each))
  const step = (runner: Runner) => async (): Promise<number> =>
    (await runner.trainer.train(runner.steps)).seconds / runner.steps
  // A run to warm up, which for some is the one that compiles.
  for (const runner of runners) if (runner.estimate * runner.steps < given.effort.budget) await step(runner)()
  const times = await interleaved(runners.map(step), given.effort)
  for (const { trainer } of runners) trainer.close()

  const expected = runners[0]?.loss
  const progress = Math.abs(lossOf(first(given.problem, 500), given.problem.initial) - expected)
  return entered.map((each): Result => {
    if ('_tag' in each) return each
    const { contestant, loss, steps } = each
    const { name, dtype } = contestant
    const deviation = Math.abs(loss - expected) / progress
    const coarser = dtype === 'float32' ? dtype : runners[0].contestant.dtype
    const agrees = deviation <= (contestant.tolerance ?? tolerances[coarser])
    return { _tag: 'Timed', name, dtype, steps, step: times[runners.indexOf(each)], deviation, agrees }
  })
}
