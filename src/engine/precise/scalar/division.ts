import {
  float64Arithmetic,
  floorDivide as floorDivideKernel,
  remainder as remainderKernel,
} from '../../../tensor/index.js'
import { div } from './arithmetic.js'
import { fixedOf, leastPlace, pairOfFixed } from './exact.js'
import { exactProduct, isBounded, isNegative, type Pair, widen } from './pair.js'
import { sumOfParts } from './sums.js'

/** Whether the divisor or the dividend is 0, infinite or NaN: then the kernels of float64 say what becomes of it. */
const isSpecial = (a: Pair, b: Pair): boolean =>
  !isBounded(a.high) || !isBounded(b.high) || b.high === 0 || a.high === 0

/** Up to this size of a quotient its integers and their products with parts of the divisor have room in float64. */
const greatestQuotient = 2 ** 50

/** What is left of a after an integral number of times b, rounded once. */
const left = (a: Pair, b: Pair, count: number): Pair => {
  const [first, second] = [exactProduct(-count, b.high), exactProduct(-count, b.low)]
  return sumOfParts([a.high, first.high, a.low, first.low, second.high, second.low])
}

/** floor(a / b) and a - b floor(a / b) for finite numbers other than 0. */
const divided = (a: Pair, b: Pair): readonly [quotient: Pair, remainder: Pair] => {
  const ratio = div(a, b)
  const isModerate = (x: number): boolean => Math.abs(x) > 2 ** -800 && Math.abs(x) < 2 ** 800
  if (isModerate(a.high) && isModerate(b.high) && Math.abs(ratio.high) < greatestQuotient) {
    const guess = Math.floor(ratio.high)
    for (const count of [guess, guess - 1, guess + 1]) {
      const rest = left(a, b, count)
      const isBelow = rest.high !== 0 && isNegative(rest.high) !== isNegative(b.high)
      const next = left(a, b, count + 1)
      const reaches = next.high === 0 || isNegative(next.high) === isNegative(b.high)
      if (!isBelow && !reaches) return [widen(count), rest]
    }
  }
  const [dividend, divisor] = [fixedOf(a, leastPlace), fixedOf(b, leastPlace)]
  const truncated = dividend / divisor
  const rest = dividend - truncated * divisor
  const isOpposed = rest !== 0n && rest < 0n !== divisor < 0n
  const quotient = isOpposed ? truncated - 1n : truncated
  return [pairOfFixed(quotient, 0), pairOfFixed(isOpposed ? rest + divisor : rest, leastPlace)]
}

/** A number, and where that is 0 a zero of the sign given. */
const orZero = (x: Pair, sign: number): Pair => (x.high === 0 ? widen(isNegative(sign) ? -0 : 0) : x)

/** floor(a / b), by 0 a / b; a zero has the sign of a / b. */
export const floorDiv = (a: Pair, b: Pair): Pair =>
  isSpecial(a, b)
    ? widen(floorDivideKernel(float64Arithmetic, a.high, b.high))
    : orZero(divided(a, b)[0], a.high / b.high)

/** a - b floor(a / b), with the sign of b, rounded once; NaN where that is none. */
export const remainder = (a: Pair, b: Pair): Pair => {
  if (!isSpecial(a, b)) return orZero(divided(a, b)[1], b.high)
  const rest = remainderKernel(float64Arithmetic, a.high, b.high)
  return rest === a.high ? a : widen(rest)
}
