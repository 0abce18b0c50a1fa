import { abs, add, addNumber, div, mul, scale, sqrt, sub, times, withSign } from './arithmetic.js'
import { exp, expm1, type Scaled, scaledExp } from './exp.js'
import { log2 as fixedLog2, pairOf } from './fixed.js'
import { log, log1p } from './log.js'
import { infinity, notANumber, one, type Pair, two } from './pair.js'

/** Beyond this the smaller of e^x and e^-x is less than 2^-114 of the other. */
const lopsided = 40

/** Beyond this sinh and cosh overflow. */
const greatest = 711

/** e^a / 2, also where e^a overflows. */
const halfOf = ({ value, n }: Scaled): Pair => scale(value, n - 1)

/** sinh x: with u = e^|x| - 1, (u + u / (1 + u)) / 2. */
export const sinh = (x: Pair): Pair => {
  const size = abs(x)
  if (size.high < 2 ** -60) return x
  if (!(size.high < greatest)) return withSign(size.high >= greatest ? infinity : notANumber, x.high)
  if (size.high > lopsided) return withSign(halfOf(scaledExp(size)), x.high)
  const u = expm1(size)
  return withSign(times(add(u, div(u, addNumber(u, 1))), 0.5), x.high)
}

/** cosh x = (e^|x| + e^-|x|) / 2. */
export const cosh = (x: Pair): Pair => {
  const size = abs(x)
  if (!(size.high < greatest)) return size.high >= greatest ? infinity : notANumber
  if (size.high > lopsided) return halfOf(scaledExp(size))
  const e = exp(size)
  return times(add(e, div(one, e)), 0.5)
}

/** tanh x = u / (u + 2) for u = e^(2 |x|) - 1. */
export const tanh = (x: Pair): Pair => {
  const size = abs(x)
  if (size.high < 2 ** -60) return x
  if (size.high > lopsided) return withSign(one, x.high)
  const u = expm1(times(size, 2))
  return withSign(div(u, addNumber(u, 2)), x.high)
}

/** Beyond this the root of a^2 + 1 or a^2 - 1 is a to 2^-114 of it. */
const large = 2 ** 57

const log2 = pairOf(fixedLog2)
const ofLarge = (a: Pair): Pair => add(log(a), log2)

/** asinh x = log(1 + w) with the sign of x, where w = a + a^2 / (1 + sqrt(1 + a^2)) for a = |x|. */
export const asinh = (x: Pair): Pair => {
  const a = abs(x)
  if (a.high < 2 ** -60) return x
  if (!(a.high < large)) return withSign(ofLarge(a), x.high)
  const square = mul(a, a)
  return withSign(log1p(add(a, div(square, addNumber(sqrt(addNumber(square, 1)), 1)))), x.high)
}

/** acosh x = log(1 + t + sqrt(t (2 + t))) for t = x - 1; NaN below 1. */
export const acosh = (x: Pair): Pair => {
  if (x.high > large) return ofLarge(x)
  const t = sub(x, one)
  if (!(t.high >= 0)) return notANumber
  return log1p(add(t, sqrt(mul(t, add(t, two)))))
}

/** atanh x = log(1 + 2a / (1 - a)) / 2 for a = |x|, with the sign of x; NaN beyond 1. */
export const atanh = (x: Pair): Pair => {
  const a = abs(x)
  if (a.high < 2 ** -60) return x
  const below = sub(one, a)
  if (!(below.high >= 0)) return notANumber
  return withSign(times(log1p(div(times(a, 2), below)), 0.5), x.high)
}
