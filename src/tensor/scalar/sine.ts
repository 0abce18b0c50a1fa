import type { Arithmetic } from './arithmetic.js'
import { fastTwoSum } from './doubleDouble.js'
import { evaluate, polynomial } from './polynomial.js'
import { inQuarterTurns, type QuarterTurns } from './quarterTurns.js'

/**
 * (sin r - r) / r^3 in z = r^2, |r| <= 0.78548: minimax for the error it makes relative to sin r, found as the polynomial of
 * `exp`. That error: 2^-57.9.
 */
const sineCofactor = polynomial(
  -0.1666666666666663,
  0.00833333333332184,
  -0.00019841269829358514,
  2.755731353850285e-6,
  -2.5050734386366616e-8,
  1.5895433059552727e-10,
)

/** (cos r - 1 + r^2/2) / r^4 in z = r^2, likewise relative to cos r: 2^-63.9. */
const cosineCofactor = polynomial(
  0.041666666666666595,
  -0.0013888888888873338,
  2.480158728899748e-5,
  -2.7557314215298674e-7,
  2.0875705114832234e-9,
  -1.13587327616596e-11,
)

/**
 * The sine and the cosine of what is left of an angle, r + l:
 *
 *     sin r + l cos r = r + (l (1 - z/2) + r z S(z))
 *     cos r - l sin r = (1 - z/2) + (z^2 C(z) - r l),   the first difference with its error
 */
const sineAndCosine = <T>(
  o: Arithmetic<T>,
  { rest: { high: r, low } }: QuarterTurns<T>,
): readonly [sine: T, cosine: T] => {
  const z = o.mul(r, r)
  const fourth = o.mul(z, z)
  const head = fastTwoSum(o, o.constant(1), o.mul(o.constant(-0.5), z))
  const cubic = o.mul(o.mul(r, z), evaluate(o, sineCofactor, z, fourth))
  const quartic = o.mul(fourth, evaluate(o, cosineCofactor, z, fourth))
  return [
    o.add(r, o.add(o.mul(low, head.high), cubic)),
    o.add(head.high, o.add(head.low, o.sub(quartic, o.mul(r, low)))),
  ]
}

/** The quarters modulo 4, from -2 to 2, and whether they are odd. */
const quadrantOf = <T>(o: Arithmetic<T>, quarters: T): readonly [quadrant: T, odd: T, size: T] => {
  const whole = o.nearest(o.mul(quarters, o.constant(0.25)))
  const quadrant = o.sub(quarters, o.mul(o.constant(4), whole))
  const size = o.abs(quadrant)
  return [quadrant, o.equal(size, o.constant(1)), size]
}

/** sin x, within 0.85 ulp; odd to the bit, NaN where x is infinite. */
export const sin = <T>(o: Arithmetic<T>, x: T): T => {
  const value = inQuarterTurns(o, x, (turns) => {
    const [sine, cosine] = sineAndCosine(o, turns)
    const [quadrant, odd, size] = quadrantOf(o, turns.quarters)
    return o.mul(o.select(odd, cosine, sine), o.select(odd, quadrant, o.sub(o.constant(1), size)))
  })
  return o.select(o.equal(x, o.constant(0)), x, value)
}

/** cos x, within 0.8 ulp; even to the bit, NaN where x is infinite. */
export const cos = <T>(o: Arithmetic<T>, x: T): T =>
  inQuarterTurns(o, x, (turns) => {
    const [sine, cosine] = sineAndCosine(o, turns)
    const [quadrant, odd, size] = quadrantOf(o, turns.quarters)
    return o.mul(o.select(odd, sine, cosine), o.select(odd, o.neg(quadrant), o.sub(o.constant(1), size)))
  })
