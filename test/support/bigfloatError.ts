import {
  type BigFloat,
  divide,
  exp,
  fixedOne,
  fixedProduct,
  fromFixed,
  fromNumber,
  multiply,
  negate,
  precision,
  series,
  subtract,
  toFixed,
} from './bigfloat.js'
import { sqrt } from './bigfloatHyperbolic.js'
import { pi } from './bigfloatTrigonometric.js'

const [zero, one, two] = [0, 1, 2].map(fromNumber)

/** Up to here the series of erf is used, whose terms are all positive; from here on the sum of erfc. */
const bound = fromNumber(1.5)

const isBelow = (a: BigFloat, b: BigFloat): boolean => subtract(a, b).significand < 0n

/** 2/sqrt(pi) x e^(-x^2) (1 + 2x^2/3 + (2x^2)^2/(3 5) + ...) for 0 <= x <= 1.5. */
const erfOfSmall = (x: BigFloat): BigFloat => {
  const square = multiply(x, x)
  const twice = toFixed(multiply(two, square))
  const sum = fromFixed(series(fixedOne, (term, index) => fixedProduct(term, twice) / BigInt(2 * index + 1)))
  return multiply(divide(multiply(two, x), sqrt(pi)), multiply(exp(negate(square)), sum))
}

/** The step of the sum, such that what it leaves out is e^(-pi^2/h^2) = 2^-405 of erfc. */
const h = fromNumber(3 / 16)

/** (k h)^2 and e^(-(k h)^2) until that vanishes. */
const nodes = Array.from({ length: 84 }, (_, index) => {
  const square = multiply(fromNumber((index + 1) ** 2), multiply(h, h))
  return { square: toFixed(square), weight: toFixed(exp(negate(square))) }
})

/**
 * erfc x = h/pi x e^(-x^2) (1/x^2 + 2 sum_k e^(-(k h)^2) / ((k h)^2 + x^2)) - 2 / (e^(2 pi x / h) - 1) for x >= 1.5: the
 * trapezoidal rule for 1/pi times the integral of x e^(-x^2 - t^2) / (t^2 + x^2), and its pole (Chiarella, Reichel 1968).
 */
const erfcOfLarge = (x: BigFloat): BigFloat => {
  const square = multiply(x, x)
  const fixedSquare = toFixed(square)
  const sum = nodes.reduce(
    (sum, node) => sum + (node.weight << BigInt(precision + 1)) / (node.square + fixedSquare),
    (fixedOne << BigInt(precision)) / fixedSquare,
  )
  const smooth = multiply(multiply(divide(h, pi), x), multiply(exp(negate(square)), fromFixed(sum)))
  const pole = divide(two, subtract(exp(divide(multiply(multiply(two, pi), x), h)), one))
  return subtract(smooth, pole)
}

export const erf = (x: BigFloat): BigFloat => {
  if (x.significand === 0n) return zero
  if (x.significand < 0n) return negate(erf(negate(x)))
  return isBelow(x, bound) ? erfOfSmall(x) : subtract(one, erfcOfLarge(x))
}

export const erfc = (x: BigFloat): BigFloat => (isBelow(x, bound) ? subtract(one, erf(x)) : erfcOfLarge(x))
