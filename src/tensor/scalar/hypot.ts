import type { Arithmetic } from './arithmetic.js'
import { fastTwoSum, twoSquare } from './doubleDouble.js'

/** `factor` for a number below 2^-450, its inverse for one above 2^450, and 1 between. */
const moderation = <T>(o: Arithmetic<T>, size: T, factor: number): T =>
  o.select(
    o.less(size, o.constant(2 ** -450)),
    o.constant(factor),
    o.select(o.less(o.constant(2 ** 450), size), o.constant(1 / factor), o.constant(1)),
  )

/** By this, numbers are brought to a size of which squares and reciprocals have all their digits; and its root. */
const [far, rootOfFar] = [2 ** 600, 2 ** 300]

/**
 * sqrt(a^2 + b^2), within 0.86 ulp (of which 0.36 are the rounding of the sum, that the root halves), or 0.95 where the
 * result is subnormal, and exact where that is possible; Infinity where either is infinite, also beside NaN.
 */
export const hypot = <T>(o: Arithmetic<T>, a: T, b: T): T => {
  const infinity = o.constant(Number.POSITIVE_INFINITY)
  const [first, second] = [o.abs(a), o.abs(b)]
  const [larger, smaller] = [o.maximum(first, second), o.minimum(first, second)]
  const factor = moderation(o, larger, far)
  const [high, low] = [twoSquare(o, o.mul(larger, factor)), twoSquare(o, o.mul(smaller, factor))]
  const sum = fastTwoSum(o, high.high, low.high)
  const rounded = o.add(sum.high, o.add(sum.low, o.add(high.low, low.low)))
  const value = o.div(o.sqrt(rounded), factor)
  return o.select(o.or(o.equal(first, infinity), o.equal(second, infinity)), infinity, value)
}

/**
 * 1 / sqrt(x) as sqrt(1 / x), within 0.86 ulp (of which 0.36 are the rounding of 1 / x); at 0 an infinity of its sign,
 * NaN below.
 */
export const rsqrt = <T>(o: Arithmetic<T>, x: T): T => {
  const reciprocal = o.div(o.constant(1), o.mul(x, moderation(o, x, far)))
  const root = o.mul(o.sqrt(reciprocal), moderation(o, x, rootOfFar))
  const zero = o.constant(0)
  return o.select(o.equal(x, zero), reciprocal, o.select(o.less(x, zero), o.constant(Number.NaN), root))
}
