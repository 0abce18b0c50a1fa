import { type Curve, type Slope, slopeOf } from './slopes.js'

/**
 * What the comparison of one entry came to: `right`; `kink`, where the two one-sided slopes differ and the analytic
 * value lies between them, which is right too; `wrong`; or `unresolved`, where the difference quotients are too inexact
 * to tell.
 */
export type Verdict = 'right' | 'kink' | 'wrong' | 'unresolved'

/** One entry of a gradient, analytic and numeric. */
export interface EntryCheck {
  /** Where the leaf stands in the tree, such as `.layers[0].weights`; empty where the argument is one tensor. */
  readonly path: string
  readonly index: readonly number[]
  readonly verdict: Verdict
  readonly analytic: number
  readonly numeric: number
  /** The distance of the two. */
  readonly error: number
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
export const compare = (
  place: Pick<EntryCheck, 'path' | 'index'>,
  analytic: number,
  rounding: number,
  curve: Curve,
): Comparison => {
  const { value: numeric, bound, epsilon, size } = slopeOf('central', curve)
  const error = Math.abs(analytic - numeric)
  const tolerance = bound + rounding
  const agree = error <= tolerance && tolerance < Number.POSITIVE_INFINITY
  const widened = (slope: Slope): Slope => ({ ...slope, bound: slope.bound + rounding })
  const slopes = agree ? undefined : ([widened(slopeOf('left', curve)), widened(slopeOf('right', curve))] as const)
  return { ...place, analytic, numeric, error, tolerance, epsilon, size, slopes }
}

/**
 * The verdict on a comparison. `finest` is the largest bound that can still tell right from wrong. Slopes on both sides
 * that are each known so well and differ by more than their bounds make a kink, where all between them are right. Wrong
 * is what neither the two-sided slope nor those of the sides leave room for.
 */
export const judge = ({ analytic, tolerance, slopes }: Comparison, finest: number): Verdict => {
  if (slopes === undefined) return tolerance <= finest ? 'right' : 'unresolved'
  const [left, right] = slopes
  const low = Math.min(left.value - left.bound, right.value - right.bound)
  const high = Math.max(left.value + left.bound, right.value + right.bound)
  const between = low <= analytic && analytic <= high
  const known = left.bound <= finest && right.bound <= finest
  if (!between) return known ? 'wrong' : 'unresolved'
  return known && Math.abs(left.value - right.value) > left.bound + right.bound ? 'kink' : 'unresolved'
}
