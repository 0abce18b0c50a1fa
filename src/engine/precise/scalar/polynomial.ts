import { fixedOne, partsOf, repeated } from './fixed.js'
import type { Pair } from './pair.js'

/** c0 + c1 x + c2 x^2 + ...: pairs as coefficients, of which only the first `paired` need their low parts. */
export interface Polynomial {
  readonly highs: Float64Array
  readonly lows: Float64Array
  readonly paired: number
}

/** Terms below this share of the first one are left out. */
const leftOut = 2 ** -112

/** Terms below this share of the first one have digits enough in float64. */
const single = 2 ** -58

/**
 * The polynomial of some coefficients, in units of 2^-320, as far as |x| <= bound needs them: to some 2^-105 of it where
 * the first term is larger than the others.
 */
export const polynomial = (coefficients: readonly bigint[], bound: number): Polynomial => {
  const sizes = coefficients.map((coefficient, k) => Math.abs(partsOf(coefficient, 1)[0]) * bound ** k)
  const countAbove = (share: number): number => 1 + sizes.findLastIndex((size) => size > share * sizes[0])
  const used = coefficients.slice(0, countAbove(leftOut)).map((coefficient) => partsOf(coefficient, 2))
  return {
    highs: Float64Array.from(used, ([high]) => high),
    lows: Float64Array.from(used, ([, low]) => low),
    paired: countAbove(single),
  }
}

const splitter = 2 ** 27 + 1

/**
 * Horner's rule: first in float64, then in pairs, where the product with x is added to a coefficient that is larger. It
 * is the inner loop of all elementary functions, and so written out.
 */
export const evaluate = ({ highs, lows, paired }: Polynomial, x: Pair): Pair => {
  const { high: xHigh, low: xLow } = x
  const scaled = xHigh * splitter
  const head = scaled - (scaled - xHigh)
  const tail = xHigh - head
  let high = 0
  for (let k = highs.length - 1; k >= paired; k--) high = high * xHigh + highs[k]
  let low = 0
  for (let k = paired - 1; k >= 0; k--) {
    const product = high * xHigh
    const ownScaled = high * splitter
    const ownHead = ownScaled - (ownScaled - high)
    const ownTail = high - ownHead
    const error = ownTail * tail - (product - ownHead * head - ownTail * head - ownHead * tail)
    const coefficient = highs[k]
    const sum = coefficient + product
    const rest = product - (sum - coefficient) + (lows[k] + (error + (high * xLow + low * xHigh)))
    high = sum + rest
    low = rest - (high - sum)
  }
  return { high, low }
}

/** 1/0!, 1/1!, 1/2!, ... in units of 2^-320. */
export const inverseFactorials = (count: number): readonly bigint[] =>
  repeated(fixedOne, count, (value, k) => value / BigInt(k))
