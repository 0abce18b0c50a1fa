import { type Curve, type Slope, slopeOf } from './slopes.js'

/**
 * What the comparison of one entry came to: `right`; `kink`, where the slopes of the two sides differ and the analytic
 * value lies between them, which is right too; `wrong`; `illConditioned`, where the difference quotients are too inexact
 * to tell; `discontinuous`, where the function jumps.
 */
export type Verdict = 'right' | 'kink' | 'wrong' | 'illConditioned' | 'discontinuous'

/** An element of a tree by name: its leaf's path, and its index in the leaf. */
export interface Place {
  readonly path: string
  readonly index: readonly number[]
}

/** One entry of a derivative, analytic and numeric. */
export interface EntryCheck extends Place {
  /** Of a Jacobian or Hessian: the element of the function's result. */
  readonly output?: Place
  readonly verdict: Verdict
  readonly analytic: number
  readonly numeric: number
  /** The distance of the two. */
  readonly error: number
  /** The error in terms of the numeric value; Infinity where that is 0 and the analytic one is not. */
  readonly relative: number
  /** The error in units in the last place of the leaf's dtype, at the larger of the two values. */
  readonly ulps: number
  /** The farthest that they can be apart if both are right: the bounds on the errors of both. */
  readonly tolerance: number
  /** The smallest step of the difference quotients. */
  readonly epsilon: number
  /** The largest size of the function's values that the numeric one was read off. */
  readonly size: number
  /** The slopes to the left and to the right, where the two-sided one disagrees with the analytic value. */
  readonly slopes: readonly [left: Slope, right: Slope] | undefined
}

/** An entry before it is judged. */
export type Comparison = Omit<EntryCheck, 'verdict'>

/** Compares an analytic slope, known but for a rounding error, with what values of the function say. */
export const compare = (place: Place, analytic: number, rounding: number, curve: Curve): Comparison => {
  const { value: numeric, bound, epsilon, size } = slopeOf('central', curve)
  const error = Math.abs(analytic - numeric)
  const tolerance = bound + rounding
  const agree = error <= tolerance && tolerance < Number.POSITIVE_INFINITY
  const widened = (slope: Slope): Slope => ({ ...slope, bound: slope.bound + rounding })
  const slopes = agree ? undefined : ([widened(slopeOf('left', curve)), widened(slopeOf('right', curve))] as const)
  const relative = error === 0 ? 0 : error / Math.abs(numeric)
  return { ...place, analytic, numeric, error, relative, ulps: Number.NaN, tolerance, epsilon, size, slopes }
}

/**
 * The verdict on a comparison. `finest` is the largest bound that can still tell right from wrong. Slopes on both sides
 * that are each known so well and differ by more than their bounds make a kink, where all between them are right. Wrong
 * is what neither the two-sided slope nor those of the sides leave room for.
 */
export const judge = ({ analytic, tolerance, slopes }: Comparison, finest: number): Verdict => {
  if (slopes === undefined) return tolerance <= finest ? 'right' : 'illConditioned'
  const [left, right] = slopes
  const low = Math.min(left.value - left.bound, right.value - right.bound)
  const high = Math.max(left.value + left.bound, right.value + right.bound)
  const between = low <= analytic && analytic <= high
  const known = left.bound <= finest && right.bound <= finest
  if (!between) return known ? 'wrong' : 'illConditioned'
  return known && Math.abs(left.value - right.value) > left.bound + right.bound ? 'kink' : 'illConditioned'
}
