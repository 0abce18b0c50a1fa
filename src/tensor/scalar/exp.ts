import type { Arithmetic } from './arithmetic.js'
import { type DoubleDouble, fastTwoSum } from './doubleDouble.js'
import { evaluate, polynomial } from './polynomial.js'

/** log 2 as a sum; the first part is a multiple of 2^-42, so its products with integers of 11 bits are exact. */
export const log2 = { high: 0.6931471805598903, low: 5.497923018708371e-14 } as const

const perLog2 = 1 / (log2.high + log2.low)

/**
 * (e^r - 1 - r - r^2/2) / r^3 on |r| <= 0.34658: minimax for the error that r^3 times it makes relative to e^r, found
 * by Remez' exchange in 300 bits, each coefficient rounded in turn and the later ones fitted again. That error: 2^-60.9.
 */
const cofactor = polynomial(
  0.1666666666666668,
  0.04166666666666538,
  0.00833333333331896,
  0.0013888888889361493,
  0.00019841269894101766,
  2.480158680089491e-5,
  2.7557235033034144e-6,
  2.755741249066418e-7,
  2.5112529378976662e-8,
  2.0948883505816195e-9,
)

/** (e^r - 1 - r - r^2/2) / r^3 for |r| <= 0.34658. */
export const cubicCofactor = <T>(o: Arithmetic<T>, r: T, square: T): T => evaluate(o, cofactor, r, square)

/** The whole number of log 2 in x, to the nearest. */
export const countLog2 = <T>(o: Arithmetic<T>, x: T): T => o.nearest(o.mul(x, o.constant(perLog2)))

/** x - n log 2 to some 2^-85, where |x| < 2^10 and n is either 0 or `countLog2` of x. */
export const withoutLog2 = <T>(o: Arithmetic<T>, x: T, n: T): DoubleDouble<T> =>
  fastTwoSum(o, o.sub(x, o.mul(n, o.constant(log2.high))), o.mul(n, o.constant(-log2.low)))

/** a 2^n for an integral n within 1100 of 0: by its halves, so that only the second rounds where a is of moderate size. */
export const scale = <T>(o: Arithmetic<T>, a: T, n: T): T => {
  const half = o.nearest(o.mul(n, o.constant(0.5)))
  return o.mul(o.mul(a, o.power2(half)), o.power2(o.sub(n, half)))
}

/** x within bounds. */
export const clamp = <T>(o: Arithmetic<T>, x: T, low: number, high: number): T =>
  o.maximum(o.minimum(x, o.constant(high)), o.constant(low))

/** e^r - 1 - r + rest for |r| <= 0.34658 and a tiny rest: the largest term, r^2/2, comes last. */
const quadraticTail = <T>(o: Arithmetic<T>, r: T, rest: T): T => {
  const square = o.mul(r, r)
  const cubic = o.mul(o.mul(square, r), cubicCofactor(o, r, square))
  return o.add(o.mul(o.constant(0.5), square), o.add(cubic, rest))
}

/** 2^n e^r for |r| <= 0.34658: 1 + r is added with its error, and only a subnormal result is rounded twice. */
export const scaledExp = <T>(o: Arithmetic<T>, r: DoubleDouble<T>, n: T): T => {
  const sum = fastTwoSum(o, o.constant(1), r.high)
  const low = quadraticTail(o, r.high, o.add(sum.low, r.low))
  return scale(o, o.add(sum.high, low), n)
}

/**
 * e^x, within 0.65 ulp, or 0.85 where the result is subnormal.
 *
 * x = n log 2 + r, |r| <= log(2)/2, r as the sum of two; e^x = 2^n (1 + r + tail). Beyond the clamp everything overflows
 * or is less than half of the least subnormal.
 */
export const exp = <T>(o: Arithmetic<T>, x: T): T => {
  const clamped = clamp(o, x, -746, 710)
  const n = countLog2(o, clamped)
  return scaledExp(o, withoutLog2(o, clamped, n), n)
}

/**
 * e^x - 1, within 0.85 ulp.
 *
 * As `exp`, but 2^n (1 - 2^-n + r + tail): 1 - 2^-n is 0 for n = 0 and otherwise larger than r, so it and then r are
 * added with their errors. Below the clamp the result is -1.
 */
export const expm1 = <T>(o: Arithmetic<T>, x: T): T => {
  const clamped = clamp(o, x, -60, 710)
  const n = countLog2(o, clamped)
  const r = withoutLog2(o, clamped, n)
  const inverse = o.power2(o.maximum(o.neg(n), o.constant(-1022)))
  const base = fastTwoSum(o, o.constant(1), o.neg(inverse))
  const sum = fastTwoSum(o, base.high, r.high)
  const restOfR = o.add(r.low, o.mul(r.high, r.low))
  const low = quadraticTail(o, r.high, o.add(base.low, o.add(sum.low, restOfR)))
  return o.select(o.equal(x, o.constant(0)), x, scale(o, o.add(sum.high, low), n))
}
