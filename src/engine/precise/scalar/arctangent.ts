import { atan2 as atan2Kernel, float64Arithmetic } from '../../../tensor/index.js'
import { abs, addNumber, div, mul, scale, sqrt, sub, withSign } from './arithmetic.js'
import { isLess } from './comparison.js'
import { pairOf, pi as fixedPi } from './fixed.js'
import { isFinite, isNegative, notANumber, one, type Pair, widen } from './pair.js'
import { exponentOf } from './scaling.js'
import { ofSmallAngle } from './trigonometric.js'

const pi = pairOf(fixedPi)
const [halfPi, quarterPi, threeQuarters] = [2n, 4n, 4n].map((part, at) =>
  pairOf(at === 2 ? (3n * fixedPi) / part : fixedPi / part),
)

/** Below this ratio atan t is t to 2^-114 of it. */
const flat = 2 ** -57

/**
 * atan(a / b) for 0 < a <= b of moderate size or less: for the float64 nearest to it, h, the angle that is left has the
 * tangent (a cos h - b sin h) / (b cos h + a sin h), and is so small as to be that.
 */
const flatAngle = (a: Pair, b: Pair): Pair => {
  const ratio = div(a, b)
  if (ratio.high < flat) return ratio
  const guess = atan2Kernel(float64Arithmetic, a.high, b.high)
  const { sine, cosine } = ofSmallAngle(widen(guess))
  const left = sub(mul(a, cosine), mul(b, sine)).high / (b.high * cosine.high + a.high * sine.high)
  return addNumber(widen(guess), left)
}

/** The angle of a point whose coordinates are finite and not 0. */
const angleOf = (y: Pair, x: Pair): Pair => {
  const [height, width] = [abs(y), abs(x)]
  const n = exponentOf(Math.max(height.high, width.high))
  const [a, b] = [scale(height, -n), scale(width, -n)]
  const inFirst = isLess(b, a) ? sub(halfPi, flatAngle(b, a)) : quotientOrAngle(height, width, a, b)
  return withSign(isNegative(x.high) ? sub(pi, inFirst) : inFirst, y.high)
}

/** Where scaled sizes may be 0 or lack digits, the angle is the quotient of the numbers themselves. */
const quotientOrAngle = (height: Pair, width: Pair, a: Pair, b: Pair): Pair =>
  a.high < 2 ** -500 ? div(height, width) : flatAngle(a, b)

/** The angle where x or y is 0, infinite or NaN, as IEEE 754 has it for `atan2`. */
const angleAtLimits = (y: number, x: number): Pair => {
  if (Number.isNaN(x) || Number.isNaN(y)) return notANumber
  const isLeft = isNegative(x)
  const isLevel = y === 0 || Math.abs(x) === Number.POSITIVE_INFINITY
  if (Math.abs(y) === Number.POSITIVE_INFINITY)
    return withSign(isLevel ? (isLeft ? threeQuarters : quarterPi) : halfPi, y)
  return withSign(isLevel ? (isLeft ? pi : widen(0)) : halfPi, y)
}

/** The angle of the point (x, y) with the positive x-axis, in [-pi, pi]; special values as IEEE 754 has them. */
export const atan2 = (y: Pair, x: Pair): Pair =>
  isFinite(x.high) && isFinite(y.high) && x.high !== 0 && y.high !== 0 ? angleOf(y, x) : angleAtLimits(y.high, x.high)

export const atan = (x: Pair): Pair => atan2(x, one)

/** sqrt((1 - x)(1 + x)): the other coordinate of a point on the unit circle; NaN outside. */
const across = (x: Pair): Pair => sqrt(mul(sub(one, x), addNumber(x, 1)))

/** asin x; NaN where |x| > 1. */
export const asin = (x: Pair): Pair => (x.high === 0 ? x : atan2(x, across(x)))

/** acos x; NaN where |x| > 1. */
export const acos = (x: Pair): Pair => atan2(across(x), x)

