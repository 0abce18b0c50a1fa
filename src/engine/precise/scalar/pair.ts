/**
 * A number as the unevaluated sum of two float64: `high` is the float64 nearest to the number, and `low` what that leaves,
 * at most half a unit in the last place of `high`. That is 106 significant bits, some 31 digits, over the range of
 * float64; where `low` would be less than the least subnormal, digits are missing as they are in float64. A zero, an
 * infinity or NaN stands in `high`, beside a `low` of 0.
 */
export interface Pair {
  readonly high: number
  readonly low: number
}

/** A float64 as a pair. */
export const widen = (high: number): Pair => ({ high, low: 0 })

export const zero = widen(0)
export const one = widen(1)
export const two = widen(2)
export const notANumber = widen(Number.NaN)
export const infinity = widen(Number.POSITIVE_INFINITY)

/** Whether a float64 is neither infinite nor NaN. */
export const isBounded = (x: number): boolean => x - x === 0

/** Whether a sign is negative, be that of a zero. */
export const isNegative = (x: number): boolean => x < 0 || (x === 0 && 1 / x < 0)

/** a + b for |a| >= |b| or a = 0, as a pair (Dekker). */
export const fastSum = (a: number, b: number): Pair => {
  const high = a + b
  return { high, low: b - (high - a) }
}

/** a + b exactly, as a pair, where it does not overflow (Knuth). */
export const exactSum = (a: number, b: number): Pair => {
  const high = a + b
  const rounded = high - a
  return { high, low: a - (high - rounded) + (b - rounded) }
}

const splitter = 2 ** 27 + 1

/** a b exactly, as a pair, for sizes below 2^996 whose product is above 2^-960 or 0 (Veltkamp and Dekker). */
export const exactProduct = (a: number, b: number): Pair => {
  const high = a * b
  const aScaled = a * splitter
  const aHead = aScaled - (aScaled - a)
  const aTail = a - aHead
  const bScaled = b * splitter
  const bHead = bScaled - (bScaled - b)
  const bTail = b - bHead
  return { high, low: aTail * bTail - (high - aHead * bHead - aTail * bHead - aHead * bTail) }
}
