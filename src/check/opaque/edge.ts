import type { Curve } from '../slopes.js'
import type { Comparison } from '../verdict.js'

/**
 * A comparison at an edge of what a function is defined on, where it has values on one side alone: the slope of that side
 * is its derivative there. Everywhere else the comparison stays as it is.
 */
export const atEdge = (comparison: Comparison, { value, x, round, roundoff }: Curve): Comparison => {
  const { slopes, analytic } = comparison
  if (slopes === undefined) return comparison
  const scale = 2 ** Math.ceil(Math.log2(Math.max(1, Math.abs(x))))
  const isDefined = [-1, 1].map((side) => Number.isFinite(value(round(x + side * 4 * roundoff * scale))))
  if (isDefined[0] === isDefined[1]) return comparison
  const [defined] = slopes.filter((_, side) => isDefined[side])
  const error = Math.abs(analytic - defined.value)
  return {
    ...comparison,
    numeric: defined.value,
    error,
    relative: error === 0 ? 0 : error / Math.abs(defined.value),
    tolerance: defined.bound,
    epsilon: defined.epsilon,
    size: defined.size,
    slopes: error <= defined.bound ? undefined : [defined, defined],
  }
}
