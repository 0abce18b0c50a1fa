import { fastSum, infinity, isNegative, notANumber, type Pair, widen } from './pair.js'
import { addParts, divParts, mulParts, rest, scaleParts } from './parts.js'
import { exponentOf, timesPower } from './scaling.js'

// Arithmetic on pairs as objects, for what is not run for every element of a tensor in a loop of its own. Special values
// are those of float64: of zeros, infinities and NaN the high parts decide.

/** a + b, to 2^-104 of it. */
export const add = (a: Pair, b: Pair): Pair => {
  const high = addParts(a.high, a.low, b.high, b.low)
  return { high, low: rest[0] }
}

/** a - b, to 2^-104 of it. */
export const sub = (a: Pair, b: Pair): Pair => {
  const high = addParts(a.high, a.low, -b.high, -b.low)
  return { high, low: rest[0] }
}

/** a b, to 2^-103 of it. */
export const mul = (a: Pair, b: Pair): Pair => {
  const high = mulParts(a.high, a.low, b.high, b.low)
  return { high, low: rest[0] }
}

/** a / b, to 2^-102 of it. */
export const div = (a: Pair, b: Pair): Pair => {
  const high = divParts(a.high, a.low, b.high, b.low)
  return { high, low: rest[0] }
}

export const neg = ({ high, low }: Pair): Pair => ({ high: -high, low: -low })

export const abs = (x: Pair): Pair => (isNegative(x.high) ? neg(x) : x)

/** x 2^n for an integral n, with the digits that float64 has room for. */
export const scale = (x: Pair, n: number): Pair => {
  const high = scaleParts(x.high, x.low, n)
  return { high, low: rest[0] }
}

/** x times a power of two within its range, exact unless it is nearly subnormal. */
export const times = ({ high, low }: Pair, power: number): Pair => ({ high: high * power, low: low * power })

/** A number with the sign of `sign` where it has none: what an odd function gives, from its value at |x|. */
export const withSign = (size: Pair, sign: number): Pair => (isNegative(sign) ? neg(size) : size)

/** The root of a number of moderate size: one step of Newton's from that of `high`, whose square is exact as a pair. */
const moderateRoot = ({ high, low }: Pair): Pair => {
  const root = Math.sqrt(high)
  const square = mulParts(root, 0, root, 0)
  const left = high - square - rest[0] + low
  return fastSum(root, left / (root + root))
}

/** The square root, to 2^-103 of it; NaN below 0. */
export const sqrt = (x: Pair): Pair => {
  const { high, low } = x
  if (high > 2 ** -900 && high < 2 ** 1000) return moderateRoot(x)
  if (!(high > 0)) return high === 0 ? x : notANumber
  if (high === Number.POSITIVE_INFINITY) return infinity
  const half = Math.floor(exponentOf(high) / 2)
  return scale(moderateRoot({ high: timesPower(high, -2 * half), low: timesPower(low, -2 * half) }), half)
}

/** The product of a pair and a float64. */
export const mulNumber = (a: Pair, b: number): Pair => mul(a, widen(b))

/** The sum of a pair and a float64. */
export const addNumber = (a: Pair, b: number): Pair => add(a, widen(b))

/** x^2. */
export const square = (x: Pair): Pair => mul(x, x)
