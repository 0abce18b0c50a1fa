import { float64Arithmetic, lazily } from '../../../tensor/index.js'
import { add, addNumber, div, mul, mulNumber } from './arithmetic.js'
import { atanhOfInverse, fixedOne, log10 as ofTen, log2 as ofTwo, pairOf, quotient, repeated } from './fixed.js'
import { infinity, notANumber, type Pair, widen } from './pair.js'
import { evaluate, polynomial } from './polynomial.js'
import { exponentOf, timesPower } from './scaling.js'

const { nearest } = float64Arithmetic

/** Steps of the table in a unit. */
const steps = 64
export const logSteps = steps

/** log j - log 45 for j from 45 to 91, each from the one before by log((j + 1) / j) = 2 atanh(1 / (2j + 1)). */
const first = 45
const fromFirst = lazily(() =>
  repeated(0n, 47, (value, at) => value + 2n * atanhOfInverse(2n * BigInt(first + at) - 1n)),
)

/** log(j/64) for j from 45 to 91, that is, from less than sqrt(1/2) to more than sqrt 2. */
export const logarithmsOfSteps = (): readonly bigint[] => fromFirst().map((value) => value - fromFirst()[steps - first])
const logarithms = lazily(() => logarithmsOfSteps().map(pairOf))

/** The place of j/64 in the table. */
export const placeOf = (j: number): number => j - first

/** 2 atanh(s) / s in s^2, where |s| is at most half a step by twice the least number. */
const ofSquare = polynomial(
  Array.from({ length: 12 }, (_, k) => (2n * fixedOne) / BigInt(2 * k + 1)),
  0.0056 ** 2,
)

const arc = (s: Pair): Pair => mul(s, evaluate(ofSquare, mul(s, s)))

/** x = 2^n m, m from sqrt(1/2) to sqrt 2, for a positive finite x. */
export const normalize = ({ high, low }: Pair): { readonly m: Pair; readonly n: number } => {
  const exponent = exponentOf(high)
  const significand = timesPower(high, -exponent)
  const n = significand > Math.SQRT2 ? exponent + 1 : exponent
  return { m: { high: timesPower(high, -n), low: timesPower(low, -n) }, n }
}

/** log m for m from sqrt(1/2) to sqrt 2: with c the j/64 nearest to m, log c + 2 atanh((m - c) / (m + c)). */
const ofNormal = (m: Pair): Pair => {
  const j = nearest(m.high * steps)
  const c = j / steps
  const rest = arc(div(addNumber(m, -c), addNumber(m, c)))
  return j === steps ? rest : add(logarithms()[placeOf(j)], rest)
}

/** What the logarithm is where it is not to be worked out: of what is not positive and finite. */
const atLimits = (high: number): Pair =>
  high === 0 ? widen(Number.NEGATIVE_INFINITY) : high > 0 ? infinity : notANumber

const isOrdinary = (high: number): boolean => high > 0 && high < Number.POSITIVE_INFINITY

const log2Pair = pairOf(ofTwo)

/** The natural logarithm. */
export const log = (x: Pair): Pair => {
  if (!isOrdinary(x.high)) return atLimits(x.high)
  const { m, n } = normalize(x)
  const rest = ofNormal(m)
  return n === 0 ? rest : add(mulNumber(log2Pair, n), rest)
}

const perLog2 = pairOf(quotient(fixedOne, ofTwo))
const perLog10 = pairOf(quotient(fixedOne, ofTen))

/** The logarithm to the base 2, exact for powers of two. */
export const log2 = (x: Pair): Pair => {
  if (!isOrdinary(x.high)) return atLimits(x.high)
  const { m, n } = normalize(x)
  return addNumber(mul(ofNormal(m), perLog2), n)
}

/** The logarithm to the base 10. */
export const log10 = (x: Pair): Pair => mul(log(x), perLog10)

/** log(1 + x): near 1, m - c is x - (c - 1), which has all digits of x. */
export const log1p = (x: Pair): Pair => {
  const { high } = x
  if (Math.abs(high) < 2 ** -300) return x
  if (!(high > -0.29 && high < 0.41)) return log(addNumber(x, 1))
  const j = nearest((1 + high) * steps)
  const c = j / steps
  const rest = arc(div(addNumber(x, 1 - c), addNumber(addNumber(x, 1), c)))
  return j === steps ? rest : add(logarithms()[placeOf(j)], rest)
}
