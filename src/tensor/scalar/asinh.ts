import type { Arithmetic } from './arithmetic.js'
import { type DoubleDouble, fastTwoSum, quotient, squareRoot, twoSquare, twoSum } from './doubleDouble.js'
import { logarithmOfSum } from './log.js'
import { oddFrom } from './symmetry.js'

/** From here on log(a + sqrt(a^2 + 1)), log(a + sqrt(a^2 - 1)) and log(2 a) are one to 2^-66 of them. */
const large = 2 ** 30

/** Below this asinh a = a - a^3/6 + ... and atanh a = a + a^3/3 + ... are a to half an ulp and 2^-57 of it. */
const tiny = 2 ** -28

/**
 * log(a + sqrt(a^2 + sign)), to some 2^-65 of it, for a finite a: at least `tiny`, or 1 where the sign is -1.
 *
 * a^2 is exact, and so is a^2 - 1 to the last digits of its low part; the root is a sum of two as well.
 */
const inverseOf = <T>(o: Arithmetic<T>, a: T, sign: 1 | -1): DoubleDouble<T> => {
  const isLarge = o.less(o.constant(large), a)
  const moderate = o.select(isLarge, o.constant(large), a)
  const square = twoSquare(o, moderate)
  const shifted = twoSum(o, square.high, o.constant(sign))
  const root = squareRoot(o, fastTwoSum(o, shifted.high, o.add(shifted.low, square.low)))
  const sum = twoSum(o, moderate, root.high)
  const high = o.select(isLarge, a, sum.high)
  const low = o.select(isLarge, o.constant(0), o.add(sum.low, root.low))
  return logarithmOfSum(o, { high, low }, o.select(isLarge, o.constant(1), o.constant(0)))
}

/** asinh x = log(|x| + sqrt(x^2 + 1)) with the sign of x, within 0.51 ulp; odd to the bit. */
export const asinh = <T>(o: Arithmetic<T>, x: T): T => {
  const size = o.abs(x)
  const { high, low } = inverseOf(o, size, 1)
  const general = o.and(o.less(o.constant(tiny), size), o.less(size, o.constant(Number.POSITIVE_INFINITY)))
  return oddFrom(o, x, o.select(general, o.add(high, low), size))
}

/** acosh x = log(x + sqrt(x^2 - 1)), within 0.51 ulp; NaN below 1. */
export const acosh = <T>(o: Arithmetic<T>, x: T): T => {
  const { high, low } = inverseOf(o, x, -1)
  const finite = o.select(o.less(x, o.constant(Number.POSITIVE_INFINITY)), o.add(high, low), x)
  return o.select(o.lessEqual(o.constant(1), x), finite, o.constant(Number.NaN))
}

/** atanh x = log((1 + |x|) / (1 - |x|)) / 2 with the sign of x, within 0.51 ulp; odd to the bit; NaN beyond -1 and 1. */
export const atanh = <T>(o: Arithmetic<T>, x: T): T => {
  const one = o.constant(1)
  const size = o.abs(x)
  const { high, low } = logarithmOfSum(o, quotient(o, twoSum(o, one, size), twoSum(o, one, o.neg(size))))
  const value = o.mul(o.constant(0.5), o.add(high, low))
  const outside = o.select(o.equal(size, one), o.constant(Number.POSITIVE_INFINITY), o.constant(Number.NaN))
  const general = o.select(o.less(size, one), value, outside)
  return oddFrom(o, x, o.select(o.less(size, o.constant(tiny)), size, general))
}
