import { float64Arithmetic, lazily } from '../../../tensor/index.js'
import { inQuarterTurns } from './angle.js'
import { add, addNumber, div, mul, neg } from './arithmetic.js'
import { cosOf, fixedOne, pairOf, product, ratio, repeated, sinOf } from './fixed.js'
import { isBounded, notANumber, one, type Pair } from './pair.js'
import { evaluate, inverseFactorials, polynomial } from './polynomial.js'

const { nearest } = float64Arithmetic

/** Steps of the table in a unit; an eighth of a turn is less than 26 of them. */
const steps = 32
const count = 27
const angles = lazily(() => {
  const [stepSine, stepCosine] = [sinOf(ratio(1, steps)), cosOf(ratio(1, steps))]
  return repeated({ sine: 0n, cosine: fixedOne }, count, ({ sine, cosine }) => ({
    sine: product(sine, stepCosine) + product(cosine, stepSine),
    cosine: product(cosine, stepCosine) - product(sine, stepSine),
  })).map(({ sine, cosine }): SineAndCosine => ({ sine: pairOf(sine), cosine: pairOf(cosine) }))
})

/** sin t / t and (cos t - 1) / t^2 in t^2, for |t| up to half a step. */
const factorials = inverseFactorials(26)
const alternating = (offset: number): readonly bigint[] =>
  factorials.filter((_, k) => k >= offset && (k - offset) % 2 === 0).map((value, k) => (k % 2 === 0 ? value : -value))
const bound = (0.51 / steps) ** 2
const ofSine = polynomial(alternating(1), bound)
const ofCosine = polynomial(
  alternating(2).map((value) => -value),
  bound,
)

/** The sine and the cosine of an angle. */
export interface SineAndCosine {
  readonly sine: Pair
  readonly cosine: Pair
}

/**
 * Those of |x| <= pi/4 or little more: with t = |x| - c for the j/32 nearest to it, c, sin |x| = sin c + (sin c (cos t - 1) + cos c
 * sin t), and so for the cosine. What is in the brackets is less than half of what is before them, except for c = 0.
 */
export const ofSmallAngle = (x: Pair): SineAndCosine => {
  const j = nearest(Math.abs(x.high) * steps)
  const t = x.high < 0 ? addNumber(neg(x), -j / steps) : addNumber(x, -j / steps)
  const square = mul(t, t)
  const sine = mul(t, evaluate(ofSine, square))
  const shortfall = mul(square, evaluate(ofCosine, square))
  if (j === 0) return { sine: x.high < 0 ? neg(sine) : sine, cosine: add(one, shortfall) }
  const { sine: s, cosine: c } = angles()[j]
  const whole = add(s, add(mul(s, shortfall), mul(c, sine)))
  return { sine: x.high < 0 ? neg(whole) : whole, cosine: add(c, add(mul(c, shortfall), neg(mul(s, sine)))) }
}

/** Up to here sin x and tan x are x to 2^-106 of it. */
const tiny = 2 ** -60

/** Those of any angle; NaN of an infinite one. */
const sineAndCosine = (x: Pair): SineAndCosine => {
  if (!isBounded(x.high)) return { sine: notANumber, cosine: notANumber }
  if (Math.abs(x.high) < tiny) return { sine: x, cosine: one }
  const { quarters, rest } = inQuarterTurns(x)
  const { sine, cosine } = ofSmallAngle(rest)
  if (quarters === 0) return { sine, cosine }
  if (quarters === 1) return { sine: cosine, cosine: neg(sine) }
  if (quarters === 2) return { sine: neg(sine), cosine: neg(cosine) }
  return { sine: neg(cosine), cosine: sine }
}

/** sin x, of any finite x. */
export const sin = (x: Pair): Pair => sineAndCosine(x).sine

/** cos x, of any finite x. */
export const cos = (x: Pair): Pair => sineAndCosine(x).cosine

/** tan x, of any finite x. */
export const tan = (x: Pair): Pair => {
  const { sine, cosine } = sineAndCosine(x)
  return cosine === one ? sine : div(sine, cosine)
}
