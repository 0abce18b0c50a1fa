import type { Arithmetic } from './arithmetic.js'
import { fastTwoSum, leading } from './doubleDouble.js'
import { evaluate, polynomial } from './polynomial.js'
import { inQuarterTurns } from './quarterTurns.js'

/**
 * (tan r - r) / r^3 in z = r^2, |r| <= 0.78548: minimax for the error it makes relative to tan r, found as the polynomial of
 * `exp`. That error: 2^-59.8.
 */
const cofactor = polynomial(
  0.33333333333333376,
  0.13333333333326075,
  0.053968253972541284,
  0.021869488408640295,
  0.00886323777751039,
  0.0035921023522284363,
  0.001456035304047325,
  0.0005889148987334899,
  0.00024357407047411508,
  8.400681848591676e-5,
  6.641339980859082e-5,
  -2.4618284935227045e-5,
  4.779292550872158e-5,
  -2.3858255555050687e-5,
  9.706880568648858e-6,
)

/** -1 / (high + low): the rounded reciprocal, and what the exact product of its head and that of `high` leaves of 1. */
const negativeReciprocal = <T>(o: Arithmetic<T>, high: T, low: T): T => {
  const reciprocal = o.div(o.constant(-1), high)
  const [head, headOfHigh] = [leading(o, reciprocal), leading(o, high)]
  const rest = o.add(o.sub(high, headOfHigh), low)
  const left = o.add(o.add(o.constant(1), o.mul(head, headOfHigh)), o.mul(head, rest))
  return o.add(head, o.mul(reciprocal, left))
}

/**
 * tan x, within 0.9 ulp; odd to the bit, NaN where x is infinite.
 *
 * tan(r + l) = tan r + l (1 + tan^2 r) for what is left of an even number of quarter turns, and -1 over that for an odd one.
 */
export const tan = <T>(o: Arithmetic<T>, x: T): T => {
  const value = inQuarterTurns(o, x, ({ quarters, rest: { high: r, low } }) => {
    const z = o.mul(r, r)
    const cubic = o.mul(o.mul(r, z), evaluate(o, cofactor, z, o.mul(z, z)))
    const tangent = o.add(r, cubic)
    const even = fastTwoSum(o, r, o.add(cubic, o.add(low, o.mul(low, o.mul(tangent, tangent)))))
    const half = o.mul(quarters, o.constant(0.5))
    return o.select(o.equal(o.nearest(half), half), even.high, negativeReciprocal(o, even.high, even.low))
  })
  return o.select(o.equal(x, o.constant(0)), x, value)
}
