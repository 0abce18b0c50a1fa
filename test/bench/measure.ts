import { setTimeout } from 'node:timers/promises'
import { medianOf } from './clock.js'

/** The least and the middle of some times, in seconds. */
export interface Times {
  readonly min: number
  readonly median: number
  readonly count: number
}

export const timesOf = (seconds: readonly number[]): Times => ({
  min: Math.min(...seconds),
  median: medianOf(seconds),
  count: seconds.length,
})

/** Something to time, which says itself how many seconds it took. */
export type Timeable = () => Promise<number>

/** How much is done to have times. */
export interface Effort {
  /** How often everything is run, at most. */
  readonly rounds: number
  /** Seconds after which one thing is not run again. */
  readonly budget: number
  /** How many seconds one run is to take, where its length can be chosen. */
  readonly slice: number
}

/** For how many milliseconds nothing runs before a run: threads of what ran before, which wait busily for more, go to sleep. */
const rest = 100

/** What takes fewer seconds after a rest is run once more, to be timed with its code and data in the caches. */
const warmUp = 0.05

/** The times of some things, run in turn, round after round; each at least once, and not again once its budget is spent. */
export const interleaved = async (
  all: readonly Timeable[],
  { rounds, budget }: Pick<Effort, 'rounds' | 'budget'>,
): Promise<readonly Times[]> => {
  const seconds: number[][] = all.map(() => [])
  for (let round = 0; round < rounds; round++)
    for (const [at, run] of all.entries()) {
      const spent = seconds[at].reduce((sum, each) => sum + each, 0)
      if (round > 0 && spent >= budget) continue
      await setTimeout(rest)
      const cold = await run()
      seconds[at].push(cold < warmUp ? await run() : cold)
    }
  return seconds.map(timesOf)
}
