import type { Arithmetic } from './arithmetic.js'

/**
 * The unevaluated sum of two, `low` being small beside `high`: twice the digits, or nearly. It is called *split* where
 * `high` has at most 26 significant bits; the product of two such is then exact without a fused multiply-add.
 */
export interface DoubleDouble<T> {
  readonly high: T
  readonly low: T
}

/** A sum of two numbers as constants. */
export const constants = <T>(o: Arithmetic<T>, { high, low }: DoubleDouble<number>): DoubleDouble<T> => ({
  high: o.constant(high),
  low: o.constant(low),
})

/** a + b and its rounding error, exactly (Knuth). */
export const twoSum = <T>(o: Arithmetic<T>, a: T, b: T): DoubleDouble<T> => {
  const high = o.add(a, b)
  const rounded = o.sub(high, a)
  return { high, low: o.add(o.sub(a, o.sub(high, rounded)), o.sub(b, rounded)) }
}

/** a + b and its rounding error, exactly where a is 0 or not less than b in size (Dekker). */
export const fastTwoSum = <T>(o: Arithmetic<T>, a: T, b: T): DoubleDouble<T> => {
  const high = o.add(a, b)
  return { high, low: o.add(o.sub(a, high), b) }
}

const splitter = 2 ** 27 + 1

/** `a` rounded to 26 bits (Veltkamp), for |a| below 2^996. */
export const leading = <T>(o: Arithmetic<T>, a: T): T => {
  const scaled = o.mul(a, o.constant(splitter))
  return o.sub(scaled, o.sub(scaled, a))
}

/** high + low, split. */
export const split = <T>(o: Arithmetic<T>, { high, low }: DoubleDouble<T>): DoubleDouble<T> => {
  const head = leading(o, high)
  return { high: head, low: o.add(o.sub(high, head), low) }
}

/** The product of two that are split, to some 2^-77 of it: an exact `high` of 52 bits and a `low` below 2^-24 of it. */
export const multiplySplit = <T>(o: Arithmetic<T>, a: DoubleDouble<T>, b: DoubleDouble<T>): DoubleDouble<T> => ({
  high: o.mul(a.high, b.high),
  low: o.add(o.mul(a.high, b.low), o.mul(a.low, o.add(b.high, b.low))),
})
