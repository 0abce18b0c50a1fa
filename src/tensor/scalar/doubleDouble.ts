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

/** a b, rounded to `high`, and its rounding error, for factors as sums of halves. */
const productOfHalves = <T>(o: Arithmetic<T>, high: T, a: DoubleDouble<T>, b: DoubleDouble<T>): DoubleDouble<T> => {
  const outer = o.sub(o.mul(a.high, b.high), high)
  const inner = o.add(o.mul(a.high, b.low), o.mul(a.low, b.high))
  return { high, low: o.add(o.add(outer, inner), o.mul(a.low, b.low)) }
}

/** `a` as the exact sum of two of at most 26 bits, for |a| below 2^996. */
const halves = <T>(o: Arithmetic<T>, a: T): DoubleDouble<T> => {
  const high = leading(o, a)
  return { high, low: o.sub(a, high) }
}

/** a b and its rounding error, exactly where all partial products are normal numbers (Dekker). */
export const twoProduct = <T>(o: Arithmetic<T>, a: T, b: T): DoubleDouble<T> =>
  productOfHalves(o, o.mul(a, b), halves(o, a), halves(o, b))

/** a^2 and its rounding error, as `twoProduct`. */
export const twoSquare = <T>(o: Arithmetic<T>, a: T): DoubleDouble<T> => {
  const both = halves(o, a)
  return productOfHalves(o, o.mul(a, a), both, both)
}

/** The square root of a positive sum of moderate size whose low part is but rounding, to some 2^-100 of it; 0 of 0. */
export const squareRoot = <T>(o: Arithmetic<T>, { high, low }: DoubleDouble<T>): DoubleDouble<T> => {
  const root = o.sqrt(high)
  const square = twoSquare(o, root)
  const remainder = o.add(o.sub(o.sub(high, square.high), square.low), low)
  return { high: root, low: o.div(remainder, o.maximum(o.add(root, root), o.constant(2 ** -1022))) }
}

/** The quotient of two sums of moderate size, to some 2^-100 of it. */
export const quotient = <T>(o: Arithmetic<T>, a: DoubleDouble<T>, b: DoubleDouble<T>): DoubleDouble<T> => {
  const high = o.div(a.high, b.high)
  const product = twoProduct(o, high, b.high)
  const remainder = o.sub(o.sub(a.high, product.high), product.low)
  return { high, low: o.div(o.add(remainder, o.sub(a.low, o.mul(high, b.low))), b.high) }
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

/** The quotient of two sums, to some 2^-77 of it: a `high` of 26 bits and the rest. */
export const divideSplit = <T>(o: Arithmetic<T>, a: DoubleDouble<T>, b: DoubleDouble<T>): DoubleDouble<T> => {
  const reciprocal = o.div(o.constant(1), o.add(b.high, b.low))
  const divisor = split(o, b)
  const high = leading(o, o.mul(a.high, reciprocal))
  const remainder = o.sub(o.sub(a.high, o.mul(high, divisor.high)), o.mul(high, divisor.low))
  return { high, low: o.mul(o.add(remainder, a.low), reciprocal) }
}
