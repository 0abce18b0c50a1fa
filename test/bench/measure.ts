/** The least and the middle of some times, in seconds. */
export interface Times {
  readonly min: number
  readonly median: number
  readonly count: number
}

export const timesOf = (seconds: readonly number[]): Times => {
  const sorted = [...seconds].sort((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  const median = sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
  return { min: sorted[0], median, count: sorted.length }
}

/** Something to time, which says itself how many seconds it took. */
export type Timeable = () => Promise<number>

/** How often things are run, and for how many seconds at most each of them. */
export interface Effort {
  readonly rounds: number
  readonly budget: number
}

/** The times of some things, run in turn, round after round; each at least once, and not again once its budget is spent. */
export const interleaved = async (all: readonly Timeable[], { rounds, budget }: Effort): Promise<readonly Times[]> => {
  const seconds: number[][] = all.map(() => [])
  for (let round = 0; round < rounds; round++)
    for (const [at, run] of all.entries()) {
      const spent = seconds[at].reduce((sum, each) => sum + each, 0)
      if (round === 0 || spent < budget) seconds[at].push(await run())
    }
  return seconds.map(timesOf)
}
