import { float64Arithmetic, lazily } from '../../../tensor/index.js'
import { add, addNumber, div, mul, mulNumber, scale, sub } from './arithmetic.js'
import { expOf, fixedOne, log2, pairOf, partsOf, product, repeated, roundedAt } from './fixed.js'
import { infinity, notANumber, one, type Pair, widen, zero } from './pair.js'
import { evaluate, inverseFactorials, polynomial } from './polynomial.js'

const { nearest } = float64Arithmetic

/** The number times 2^n. */
export interface Scaled {
  readonly value: Pair
  readonly n: number
}

/** Steps of the table in an octave. */
const steps = 64

/** 2^(j/64) for j from -32 to 32, of those from 0 to 63, each from the one before. */
const powers = lazily(() => {
  const stepUp = expOf(log2 / BigInt(steps))
  const octave = repeated(fixedOne, steps, (value) => product(value, stepUp))
  return Array.from({ length: steps + 1 }, (_, at) =>
    at < steps / 2 ? octave[at + steps / 2] / 2n : octave[at - steps / 2],
  )
})
const values = lazily(() => powers().map(pairOf))

/** The same less 1. */
const growths = lazily(() => powers().map((value) => pairOf(value - fixedOne)))

/** log(2)/64: its first 36 bits, of which products with integers of 17 are exact, and the rest. */
const stepHead = roundedAt(log2 / BigInt(steps), 42)
const step = { head: partsOf(stepHead, 1)[0], tail: pairOf(log2 / BigInt(steps) - stepHead) }
const stepsPerUnit = steps / Math.LN2

/** (e^r - 1) / r for |r| up to half a step. */
const ofRest = polynomial(inverseFactorials(20).slice(1), 0.0055)

const growthOf = (r: Pair): Pair => mul(r, evaluate(ofRest, r))

/**
 * e^(x + correction), to 2^-103 of it and the errors of its exponent, where |x| < 1000 and the correction is small beside
 * it: with k the integer nearest to 64 x / log 2, it is 2^(k/64) e^r.
 */
export const expOfSum = (x: number, correction: Pair): Scaled => {
  const k = nearest(x * stepsPerUnit)
  const first = widen(x - k * step.head)
  const r = add(first, k === 0 ? correction : sub(correction, mulNumber(step.tail, k)))
  const n = nearest(k / steps)
  const value = values()[k - n * steps + steps / 2]
  return { value: add(value, mul(value, growthOf(r))), n }
}

/** Beyond these e^x overflows, or is less than half of the least subnormal. */
const [greatest, least] = [710, -746]

/** e^x, for what follows of it in a scale of its own; x is between -1000 and 1000. */
export const scaledExp = ({ high, low }: Pair): Scaled => expOfSum(high, widen(low))

/** e^x. */
export const exp = (x: Pair): Pair => {
  const { high } = x
  if (!(high < greatest)) return high >= greatest ? infinity : notANumber
  if (high < least) return zero
  const { value, n } = scaledExp(x)
  return scale(value, n)
}

/**
 * e^x - 1. Where |x| is at most log(2)/2, that is (g + 1) h + g for the two growths g and h, which never cancel by more than
 * a half; beyond, 1 is subtracted.
 */
export const expm1 = (x: Pair): Pair => {
  const { high, low } = x
  if (!(high < greatest)) return high >= greatest ? infinity : notANumber
  if (high < -80) return widen(-1)
  if (Math.abs(high) < 2 ** -300) return x
  const k = nearest(high * stepsPerUnit)
  if (Math.abs(k) > steps / 2) return addNumber(exp(x), -1)
  if (k === 0) return growthOf(x)
  const r = add(widen(high - k * step.head), sub(widen(low), mulNumber(step.tail, k)))
  const at = k + steps / 2
  return add(growths()[at], mul(values()[at], growthOf(r)))
}

const log2Pair = pairOf(log2)

/** 2^x, exact for integers. */
export const exp2 = (x: Pair): Pair => {
  const { high } = x
  if (!(high < 1025)) return high >= 1025 ? infinity : notANumber
  if (high < -1080) return zero
  const k = nearest(high * steps)
  const n = nearest(k / steps)
  const value = values()[k - n * steps + steps / 2]
  const r = mul(addNumber(x, -k / steps), log2Pair)
  return scale(add(value, mul(value, growthOf(r))), n)
}

/** 1 / (1 + e^-x), where x is negative as e^x / (1 + e^x). */
export const logistic = (x: Pair): Pair => {
  const { high, low } = x
  if (high < 0) {
    const grown = exp(x)
    return div(grown, add(one, grown))
  }
  return div(one, add(one, exp({ high: -high, low: -low })))
}
