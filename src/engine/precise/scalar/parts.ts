import { isBounded } from './pair.js'
import { exponentOf, timesPower } from './scaling.js'

/**
 * Sums, products and quotients of pairs given as four float64: the high part of the result is returned, the low part is
 * left in `rest`. V8 compiles a call from a loop over arrays to straight-line code without any allocation (an object for
 * each pair costs three): an addition or a multiplication of 10^5 elements takes some 5 ns each, where pairs as objects,
 * `{ high, low }`, take some 25. Objects are what everything less frequent is written in; see arithmetic.ts.
 */
export const rest = new Float64Array(1)

const splitter = 2 ** 27 + 1

/** Below this size the partial products of a product lose digits to subnormal numbers. */
const leastProduct = 2 ** -960

/** Divisions keep away from the limits of the range, where products of quotients and divisors do not work. */
const [leastQuotient, greatestQuotient] = [2 ** -450, 2 ** 450]

const single = (high: number): number => {
  rest[0] = 0
  return high
}

/** The sum where the usual way ends in a zero, an infinity or NaN: the one of float64, but for what the low parts do. */
const unusualSum = (sum: number, high: number): number => {
  if (!isBounded(sum) || sum === 0) return single(sum)
  // The low parts cancel the sum of the others, or they make it overflow.
  return single(high === 0 ? 0 : sum * Number.POSITIVE_INFINITY)
}

/** a + b to 3 2^-106 of it, plus nothing where they cancel (Joldes, Muller and Popescu's AccurateDWPlusDW). */
export const addParts = (aHigh: number, aLow: number, bHigh: number, bLow: number): number => {
  const sum = aHigh + bHigh
  const sumRounded = sum - aHigh
  const sumError = aHigh - (sum - sumRounded) + (bHigh - sumRounded)
  const lows = aLow + bLow
  const lowsRounded = lows - aLow
  const lowsError = aLow - (lows - lowsRounded) + (bLow - lowsRounded)
  const inner = sumError + lows
  const first = sum + inner
  const second = inner - (first - sum) + lowsError
  const high = first + second
  if (!(high !== 0 && high - high === 0)) return unusualSum(sum, high)
  rest[0] = second - (high - first)
  return high
}

/** The product where the usual way ends near or beyond a limit of the range: of factors in [1, 2), brought there last. */
const unusualProduct = (aHigh: number, aLow: number, bHigh: number, bLow: number): number => {
  const product = aHigh * bHigh
  if (!isBounded(product) || aHigh === 0 || bHigh === 0) return single(product)
  const [aPower, bPower] = [-exponentOf(aHigh), -exponentOf(bHigh)]
  const high = mulParts(
    timesPower(aHigh, aPower),
    timesPower(aLow, aPower),
    timesPower(bHigh, bPower),
    timesPower(bLow, bPower),
  )
  return scaleParts(high, rest[0], -aPower - bPower)
}

/** a b to 8 2^-106 of it (Dekker). */
export const mulParts = (aHigh: number, aLow: number, bHigh: number, bLow: number): number => {
  const product = aHigh * bHigh
  const aScaled = aHigh * splitter
  const aHead = aScaled - (aScaled - aHigh)
  const aTail = aHigh - aHead
  const bScaled = bHigh * splitter
  const bHead = bScaled - (bScaled - bHigh)
  const bTail = bHigh - bHead
  const error = aTail * bTail - (product - aHead * bHead - aTail * bHead - aHead * bTail)
  const inner = error + (aHigh * bLow + aLow * bHigh)
  const high = product + inner
  const size = Math.abs(high)
  if (!(size > leastProduct && size < Number.POSITIVE_INFINITY)) return unusualProduct(aHigh, aLow, bHigh, bLow)
  rest[0] = inner - (high - product)
  return high
}

/** The quotient near or beyond a limit of the range. */
const unusualQuotient = (aHigh: number, aLow: number, bHigh: number, bLow: number): number => {
  const quotient = aHigh / bHigh
  // An infinite quotient of finite numbers is one that overflows, or a division by 0.
  if (!isBounded(quotient) || aHigh === 0 || !isBounded(bHigh)) return single(quotient)
  const [aPower, bPower] = [-exponentOf(aHigh), -exponentOf(bHigh)]
  const high = divParts(
    timesPower(aHigh, aPower),
    timesPower(aLow, aPower),
    timesPower(bHigh, bPower),
    timesPower(bLow, bPower),
  )
  return scaleParts(high, rest[0], bPower - aPower)
}

const isModerate = (x: number): boolean => {
  const size = Math.abs(x)
  return size > leastQuotient && size < greatestQuotient
}

/** a / b to 10 2^-106 of it: the quotient of the high parts, and what that leaves, which is exact, by the divisor. */
export const divParts = (aHigh: number, aLow: number, bHigh: number, bLow: number): number => {
  if (!(isModerate(aHigh) && isModerate(bHigh))) return unusualQuotient(aHigh, aLow, bHigh, bLow)
  const quotient = aHigh / bHigh
  const product = quotient * bHigh
  const qScaled = quotient * splitter
  const qHead = qScaled - (qScaled - quotient)
  const qTail = quotient - qHead
  const bScaled = bHigh * splitter
  const bHead = bScaled - (bScaled - bHigh)
  const bTail = bHigh - bHead
  const error = qTail * bTail - (product - qHead * bHead - qTail * bHead - qHead * bTail)
  const remainder = aHigh - product - error + (aLow - quotient * bLow)
  const correction = remainder / bHigh
  const high = quotient + correction
  rest[0] = correction - (high - quotient)
  return high
}

/** The number times 2^n for an integral n, rounded to what the range of float64 has room for. */
export const scaleParts = (high: number, low: number, n: number): number => {
  const scaled = timesPower(high, n)
  if (!isBounded(scaled) || scaled === 0) return single(scaled)
  // What the rounding of a subnormal number leaves is exact, and so joins the low part.
  const left = high - timesPower(scaled, -n) + low
  const rounded = timesPower(left, n)
  const sum = scaled + rounded
  rest[0] = rounded - (sum - scaled)
  return sum
}
