import { float64Arithmetic, lazily } from '../../../tensor/index.js'
import { abs, add, addNumber, div, mul, mulNumber, scale, sqrt, sub, withSign } from './arithmetic.js'
import { isLess } from './comparison.js'
import { arctangentOf, fixedOne, pi as fixedPi, pairOf, ratio, repeated } from './fixed.js'
import { isBounded, isNegative, notANumber, one, type Pair, widen } from './pair.js'
import { evaluate, polynomial } from './polynomial.js'
import { exponentOf } from './scaling.js'

const { nearest } = float64Arithmetic

const pi = pairOf(fixedPi)
const halfPi = pairOf(fixedPi / 2n)
const quarterPi = pairOf(fixedPi / 4n)
const threeQuarters = pairOf((3n * fixedPi) / 4n)

/** Below this ratio atan t is t to 2^-114 of it. */
const flat = 2 ** -58

/** Steps of the table in a unit. */
const steps = 32

/** atan(j/32) for j from 0 to 32, each from the one before by the arctangent of what is between: 32 / (32^2 + j (j - 1)). */
const arctangents = lazily(() =>
  repeated(0n, steps + 1, (value, j) => value + arctangentOf(ratio(steps, steps ** 2 + j * (j - 1)))).map(pairOf),
)

/** atan t / t in t^2, for |t| up to little more than half a step. */
const ofSquare = polynomial(
  Array.from({ length: 16 }, (_, k) => (k % 2 === 0 ? fixedOne : -fixedOne) / BigInt(2 * k + 1)),
  (0.51 / steps) ** 2,
)

/**
 * atan(a / b) for 0 < a <= b of moderate size: with c the j/32 nearest to the ratio, that is atan c + atan t for
 * t = (a - c b) / (b + c a).
 */
const flatAngle = (a: Pair, b: Pair): Pair => {
  const j = nearest((a.high / b.high) * steps)
  if (j === 0) return arc(div(a, b))
  const c = j / steps
  return add(arctangents()[j], arc(div(sub(a, mulNumber(b, c)), add(b, mulNumber(a, c)))))
}

const arc = (t: Pair): Pair => mul(t, evaluate(ofSquare, mul(t, t)))

/**
 * The angle of a point whose coordinates are finite and not 0: where it is flat, the quotient of the numbers as they are,
 * since scaled ones may be subnormal.
 */
const angleOf = (y: Pair, x: Pair): Pair => {
  const height = abs(y)
  const width = abs(x)
  const n = exponentOf(Math.max(height.high, width.high))
  const a = scale(height, -n)
  const b = scale(width, -n)
  const inFirst = isLess(b, a) ? sub(halfPi, flatAngle(b, a)) : a.high < flat ? div(height, width) : flatAngle(a, b)
  return withSign(isNegative(x.high) ? sub(pi, inFirst) : inFirst, y.high)
}

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
  isBounded(x.high) && isBounded(y.high) && x.high !== 0 && y.high !== 0 ? angleOf(y, x) : angleAtLimits(y.high, x.high)

export const atan = (x: Pair): Pair => atan2(x, one)

/** sqrt((1 - x)(1 + x)): the other coordinate of a point on the unit circle; NaN outside. */
const across = (x: Pair): Pair => sqrt(mul(sub(one, x), addNumber(x, 1)))

/** asin x; NaN where |x| > 1. */
export const asin = (x: Pair): Pair => (x.high === 0 ? x : atan2(x, across(x)))

/** acos x; NaN where |x| > 1. */
export const acos = (x: Pair): Pair => atan2(across(x), x)
