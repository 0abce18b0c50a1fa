import type { Arithmetic } from './arithmetic.js'
import { type DoubleDouble, divideSplit, fastTwoSum, split } from './doubleDouble.js'
import { evaluate, polynomial } from './polynomial.js'
import { inQuarterTurns } from './quarterTurns.js'

/**
 * (tan h - h) / h^3 in z = h^2, |h| <= 0.39274: minimax for the error it makes relative to tan h, found as the polynomial of
 * `exp`. That error: 2^-58.7.
 */
const cofactor = polynomial(
  0.33333333333333504,
  0.13333333333289143,
  0.05396825400769224,
  0.02186948681363523,
  0.008863277985636756,
  0.003591498345458885,
  0.0014615525703605813,
  0.000559113891739491,
  0.0003287412922226409,
)

/** Up to here tan x is x, which half of it may not be as good for. */
const tiny = 2 ** -28

/** The tangent of half of high + low, split: tan(h + l) = tan h + l (1 + tan^2 h), and there h^2 does for tan^2 h. */
const tangentOfHalf = <T>(o: Arithmetic<T>, { high, low }: DoubleDouble<T>): DoubleDouble<T> => {
  const half = o.constant(0.5)
  const [h, l] = [o.mul(half, high), o.mul(half, low)]
  const z = o.mul(h, h)
  const cubic = o.mul(o.mul(h, z), evaluate(o, cofactor, z, o.mul(z, z)))
  return split(o, fastTwoSum(o, h, o.add(cubic, o.add(l, o.mul(l, z)))))
}

/**
 * tan x, within 0.8 ulp; odd to the bit, NaN where x is infinite.
 *
 * With t = tan(r/2) for the rest r of x, tan r = t / d for d = (1 - t^2)/2; an odd quarter turn more gives -d / t.
 */
export const tan = <T>(o: Arithmetic<T>, x: T): T => {
  const half = o.constant(0.5)
  const value = inQuarterTurns(o, x, ({ quarters, rest }) => {
    const t = tangentOfHalf(o, rest)
    const head = fastTwoSum(o, half, o.mul(o.mul(t.high, t.high), o.constant(-0.5)))
    const low = o.sub(head.low, o.mul(t.low, o.add(t.high, o.mul(half, t.low))))
    const halves = o.mul(quarters, half)
    const even = o.equal(o.nearest(halves), halves)
    const dividend = { high: o.select(even, t.high, o.neg(head.high)), low: o.select(even, t.low, o.neg(low)) }
    const divisor = { high: o.select(even, head.high, t.high), low: o.select(even, low, t.low) }
    const result = divideSplit(o, dividend, divisor)
    return o.add(result.high, result.low)
  })
  return o.select(o.less(o.abs(x), o.constant(tiny)), x, value)
}
