import type { Arithmetic } from './arithmetic.js'
import { type DoubleDouble, fastTwoSum, multiplySplit, split } from './doubleDouble.js'
import { countLog2, cubicCofactor, withoutLog2 } from './exp.js'

/** (high + low) 2^n. */
export interface Scaled<T> extends DoubleDouble<T> {
  readonly n: T
}

/**
 * e^(high + low) to some 2^-59 of it, between 2^n / sqrt(2) and 2^n sqrt(2); `low` may be as large as 2^-24 of `high`.
 *
 * As `exp`, with r split: r^2/2 has an exact high part, and only r^3/6 and what follows is rounded at their size.
 */
export const expOfSum = <T>(o: Arithmetic<T>, { high, low }: DoubleDouble<T>): Scaled<T> => {
  const n = countLog2(o, o.add(high, low))
  const reduced = withoutLog2(o, high, n)
  const r = split(o, { high: reduced.high, low: o.add(reduced.low, low) })
  const rounded = o.add(r.high, r.low)
  const square = multiplySplit(o, r, r)
  const roundedSquare = o.mul(rounded, rounded)
  const half = o.constant(0.5)
  const cubic = o.mul(o.mul(roundedSquare, rounded), cubicCofactor(o, rounded, roundedSquare))
  const first = fastTwoSum(o, o.constant(1), r.high)
  const second = fastTwoSum(o, first.high, o.mul(half, square.high))
  const rest = o.add(r.low, o.add(o.mul(half, square.low), cubic))
  return { high: second.high, low: o.add(o.add(second.low, first.low), rest), n }
}
