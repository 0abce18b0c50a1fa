import type { Arithmetic } from './arithmetic.js'
import { constants, type DoubleDouble, fastTwoSum, leading, multiplySplit, split, twoSum } from './doubleDouble.js'
import { log2 } from './exp.js'
import { evaluate, polynomial } from './polynomial.js'

/**
 * Near every significand m of [1, 2) stands a centre c of at most 8 bits, so that m - c is exact; `below` is the bound up
 * to which to use it, log c = high + low with `high` a multiple of 2^-42, so that k log 2 + log c has an exact high part.
 */
const centres = [
  { below: 1.09, centre: 1, high: 0, low: 0 },
  { below: 1.296, centre: 1.1875, high: 0.17185025692674571, low: -8.649239607212071e-14 },
  { below: 1.545, centre: 1.4140625, high: 0.3464667673461008, low: 1.077574303757264e-13 },
  { below: 1.837, centre: 1.6875, high: 0.5232481437644765, low: 7.135550660118121e-14 },
  { below: 2, centre: 2, ...log2 },
] as const

const centreOf = <T>(o: Arithmetic<T>, significand: T) => {
  const { centre: last, high: lastHigh, low: lastLow } = centres[centres.length - 1]
  let centre = o.constant(last)
  let high = o.constant(lastHigh)
  let low = o.constant(lastLow)
  for (let index = centres.length - 2; index >= 0; index--) {
    const each = centres[index]
    const here = o.less(significand, o.constant(each.below))
    centre = o.select(here, o.constant(each.centre), centre)
    high = o.select(here, o.constant(each.high), high)
    low = o.select(here, o.constant(each.low), low)
  }
  return { centre, high, low }
}

/** 1/12, split. */
const twelfth = { high: 0.08333333395421505, low: -6.20881716410319e-10 } as const

/**
 * (2 artanh(s/2) - s - s^3/12) / s^5 in z = s^2 up to 0.0886^2: minimax for the error relative to the whole, found as
 * the polynomial of `exp`. That error: 2^-79.1.
 */
const cofactor = polynomial(
  0.012500000000000008,
  0.002232142857132927,
  0.0004340277824423963,
  8.877739369204685e-5,
  1.888421013000114e-5,
)

/**
 * log((c + f) 2^k) for a centre c, to some 2^-70 of it.
 *
 * With s = 2 f / (2c + f), |s| <= 0.0886: log(1 + f/c) = 2 artanh(s/2) = s + s^3/12 + s^5/80 + ... The terms are summed
 * from k log 2 + log c on, each with its error; s, s^2 and s^3/12 are split, the rest is below 2^-20 of s.
 */
const logarithmNear = <T>(
  o: Arithmetic<T>,
  { centre, high, low }: { readonly centre: T; readonly high: T; readonly low: T },
  f: DoubleDouble<T>,
  k: T,
): DoubleDouble<T> => {
  const sum = fastTwoSum(o, o.add(centre, centre), f.high)
  const divisor = split(o, { high: sum.high, low: o.add(sum.low, f.low) })
  const reciprocal = o.div(o.constant(1), sum.high)
  const dividend = o.add(f.high, f.high)
  const head = leading(o, o.mul(dividend, reciprocal))
  // Each step exact but for the last digits of the last: the heads have 26 bits.
  const remainder = o.sub(o.sub(dividend, o.mul(head, divisor.high)), o.mul(head, divisor.low))
  const s = { high: head, low: o.mul(o.add(remainder, o.add(f.low, f.low)), reciprocal) }

  const z = multiplySplit(o, s, s)
  const roundedZ = o.add(z.high, z.low)
  const square = o.mul(roundedZ, roundedZ)
  const tail = o.mul(square, evaluate(o, cofactor, roundedZ, square))
  const linear = multiplySplit(o, split(o, z), constants(o, twelfth))
  const cubic = multiplySplit(o, s, split(o, { high: linear.high, low: o.add(linear.low, tail) }))

  const base = o.add(o.mul(k, o.constant(log2.high)), high)
  const baseLow = o.add(o.mul(k, o.constant(log2.low)), low)
  const first = fastTwoSum(o, base, s.high)
  const second = fastTwoSum(o, first.high, cubic.high)
  return {
    high: second.high,
    low: o.add(second.low, o.add(first.low, o.add(baseLow, o.add(s.low, cubic.low)))),
  }
}

/** log a as a sum, to some 2^-70 of it, for a positive and finite a (else unspecified). */
export const logarithm = <T>(o: Arithmetic<T>, a: T): DoubleDouble<T> => {
  const subnormal = o.less(a, o.constant(2 ** -1022))
  const normal = o.select(subnormal, o.mul(a, o.constant(2 ** 54)), a)
  const k = o.sub(o.exponent(normal), o.select(subnormal, o.constant(54), o.constant(0)))
  const significand = o.significand(normal)
  const near = centreOf(o, significand)
  return logarithmNear(o, near, { high: o.sub(significand, near.centre), low: o.constant(0) }, k)
}

/** `value` where `argument` is positive and finite, and what a logarithm is elsewhere. */
export const logarithmOr = <T>(o: Arithmetic<T>, argument: T, value: T): T => {
  const zero = o.constant(0)
  const infinity = o.constant(Number.POSITIVE_INFINITY)
  const otherwise = o.select(o.equal(argument, zero), o.constant(Number.NEGATIVE_INFINITY), o.constant(Number.NaN))
  return o.select(o.less(zero, argument), o.select(o.less(argument, infinity), value, infinity), otherwise)
}

/** The natural logarithm of x, within 0.5001 ulp: the double nearest to it, but for a case in ten thousand at most. */
export const log = <T>(o: Arithmetic<T>, x: T): T => {
  const { high, low } = logarithm(o, x)
  return logarithmOr(o, x, o.add(high, low))
}

/**
 * log of a sum whose high part is positive and normal, to some 2^-70 of it also near 1: the low part goes into the
 * difference to the centre. With `doublings`, of 2 to that power times the sum.
 */
export const logarithmOfSum = <T>(o: Arithmetic<T>, sum: DoubleDouble<T>, doublings?: T): DoubleDouble<T> => {
  const exponent = o.exponent(sum.high)
  const significand = o.significand(sum.high)
  const near = centreOf(o, significand)
  const low = o.mul(sum.low, o.power2(o.maximum(o.neg(exponent), o.constant(-1022))))
  const k = doublings === undefined ? exponent : o.add(exponent, doublings)
  return logarithmNear(o, near, fastTwoSum(o, o.sub(significand, near.centre), low), k)
}

/** log(1 + x), as good as `log`, of 1 + x as an exact sum. Below 2^-54 in size the result is x. */
export const log1p = <T>(o: Arithmetic<T>, x: T): T => {
  const argument = twoSum(o, o.constant(1), x)
  const { high, low } = logarithmOfSum(o, argument)
  const value = logarithmOr(o, argument.high, o.add(high, low))
  return o.select(o.less(o.abs(x), o.constant(2 ** -54)), x, value)
}
