import type { Lanes } from '../vector/index.js'

/** Elements in runs of four, two or one. */
export interface Runs {
  readonly cost: number
  /** What a function gives for each of the runs, in one row. */
  readonly each: <T>(visit: (start: number, lanes: Lanes) => readonly T[]) => readonly T[]
}

const widths = [4, 2, 1] as const

/** The division of some elements into runs that costs least in all: where it makes no difference, into long ones. */
export const cheapestRuns = (count: number, costOf: (start: number, lanes: Lanes) => number): Runs => {
  // From each place on to the end: the first run, and what all cost.
  const ways = new Array<{ readonly lanes: Lanes; readonly cost: number }>(count)
  for (let start = count - 1; start >= 0; start--)
    ways[start] = widths
      .filter((lanes) => start + lanes <= count)
      .map((lanes) => ({ lanes, cost: costOf(start, lanes) + (ways[start + lanes]?.cost ?? 0) }))
      .reduce((best, way) => (way.cost < best.cost ? way : best))
  const starts: number[] = []
  for (let start = 0; start < count; start += ways[start].lanes) starts.push(start)
  return {
    cost: ways[0]?.cost ?? 0,
    each: (visit) => starts.flatMap((start) => visit(start, ways[start].lanes)),
  }
}
