import type { Comparison } from './compare.js'
import type { Entry } from './entry.js'

const total = (seconds: readonly number[]): number => seconds.reduce((sum, each) => sum + each, 0)

export const geometricMean = (ratios: readonly number[]): number =>
  Math.exp(total(ratios.map(Math.log)) / ratios.length)

/** The seconds of each function of each workload, by the fastest of those whose name begins so; undefined without them. */
const secondsOf = (comparisons: readonly Comparison[], name: string): readonly Comparison[] | undefined => {
  const found = comparisons.filter((each) => each.name.startsWith(name))
  if (found.length === 0) return undefined
  const contestants = [...new Set(found.map((each) => each.name))]
  return found
    .filter((each) => each.name === contestants[0])
    .map((first) => {
      const same = found.filter((each) => each.workload === first.workload && each.function === first.function)
      return same.reduce((best, each) => (each.seconds.median < best.seconds.median ? each : best))
    })
}

/** Seconds as GradBench has them in its scores: of all functions together, or of the fastest one; its means are medians here. */
export const scoreOf = (
  { score, functions }: Entry,
  comparisons: readonly Comparison[],
  name: string,
): number | undefined => {
  const found = secondsOf(comparisons, name)
  if (found === undefined) return undefined
  const timesOf = (each: string): number =>
    total(found.filter((one) => one.function === each).map((one) => one.seconds.median))
  const times = functions.map(timesOf)
  return score === 'fastest' ? Math.min(...times) : total(times)
}

/** How long it took to compile all. */
export const compilationOf = (comparisons: readonly Comparison[]): number =>
  total(comparisons.map(({ compile = 0 }) => compile))
