import { expOf, fixedOne, pi, product, quotient, ratio, rootOf } from './fixed.js'
import { type Polynomial, polynomial } from './polynomial.js'

/** A polynomial for e^(x^2) erfc x near a centre, in what x differs from it. */
interface Segment {
  readonly centre: number
  readonly polynomial: Polynomial
}

const perRoot = quotient(2n * fixedOne, rootOf(pi))

/** e^(x^2) erfc x = e^(x^2) - (2 / sqrt pi) (x + 2 x^3 / 3 + 4 x^5 / 15 + ...), all terms of the series being positive. */
const scaledComplementOf = (x: bigint): bigint => {
  const square = product(x, x)
  let total = 0n
  for (let [term, k] = [x, 1n]; term !== 0n; term = (2n * product(term, square)) / (2n * k + 1n), k++) total += term
  return expOf(square) - product(perRoot, total)
}

/**
 * Taylor's coefficients at c: from f' = 2 x f - 2 / sqrt pi,
 *
 *   a_1 = 2 c a_0 - 2 / sqrt pi,   (k + 1) a_k+1 = 2 (c a_k + a_k-1)
 *
 * Each loses some bits to those before, of which there are enough: 320 less 52 for e^36 in a_0, and some 80 more.
 */
const coefficientsAt = (c: bigint, count: number): readonly bigint[] => {
  const first = scaledComplementOf(c)
  const values = [first, 2n * product(c, first) - perRoot]
  for (let k = 1; k < count; k++) values.push((2n * (product(c, values[k]) + values[k - 1])) / BigInt(k + 1))
  return values
}

const segmentAt = (at: number): Segment => {
  const eighths = 5 + 2 * at
  return { centre: eighths / 8, polynomial: polynomial(coefficientsAt(ratio(eighths, 8), 40), 0.126) }
}

let segments: readonly Segment[] | undefined

/** The segments from 1/2 to 6, of a quarter each: made when the first is asked for, in some milliseconds. */
export const complementSegments = (): readonly Segment[] => {
  segments ??= Array.from({ length: 22 }, (_, at) => segmentAt(at))
  return segments
}
