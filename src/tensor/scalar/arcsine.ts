import type { Arithmetic } from './arithmetic.js'
import { fastTwoSum, leading } from './doubleDouble.js'
import { evaluate, polynomial } from './polynomial.js'
import { oddFrom } from './symmetry.js'

/**
 * (asin s - s) / s^3 in z = s^2 up to 1/4: minimax for the error it makes relative to asin s, found as the polynomial of
 * `exp`. That error: 2^-59.8.
 */
const cofactor = polynomial(
  0.1666666666666676,
  0.07499999999970863,
  0.04464285717456482,
  0.030381942709646937,
  0.022372214942617704,
  0.017351612725673204,
  0.013980812894932752,
  0.011398969095335876,
  0.010779960492382765,
  0.0037074286768943266,
  0.021705140780980476,
  -0.02099601439037074,
  0.03262683651702272,
)

/** pi/2 as a sum; that of pi has twice the parts. */
const halfPi = { high: 1.5707963267948966, low: 6.123233995736766e-17 } as const

/**
 * For a = |x| <= 1/2, asin a = head + tail with head = a; for a larger one, acos a = 2 asin s = head + tail with
 * s = sqrt((1 - a)/2) = w + c, where w has 26 bits and is exact in z - w^2 = c (s + w), and head = 2 w.
 */
const reduced = <T>(o: Arithmetic<T>, x: T) => {
  const size = o.abs(x)
  const small = o.lessEqual(size, o.constant(0.5))
  const z = o.select(small, o.mul(size, size), o.mul(o.sub(o.constant(1), size), o.constant(0.5)))
  const root = o.sqrt(z)
  const w = leading(o, root)
  // At z = 0 the divisor would be 0, and is nowhere else below 2^-28.
  const c = o.div(o.sub(z, o.mul(w, w)), o.maximum(o.add(root, w), o.constant(2 ** -30)))
  const s = o.select(small, size, o.add(root, root))
  const cubic = o.mul(o.mul(s, z), evaluate(o, cofactor, z, o.mul(z, z)))
  return {
    small,
    head: o.select(small, size, o.add(w, w)),
    tail: o.select(small, cubic, o.add(cubic, o.add(c, c))),
  }
}

/** base + sign (head + tail), where the base is 0 or larger than head. */
const combined = <T>(o: Arithmetic<T>, base: { readonly high: T; readonly low: T }, head: T, tail: T): T => {
  const sum = fastTwoSum(o, base.high, head)
  return o.add(sum.high, o.add(sum.low, o.add(base.low, tail)))
}

/** asin x, within 0.7 ulp; odd to the bit, NaN where |x| > 1. */
export const asin = <T>(o: Arithmetic<T>, x: T): T => {
  const zero = o.constant(0)
  const { small, head, tail } = reduced(o, x)
  const base = {
    high: o.select(small, zero, o.constant(halfPi.high)),
    low: o.select(small, zero, o.constant(halfPi.low)),
  }
  const value = combined(o, base, o.select(small, head, o.neg(head)), o.select(small, tail, o.neg(tail)))
  return oddFrom(o, x, value)
}

/** acos x, within 0.7 ulp; NaN where |x| > 1. */
export const acos = <T>(o: Arithmetic<T>, x: T): T => {
  const zero = o.constant(0)
  const { small, head, tail } = reduced(o, x)
  const negative = o.less(x, zero)
  // pi/2 - asin x, acos x, or pi - acos |x|
  const halves = o.select(small, o.constant(1), o.select(negative, o.constant(2), zero))
  const base = { high: o.mul(halves, o.constant(halfPi.high)), low: o.mul(halves, o.constant(halfPi.low)) }
  const added = o.or(o.and(small, negative), o.not(o.or(small, negative)))
  return combined(o, base, o.select(added, head, o.neg(head)), o.select(added, tail, o.neg(tail)))
}
