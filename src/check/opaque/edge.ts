import type { Line } from '../subject.js'
import type { EntryCheck } from '../verdict.js'

/**
 * An entry at an edge of what a function is defined on, where it has values on one side alone: the slope of that side is
 * its derivative there, if it is known to the resolution. Everywhere else the entry stays as it is.
 */
export const atEdge = (entry: EntryCheck, line: Line, result: number, resolution: number): EntryCheck => {
  const { slopes, analytic, verdict } = entry
  if (verdict !== 'illConditioned' || slopes === undefined) return entry
  const isDefined = [-1, 1].map((side) =>
    Number.isFinite(line.values(line.place(side * 4 * line.finest * line.scale))[result]),
  )
  if (isDefined[0] === isDefined[1]) return entry
  const [{ value, bound, epsilon, size }] = slopes.filter((_, side) => isDefined[side])
  if (!(bound <= resolution * Math.max(Math.abs(analytic), Math.abs(value), size))) return entry
  const error = Math.abs(analytic - value)
  const relative = error === 0 ? 0 : error / Math.abs(value)
  const right = error <= bound
  return {
    ...entry,
    verdict: right ? 'right' : 'wrong',
    numeric: value,
    error,
    relative,
    tolerance: bound,
    epsilon,
    size,
    slopes: right ? undefined : slopes,
  }
}
