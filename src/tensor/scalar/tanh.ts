import type { Arithmetic } from './arithmetic.js'
import { fastTwoSum } from './doubleDouble.js'
import { countLog2, withoutLog2 } from './exp.js'
import { evaluate, polynomial } from './polynomial.js'
import { oddFrom } from './symmetry.js'

/**
 * (e^r - 1 - r - r^2/2) / r^3 on [-0.3468, 1.1002]: minimax for the error it makes in tanh(r/2) relative to that, and in
 * e^r where r is negative, found as the one of `exp`. That error: 2^-60.4.
 */
const cofactor = polynomial(
  0.16666666666666677,
  0.04166666666666515,
  0.008333333333333639,
  0.0013888888889363473,
  0.00019841269830001766,
  2.4801586952043838e-5,
  2.7557335188807525e-6,
  2.755722664809925e-7,
  2.50472703064151e-8,
  2.0990400343780227e-9,
  1.4974490111556677e-10,
  1.6350662554015442e-11,
)

/** Up to here a - tanh(a) is under a tenth of a; from here on 1 - tanh(a) is under a half. */
const threshold = 0.55

/** tanh(22) is 1 - 1.6e-19, which rounds to 1. */
const saturated = 22

/**
 * tanh x, within 0.9 ulp; odd to the bit.
 *
 * With a = |x| and 2a = n log 2 + r, where n = 0 up to the threshold, t = r^2 (1/2 + r P(r)), e^(2a) = 2^n (1 + r + t):
 *
 *     a < threshold:   tanh a = a - a Z / (1 + e^(2a)),  Z = (e^r - 1) - 2 (e^r - 1 - r) / r = r^2 (1/2 + (r - 2) P(r))
 *     otherwise:       tanh a = 1 - 2 / (1 + e^(2a))
 *
 * Both are a first term and a smaller quotient over 1 + e^(2a). In the second that sum is kept as two, and its low part
 * corrects the quotient to first order: 2 / (h + l) = q - q^2 l / 2 for q = 2 / h.
 */
export const tanh = <T>(o: Arithmetic<T>, x: T): T => {
  const one = o.constant(1)
  const half = o.constant(0.5)
  const two = o.constant(2)
  const zero = o.constant(0)
  const size = o.minimum(o.abs(x), o.constant(saturated))
  const twice = o.add(size, size)
  const small = o.less(size, o.constant(threshold))
  const n = o.select(small, zero, countLog2(o, twice))
  const r = withoutLog2(o, twice, n)
  const square = o.mul(r.high, r.high)
  const p = evaluate(o, cofactor, r.high, square)
  const tail = o.mul(square, o.add(half, o.mul(r.high, p)))

  const power = o.power2(n)
  const sum = fastTwoSum(o, o.add(power, one), o.mul(power, r.high))
  const divisor = fastTwoSum(o, sum.high, o.add(sum.low, o.mul(power, o.add(r.low, tail))))
  const excess = o.mul(square, o.add(half, o.mul(p, o.sub(r.high, two))))
  const quotient = o.div(o.select(small, o.mul(size, excess), two), divisor.high)
  const correction = o.select(small, zero, o.mul(o.mul(quotient, quotient), o.mul(half, divisor.low)))

  const result = fastTwoSum(o, o.select(small, size, one), o.neg(quotient))
  const value = o.add(result.high, o.add(result.low, correction))
  return oddFrom(o, x, value)
}
