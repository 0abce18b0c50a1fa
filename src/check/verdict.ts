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

/** How far a function's value is, a step to either side of a point where it jumps, from that at the point. */
export interface Jump {
  readonly step: number
  readonly left: number
  readonly right: number
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
  /** What the values do close by, where the function is discontinuous. */
  readonly jump?: Jump
}

/** Entries at a kink that they share, moved together: each may be right, and all of them not. */
export interface JointCheck {
  readonly entries: readonly EntryCheck[]
  /** How far each entry goes in the direction, the farthest by 1. */
  readonly direction: readonly number[]
  /** The slope of the derivative along the direction. */
  readonly analytic: number
  /** Those of the function, on both sides. */
  readonly slopes: readonly [left: Slope, right: Slope]
  /** How far the analytic slope is beyond them. */
  readonly error: number
}

/** What was found of an entry, whatever its name. */
export type Finding = Pick<
  EntryCheck,
  'verdict' | 'analytic' | 'numeric' | 'tolerance' | 'epsilon' | 'size' | 'slopes' | 'jump'
>

/** The same before it is judged. */
export interface Comparison extends Omit<Finding, 'verdict' | 'jump'> {
  /** The steepest quotient of one side that was met. */
  readonly steepness: number
}

const isSmall = (error: number, tolerance: number): boolean =>
  error <= tolerance && tolerance < Number.POSITIVE_INFINITY

/**
 * Compares an analytic slope, known but for a rounding error, with what values of the function say. Across a kink the
 * two-sided slope may agree with a wrong one by accident; where values are precise enough for those of the sides to tell
 * that, they are always taken.
 */
export const compare = (analytic: number, rounding: number, curve: Curve): Comparison => {
  const { value: numeric, bound, epsilon, size, steepness } = slopeOf('central', curve)
  const tolerance = bound + rounding
  const agree = isSmall(Math.abs(analytic - numeric), tolerance)
  const widened = ({ value, bound: own, epsilon: step, size: extent }: Slope): Slope => ({
    value,
    bound: own + rounding,
    epsilon: step,
    size: extent,
  })
  const slopes =
    agree && curve.relative === 0
      ? undefined
      : ([widened(slopeOf('left', curve)), widened(slopeOf('right', curve))] as const)
  return { analytic, numeric, tolerance, epsilon, size, slopes, steepness }
}

const quotientOf = ({ value, place }: Curve, h: number): number => {
  const t = place(h)
  return (value(t) - value(0)) / t
}

/**
 * How many times less than the difference of the two slopes of a kink the rounding is, in quotients at steps so close
 * that they tell whether the kink is at the point.
 */
const closeness = 2 ** 14

/**
 * Of a kink that was seen from afar: whether it is at the point itself, nearer than any step can tell. Where it is not,
 * the function is smooth there, and the slope is that of the closest steps.
 */
const nearKink = (comparison: Comparison, [left, right]: readonly [Slope, Slope], curve: Curve): Comparison => {
  const apart = Math.abs(right.value - left.value)
  const rounding = 2 * curve.rounding(comparison.size)
  const h = Math.max(curve.finest * curve.scale, 2 ** Math.ceil(Math.log2((closeness * rounding) / apart)))
  const [below, above] = [quotientOf(curve, -h), quotientOf(curve, h)]
  const same = Math.abs(below - left.value) <= apart / 4 && Math.abs(above - right.value) <= apart / 4
  if (same || !Number.isFinite(below + above)) return comparison
  const numeric = (below + above) / 2
  const tolerance = Math.abs(above - below) + rounding / h
  const slope = (value: number): Slope => ({ value, bound: tolerance, epsilon: h, size: comparison.size })
  const slopes = isSmall(Math.abs(comparison.analytic - numeric), tolerance)
    ? undefined
    : ([slope(below), slope(above)] as const)
  return { ...comparison, numeric, tolerance, epsilon: h, slopes }
}

/** How much closer than others the steps are that show a jump. */
const closer = 2 ** -10

/**
 * The jump at the point, where values on one side do not come nearer to the point's own as the steps do: they fall to less
 * than half where the step falls to a 1024th, for anything smoother than the tenth root.
 */
const jumpOf = (curve: Curve, size: number): Jump | undefined => {
  const rounding = curve.rounding(size)
  // Where steps are finer than the roundoff, since the element is less than one, so are these: not across to the other sign.
  const fineness = Math.min(1, curve.finest / curve.roundoff)
  const step = Math.max(2 * curve.finest, fineness * 2 ** Math.round((3 / 4) * Math.log2(curve.roundoff))) * curve.scale
  const change = (t: number): number => curve.value(curve.place(t)) - curve.value(0)
  const [left, right] = [change(-step), change(step)]
  const staysAway = (near: number, far: number): boolean =>
    Number.isFinite(near + far) && Math.abs(near) > 4 * rounding && Math.abs(near) >= Math.abs(far) / 2
  return staysAway(left, change(-step / closer)) || staysAway(right, change(step / closer))
    ? { step, left, right }
    : undefined
}

const covers = ({ value, bound }: Slope, x: number): boolean => Math.abs(value - x) <= bound

/** Whether a slope of one side, as far as it is known, leaves room for another one. */
const leavesRoom = (slope: Slope, finest: number, x: number): boolean => !(slope.bound <= finest) || covers(slope, x)

/**
 * The verdict on a comparison. `finest` is the largest bound that can still tell right from wrong. Slopes on both sides
 * that are each known so well and differ by more than their bounds make a kink, where all between them are right; where
 * they agree, with each other and with the analytic slope, but not with the two-sided one, that was misled by a kink
 * nearby. Wrong is what neither the two-sided slope nor those of the sides leave room for.
 */
const judgeSlopes = ({ analytic, numeric, tolerance, slopes }: Comparison, finest: number): Verdict => {
  if (slopes === undefined) return tolerance <= finest ? 'right' : 'illConditioned'
  const [left, right] = slopes
  const agrees = isSmall(Math.abs(analytic - numeric), tolerance) && tolerance <= finest
  if (agrees && leavesRoom(left, finest, analytic) && leavesRoom(right, finest, analytic)) return 'right'
  const low = Math.min(left.value - left.bound, right.value - right.bound)
  const high = Math.max(left.value + left.bound, right.value + right.bound)
  const between = low <= analytic && analytic <= high
  const known = left.bound <= finest && right.bound <= finest
  if (!known) return 'illConditioned'
  if (!between) return 'wrong'
  if (Math.abs(left.value - right.value) > left.bound + right.bound) return 'kink'
  const misled = !covers(left, numeric) && !covers(right, numeric)
  return misled && covers(left, analytic) && covers(right, analytic) ? 'right' : 'illConditioned'
}

export const judge = (comparison: Comparison, finest: number, curve: Curve): Finding => {
  const finding = (compared: Comparison, verdict: Verdict): Finding => {
    const { analytic, numeric, tolerance, epsilon, size, slopes } = compared
    return { verdict, analytic, numeric, tolerance, epsilon, size, slopes }
  }
  const verdict = judgeSlopes(comparison, finest)
  const jump = verdict === 'illConditioned' ? jumpOf(curve, comparison.size) : undefined
  if (jump !== undefined) return { ...finding(comparison, 'discontinuous'), jump }
  if (comparison.slopes === undefined) return finding(comparison, verdict)
  if (verdict === 'right') {
    const { analytic, numeric, tolerance } = comparison
    if (isSmall(Math.abs(analytic - numeric), tolerance)) return finding({ ...comparison, slopes: undefined }, verdict)
    const [left, right] = comparison.slopes
    const { value, bound, epsilon } = left.bound < right.bound ? left : right
    return finding({ ...comparison, numeric: value, tolerance: bound, epsilon }, verdict)
  }
  if (verdict !== 'kink') return finding(comparison, verdict)
  const nearer = nearKink(comparison, comparison.slopes, curve)
  return finding(nearer, nearer === comparison ? 'kink' : judgeSlopes(nearer, finest))
}
