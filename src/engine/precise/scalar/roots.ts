import { cbrt as cbrtKernel, float64Arithmetic } from '../../../tensor/index.js'
import { add, div, mul, neg, scale, sqrt, square } from './arithmetic.js'
import { infinity, isBounded, one, type Pair } from './pair.js'
import { exponentOf, timesPower } from './scaling.js'

/** 1 / sqrt(x); at 0 an infinity of its sign, NaN below. */
export const rsqrt = (x: Pair): Pair => div(one, sqrt(x))

/**
 * The cube root: y + y d / (2 y^3 + a), Halley's step, from the float64 nearest to it, with d = a - y^3 to its last
 * digits; a is 2^(3k) times less than x, so that it is from 1 to 8.
 */
export const cbrt = (x: Pair): Pair => {
  if (x.high === 0 || !isBounded(x.high)) return x
  const k = Math.floor(exponentOf(x.high) / 3)
  const a = { high: timesPower(x.high, -3 * k), low: timesPower(x.low, -3 * k) }
  const y = cbrtKernel(float64Arithmetic, a.high)
  const cube = mul(square({ high: y, low: 0 }), { high: y, low: 0 })
  const d = add(a, neg(cube)).high
  return scale(add({ high: y, low: 0 }, { high: (y * d) / (2 * cube.high + a.high), low: 0 }), k)
}

/** sqrt(a^2 + b^2); Infinity where either is infinite, also beside NaN. */
export const hypot = (a: Pair, b: Pair): Pair => {
  const [first, second] = [Math.abs(a.high), Math.abs(b.high)]
  if (first === Number.POSITIVE_INFINITY || second === Number.POSITIVE_INFINITY) return infinity
  const largest = Math.max(first, second)
  if (!(largest > 0)) return { high: largest, low: 0 }
  const n = exponentOf(largest)
  const [x, y] = [scale(a, -n), scale(b, -n)]
  return scale(sqrt(add(square(x), square(y))), n)
}
