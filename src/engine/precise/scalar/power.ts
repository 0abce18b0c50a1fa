import { lazily } from '../../../tensor/index.js'
import { abs, div, mul, neg, scale } from './arithmetic.js'
import { expOfSum } from './exp.js'
import { fixedOne, log2 as logarithmOfTwo, partsOf, roundedAt } from './fixed.js'
import { logarithmsOfSteps, logSteps, normalize, placeOf } from './log.js'
import { exactProduct, exactSum, fastSum, infinity, notANumber, one, type Pair, zero } from './pair.js'
import { evaluate, polynomial } from './polynomial.js'
import { isInteger, isOdd } from './rounding.js'
import { longSumOfParts, sumOfParts } from './sums.js'

/** Up to here integral exponents are multiplied out. */
const mostFactors = 16

/** x^n for 1 <= n <= 16, by squaring: to 2^-99 of it, and exact where 106 bits are enough. */
const multiplied = (x: Pair, n: number): Pair => {
  if (n === 1) return x
  const half = multiplied(x, Math.floor(n / 2))
  const square = mul(half, half)
  return n % 2 === 0 ? square : mul(square, x)
}

/** log 2 as 42 bits, of which products with exponents are exact, and three more parts. */
const headOfTwo = roundedAt(logarithmOfTwo, 42)
const ofTwo = { head: partsOf(headOfTwo, 1)[0], tail: partsOf(logarithmOfTwo - headOfTwo, 2) }

const ofSteps = lazily(() => logarithmsOfSteps().map((logarithm) => partsOf(logarithm, 3)))

/** (2 atanh(s) - 2 s) / s^3 in s^2. */
const cubic = polynomial(
  Array.from({ length: 12 }, (_, k) => (2n * fixedOne) / BigInt(2 * k + 3)),
  0.0056 ** 2,
)

/**
 * The logarithm of a positive finite x to some 2^-115 of it, as a float64 and a pair: the way of `log`, where the quotient
 * s = (m - c) / (m + c) gets a third part from what the first two leave.
 */
const longLogarithm = (x: Pair): { readonly first: number; readonly rest: Pair } => {
  const { m, n } = normalize(x)
  const j = Math.round(m.high * logSteps)
  const c = j / logSteps
  const difference = exactSum(m.high - c, m.low)
  const high = exactSum(m.high, c)
  const low = exactSum(high.low, m.low)
  const s = div(difference, fastSum(high.high, low.high))
  const a = exactProduct(-s.high, high.high)
  const b = exactProduct(-s.high, low.high)
  const d = exactProduct(-s.low, high.high)
  const left = sumOfParts(
    [
      difference.high,
      a.high,
      difference.low,
      a.low,
      b.high,
      d.high,
      b.low,
      d.low,
      -s.high * low.low,
      -s.low * low.high,
    ],
    2,
  )
  const z = mul(s, s)
  const tail = mul(mul(s, z), evaluate(cubic, z))
  const ofStep = ofSteps()[placeOf(j)]
  const ofPower = exactProduct(n, ofTwo.tail[0])
  return longSumOfParts(
    [
      n * ofTwo.head,
      ofStep[0],
      2 * s.high,
      ofPower.high,
      ofStep[1],
      2 * s.low,
      tail.high,
      ofPower.low,
      n * ofTwo.tail[1],
      ofStep[2],
      tail.low,
      (2 * left.high) / high.high,
    ],
    2,
  )
}

/** x^y = e^(y log x) for positive finite x other than 1, with an exponent of some 2^-105 of 1. */
const general = (x: Pair, y: Pair): Pair => {
  const { first, rest } = longLogarithm(x)
  const size = first * y.high
  if (Math.abs(size) > 800) return size > 0 ? infinity : zero
  if (Math.abs(size) < 2 ** -200) return one
  const product = exactProduct(first, y.high)
  const a = exactProduct(first, y.low)
  const b = exactProduct(rest.high, y.high)
  const correction = sumOfParts([product.low, a.high, b.high, a.low, b.low, rest.high * y.low, rest.low * y.high], 2)
  const { value, n } = expOfSum(product.high, correction)
  return scale(value, n)
}

/** |x|^y for x other than NaN. */
const ofSize = (x: Pair, y: Pair): Pair => {
  const { high } = x
  const isShrinking = y.high < 0
  if (high === 0) return isShrinking ? infinity : zero
  if (high === Number.POSITIVE_INFINITY) return isShrinking ? zero : infinity
  if (high === 1 && x.low === 0) return one
  const isAbove = high > 1 || (high === 1 && x.low > 0)
  if (Math.abs(y.high) === Number.POSITIVE_INFINITY) return isAbove !== isShrinking ? infinity : zero
  if (y.low === 0 && isInteger(y) && Math.abs(y.high) <= mostFactors) {
    const product = multiplied(x, Math.abs(y.high))
    if (!isShrinking) return product
    if (product.high > 2 ** -900 && product.high < 2 ** 900) return div(one, product)
  }
  return general(x, y)
}

/**
 * x^y, with the special values that IEEE 754 has for `pow`: 1 for y = 0 or x = 1, whatever the other is; 1 for x = -1 and
 * infinite y; NaN for a negative finite x and a y that is no integer.
 */
export const power = (x: Pair, y: Pair): Pair => {
  if (y.high === 0 || (x.high === 1 && x.low === 0)) return one
  if (Number.isNaN(x.high) || Number.isNaN(y.high)) return notANumber
  const isWhole = isInteger(y)
  const isNegativeBase = x.high < 0 || Object.is(x.high, -0)
  if (x.high < 0 && x.high > Number.NEGATIVE_INFINITY && !isWhole) return notANumber
  const size = ofSize(abs(x), y)
  return isNegativeBase && isWhole && isOdd(y) ? neg(size) : size
}
