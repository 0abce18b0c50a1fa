import { abs, add, div, mul, neg, scale, sub, withSign } from './arithmetic.js'
import { complementSegments } from './erfTable.js'
import { expOfSum } from './exp.js'
import { fixedOne, pairOf, pi, quotient, rootOf } from './fixed.js'
import { exactProduct, one, type Pair, two, widen, zero } from './pair.js'
import { evaluate, polynomial } from './polynomial.js'
import { sumOfParts } from './sums.js'

/** Up to here erf is a series in x, and beyond 1 less erfc. */
const small = 0.5

/** (2 / sqrt pi) (-1)^k / (k! (2k + 1)): erf x / x in x^2. */
const perRoot = quotient(2n * fixedOne, rootOf(pi))
const series = (): readonly bigint[] => {
  let factorial = 1n
  return Array.from({ length: 30 }, (_, k) => {
    if (k > 0) factorial *= BigInt(-k)
    return perRoot / (factorial * BigInt(2 * k + 1))
  })
}
const ofSquare = polynomial(series(), small ** 2)

const ofSmall = (x: Pair): Pair => mul(x, evaluate(ofSquare, mul(x, x)))

/** From here on erfc x is less than half of the least subnormal. */
const vanishing = 27.3

/** From here on the continued fraction, below it a polynomial for each quarter of a unit. */
const fromFraction = 6

/** 1 / sqrt pi */
const perRootPi = pairOf(perRoot / 2n)

/**
 * sqrt(pi) e^(x^2) erfc x = 1 / (x + (1/2) / (x + 1 / (x + (3/2) / (x + ...)))), as far as it takes: the error is some
 * more than it was found to take for an error of 2^-106, from 37 at 6 to 13 at 27.
 */
const fractionOf = (x: Pair): Pair => {
  const terms = Math.ceil(190 / x.high) + 6
  let below = x
  for (let k = terms; k > 0; k--) below = add(x, div(widen(k / 2), below))
  return div(perRootPi, below)
}

/** e^(x^2) erfc x for x >= 1/2. */
const scaledComplement = (x: Pair): Pair => {
  if (x.high >= fromFraction) return fractionOf(x)
  const segments = complementSegments()
  const at = Math.min(segments.length - 1, Math.floor((x.high - small) * 4))
  const { centre, polynomial } = segments[Math.max(0, at)]
  return evaluate(polynomial, add(x, widen(-centre)))
}

/** erfc x for x >= 1/2: e^(-x^2) times what changes slowly, the square with all its digits. */
const complement = (x: Pair): Pair => {
  if (x.high > vanishing) return zero
  const { high, low } = exactProduct(x.high, x.high)
  const cross = exactProduct(2 * x.high, x.low)
  const { value, n } = expOfSum(-high, neg(sumOfParts([low, cross.high, cross.low, x.low * x.low])))
  return scale(mul(value, scaledComplement(x)), n)
}

/** The error function. */
export const erf = (x: Pair): Pair => {
  const size = abs(x)
  if (Number.isNaN(x.high) || x.high === 0) return x
  if (size.high < small) return ofSmall(x)
  return withSign(sub(one, complement(size)), x.high)
}

/** 1 - erf x, to its last digits where it is tiny. */
export const erfc = (x: Pair): Pair => {
  if (Number.isNaN(x.high)) return x
  if (Math.abs(x.high) < small) return sub(one, ofSmall(x))
  return x.high < 0 ? sub(two, complement(neg(x))) : complement(x)
}
