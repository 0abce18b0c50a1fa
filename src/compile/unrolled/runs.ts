import type { Lanes } from '../vector/index.js'

/** Elements in runs of four, two or one. */
export interface Runs {
  readonly cost: number
  /** What a function gives for each of the runs, in one row. */
  readonly each: <T>(visit: (start: number, lanes: Lanes) => readonly T[]) => readonly T[]
}

const widths = [4, 2, 1] as const

/** What runs cost: to bring their elements side by side, and to work on them then. */
export interface RunCosts {
  readonly gather: (start: number, lanes: Lanes) => number
  readonly work: (lanes: Lanes) => number
}

/** The division of some elements into runs that costs least in all: where it makes no difference, into long ones. */
export const cheapestRuns = (count: number, costs: RunCosts): Runs => freeRuns(count, costs) ?? leastRuns(count, costs)

const runsOf = (cost: number, runs: readonly (readonly [start: number, lanes: Lanes])[]): Runs => ({
  cost,
  each: (visit) => runs.flatMap(([start, lanes]) => visit(start, lanes)),
})

/** The longest runs, if all their elements are side by side already. */
const freeRuns = (count: number, { gather, work }: RunCosts): Runs | undefined => {
  const runs: [number, Lanes][] = []
  let cost = 0
  for (let start = 0; start < count; ) {
    const lanes = count - start >= 4 ? 4 : count - start >= 2 ? 2 : 1
    if (gather(start, lanes) > 0) return undefined
    runs.push([start, lanes])
    cost += work(lanes)
    start += lanes
  }
  return runsOf(cost, runs)
}

const leastRuns = (count: number, { gather, work }: RunCosts): Runs => {
  // From each place on to the end: the first run, and what all cost.
  const ways = new Array<{ readonly lanes: Lanes; readonly cost: number }>(count)
  for (let start = count - 1; start >= 0; start--)
    for (const lanes of widths) {
      if (start + lanes > count) continue
      const cost = gather(start, lanes) + work(lanes) + (ways[start + lanes]?.cost ?? 0)
      if (ways[start] === undefined || cost < ways[start].cost) ways[start] = { lanes, cost }
    }
  const runs: [number, Lanes][] = []
  for (let start = 0; start < count; start += ways[start].lanes) runs.push([start, ways[start].lanes])
  return runsOf(ways[0]?.cost ?? 0, runs)
}
