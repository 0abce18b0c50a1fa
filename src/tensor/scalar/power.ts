import type { Arithmetic } from './arithmetic.js'
import { leading, multiplySplit, split } from './doubleDouble.js'
import { clamp, scale } from './exp.js'
import { expOfSum } from './expSum.js'
import { logarithm } from './log.js'
import { oddFrom } from './symmetry.js'

/** |x|^y for positive and finite |x|; y is beyond all results from 2^64 on, products beyond all of them from 720 on. */
const magnitude = <T>(o: Arithmetic<T>, size: T, y: T): T => {
  const bounded = clamp(o, y, -(2 ** 64), 2 ** 64)
  const head = leading(o, bounded)
  const product = multiplySplit(o, split(o, logarithm(o, size)), { high: head, low: o.sub(bounded, head) })
  const exponent = { high: clamp(o, product.high, -760, 720), low: clamp(o, product.low, -1, 1) }
  const { high, low, n } = expOfSum(o, exponent)
  return scale(o, o.add(high, low), n)
}

/**
 * x^y, within 0.53 ulp (0.78 where the result is subnormal) and exact where that is possible; special values as IEEE 754
 * has them for `pow`: 1 for y = 0 or x = 1, whatever the other is; 1 for x = -1 and infinite y; NaN for a negative finite
 * x and a y that is no integer.
 *
 * |x|^y = e^(y log|x|), the logarithm and the product having some 20 bits to spare; the sign is the one of x where y is
 * odd. A square is x x, rounded once.
 */
export const power = <T>(o: Arithmetic<T>, x: T, y: T): T => {
  const zero = o.constant(0)
  const one = o.constant(1)
  const infinity = o.constant(Number.POSITIVE_INFINITY)
  const size = o.abs(x)
  const shrinking = o.less(y, zero)
  const ofZero = o.select(shrinking, infinity, zero)
  const ofInfinity = o.select(shrinking, zero, infinity)
  const isZero = o.equal(size, zero)
  const unsigned = o.select(isZero, ofZero, o.select(o.equal(size, infinity), ofInfinity, magnitude(o, size, y)))

  const halved = o.mul(y, o.constant(0.5))
  const whole = o.equal(o.nearest(y), y)
  const odd = o.and(whole, o.not(o.equal(o.nearest(halved), halved)))
  const signed = o.select(odd, oddFrom(o, x, unsigned), unsigned)

  const finiteNegative = o.and(o.less(x, zero), o.less(size, infinity))
  const undefinedHere = o.or(o.and(finiteNegative, o.not(whole)), o.not(o.and(o.equal(x, x), o.equal(y, y))))
  const general = o.select(undefinedHere, o.constant(Number.NaN), signed)
  const squared = o.select(o.equal(y, o.constant(2)), o.mul(x, x), general)
  return o.select(o.or(o.equal(y, zero), o.equal(x, one)), one, squared)
}
