import type { Arithmetic } from './arithmetic.js'

/** Whether a remainder and its divisor have opposite signs, neither being 0. */
const opposes = <T>(o: Arithmetic<T>, rest: T, divisor: T): T => {
  const zero = o.constant(0)
  return o.or(o.and(o.less(rest, zero), o.less(zero, divisor)), o.and(o.less(zero, rest), o.less(divisor, zero)))
}

/** a - b floor(a / b), with the sign of b, rounded once; NaN where that is none, of int32 0 where b is 0. */
export const remainder = <T>(o: Arithmetic<T>, a: T, b: T): T => {
  const zero = o.constant(0)
  const rest = o.remainder(a, b)
  const none = o.select(o.less(b, zero), o.neg(zero), zero)
  return o.select(opposes(o, rest, b), o.add(rest, b), o.select(o.equal(rest, zero), none, rest))
}

/**
 * floor(a / b), of which `remainder` is the rest: not of the rounded quotient, which may be one more. A quotient of
 * more than 51 digits is rounded; by 0 it is a / b, of int32 0.
 */
export const floorDivide = <T>(o: Arithmetic<T>, a: T, b: T): T => {
  const zero = o.constant(0)
  const rest = o.remainder(a, b)
  const truncated = o.nearest(o.div(o.sub(a, rest), b))
  const floor = o.select(opposes(o, rest, b), o.sub(truncated, o.constant(1)), truncated)
  const ratio = o.div(a, b)
  return o.select(o.equal(b, zero), ratio, o.select(o.equal(floor, zero), o.mul(ratio, zero), floor))
}
