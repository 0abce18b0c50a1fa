import type { Arithmetic } from './arithmetic.js'
import { leading } from './doubleDouble.js'
import { evaluate, polynomial } from './polynomial.js'
import { oddFrom } from './symmetry.js'

/** The cube root on [1, 2]: minimax for its relative error, found as the polynomial of `exp`. That error: 2^-22.4. */
const estimate = polynomial(
  0.4471409708964169,
  0.950101474365899,
  -0.6661827974074971,
  0.38536945159012953,
  -0.14447442794249885,
  0.03090527032377722,
  -0.002859770499429949,
)

const third = 1 / 3

/** The cube roots of 2 and of 4. */
const roots = [1.2599210498948732, 1.5874010519681996] as const

/**
 * The cube root of x, within 0.5001 ulp: the double nearest to it, but for a case in ten thousand at most; odd to the bit,
 * and exact where x is a cube.
 *
 * |x| = 2^(3k) a with 1 <= a < 8; an estimate y of the root of a, of 26 bits, has a square and products with the halves
 * of that which are exact, and so d = a - y^3 is right to its last digits. Halley's step from there triples the digits:
 *
 *     y + y d / (2 y^3 + a)
 */
export const cbrt = <T>(o: Arithmetic<T>, x: T): T => {
  const zero = o.constant(0)
  const size = o.abs(x)
  const subnormal = o.less(size, o.constant(2 ** -1022))
  const normal = o.select(subnormal, o.mul(size, o.constant(2 ** 54)), size)
  const exponent = o.exponent(normal)
  const k = o.nearest(o.mul(o.sub(exponent, o.constant(1)), o.constant(third)))
  const remainder = o.sub(exponent, o.mul(k, o.constant(3)))
  const significand = o.significand(normal)
  const a = o.mul(significand, o.power2(remainder))

  const isZero = o.equal(remainder, zero)
  const isOne = o.equal(remainder, o.constant(1))
  const root = o.select(isZero, o.constant(1), o.select(isOne, o.constant(roots[0]), o.constant(roots[1])))
  const square = o.mul(significand, significand)
  const y = leading(o, o.mul(evaluate(o, estimate, significand, square), root))

  const squared = o.mul(y, y)
  const head = leading(o, squared)
  const d = o.sub(o.sub(a, o.mul(head, y)), o.mul(o.sub(squared, head), y))
  const divisor = o.sub(o.mul(o.constant(3), a), o.add(d, d))
  const value = o.add(y, o.div(o.mul(y, d), divisor))

  const scaled = o.mul(value, o.power2(o.sub(k, o.select(subnormal, o.constant(18), zero))))
  const regular = o.and(o.less(zero, size), o.less(size, o.constant(Number.POSITIVE_INFINITY)))
  return o.select(regular, oddFrom(o, x, scaled), x)
}
