import type { Arithmetic } from './arithmetic.js'
import { divideSplit, fastTwoSum, twoSum } from './doubleDouble.js'
import { evaluate, polynomial } from './polynomial.js'
import { oddFrom } from './symmetry.js'

/**
 * Near every ratio a/b of sizes stands a centre q/p of powers of two, from 0 to infinity; `below` is the bound up to which
 * to use it, and atan(q/p) = high + low with `high` a multiple of 2^-50, so that pi - high is exact too. With
 *
 *     t = (p a - q b) / (p b + q a):   atan(a/b) = atan(q/p) + atan t,   |t| <= 7/16
 *
 * and the dividend is exact.
 */
const centres = [
  { below: 7 / 16, p: 1, q: 0, high: 0, low: 0 },
  { below: 11 / 16, p: 2, q: 1, high: 0.46364760900080615, low: -3.281237377829614e-17 },
  { below: 23 / 16, p: 1, q: 1, high: 0.7853981633974483, low: 3.061616997868383e-17 },
  { below: 39 / 16, p: 1, q: 2, high: 1.1071487177940904, low: 9.40447137356638e-17 },
  { below: Number.POSITIVE_INFINITY, p: 0, q: 1, high: 1.5707963267948966, low: 6.123233995736766e-17 },
] as const

const pi = { high: Math.PI, low: 1.2246467991473532e-16 } as const

/** The centre near a ratio, of which it has to be told whether it is below a bound. */
const centreOf = <T>(o: Arithmetic<T>, isBelow: (bound: number) => T) => {
  const last = centres[centres.length - 1]
  let { p, q, high, low } = {
    p: o.constant(last.p),
    q: o.constant(last.q),
    high: o.constant(last.high),
    low: o.constant(last.low),
  }
  for (let index = centres.length - 2; index >= 0; index--) {
    const each = centres[index]
    const here = isBelow(each.below)
    p = o.select(here, o.constant(each.p), p)
    q = o.select(here, o.constant(each.q), q)
    high = o.select(here, o.constant(each.high), high)
    low = o.select(here, o.constant(each.low), low)
  }
  return { p, q, high, low }
}

/**
 * (atan t - t) / t^3 in z = t^2, |t| <= 7/16: minimax for the error it makes relative to atan t, found as the polynomial of
 * `exp`. That error: 2^-62.3.
 */
const cofactor = polynomial(
  -0.33333333333333315,
  0.1999999999999321,
  -0.14285714284853426,
  0.11111111056528315,
  -0.09090907062464033,
  0.0769225959677903,
  -0.06665903027346547,
  0.05874020528869954,
  -0.05200103260156979,
  0.044330054190298236,
  -0.03191627899719502,
  0.013692378401836923,
)

/** atan t - t for |t| <= 7/16. */
const cubicTail = <T>(o: Arithmetic<T>, t: T): T => {
  const z = o.mul(t, t)
  return o.mul(o.mul(t, z), evaluate(o, cofactor, z, o.mul(z, z)))
}

/** From here on the arctangent is that of infinity. */
const vast = 2 ** 60

/** atan x, within 0.8 ulp; odd to the bit. */
export const atan = <T>(o: Arithmetic<T>, x: T): T => {
  const size = o.minimum(o.abs(x), o.constant(vast))
  const { p, q, high, low } = centreOf(o, (bound) => o.less(size, o.constant(bound)))
  const t = o.div(o.sub(o.mul(p, size), q), o.add(p, o.mul(q, size)))
  const sum = fastTwoSum(o, high, t)
  const value = o.add(sum.high, o.add(sum.low, o.add(low, cubicTail(o, t))))
  return oddFrom(o, x, value)
}

/** Sizes are scaled where products or remainders of them might leave the range of doubles. */
const scaleOf = <T>(o: Arithmetic<T>, size: T): T =>
  o.select(
    o.less(o.constant(2 ** 900), size),
    o.constant(2 ** -200),
    o.select(o.less(size, o.constant(2 ** -900)), o.constant(2 ** 200), o.constant(1)),
  )

/** The angle of the point (x, y) with the positive x-axis, for finite x and y other than 0. */
const angleOf = <T>(o: Arithmetic<T>, y: T, x: T): T => {
  const scale = scaleOf(o, o.maximum(o.abs(y), o.abs(x)))
  const [a, b] = [o.mul(o.abs(y), scale), o.mul(o.abs(x), scale)]
  const { p, q, high, low } = centreOf(o, (bound) => o.less(a, o.mul(b, o.constant(bound))))
  const dividend = { high: o.sub(o.mul(p, a), o.mul(q, b)), low: o.constant(0) }
  const t = divideSplit(o, dividend, twoSum(o, o.mul(p, b), o.mul(q, a)))
  const rest = o.add(low, o.add(t.low, cubicTail(o, o.add(t.high, t.low))))

  // On the left it is pi - atan(a/b), part by part.
  const left = o.less(x, o.constant(0))
  const base = o.select(left, o.sub(o.constant(pi.high), high), high)
  const sum = fastTwoSum(o, base, o.select(left, o.neg(t.high), t.high))
  const size = o.add(sum.high, o.add(sum.low, o.select(left, o.sub(o.constant(pi.low), rest), rest)))

  // A flat angle may be subnormal, and is then the quotient itself, rounded once.
  const flat = o.and(o.not(left), o.less(a, o.mul(b, o.constant(2 ** -30))))
  return o.select(flat, o.div(y, x), oddFrom(o, y, size))
}

/** The angle where x or y is 0, infinite or NaN, as IEEE 754 has it for `atan2`. */
const angleAtLimits = <T>(o: Arithmetic<T>, y: T, x: T): T => {
  const zero = o.constant(0)
  const infinity = o.constant(Number.POSITIVE_INFINITY)
  const left = o.less(o.flipSign(o.constant(1), x), zero)
  const diagonal = o.select(left, o.constant((3 * Math.PI) / 4), o.constant(Math.PI / 4))
  const level = o.select(left, o.constant(Math.PI), zero)
  const upright = o.constant(Math.PI / 2)
  const [isWide, isHigh] = [o.equal(o.abs(x), infinity), o.equal(o.abs(y), infinity)]
  const isLevel = o.or(isWide, o.equal(y, zero))
  const size = o.select(isHigh, o.select(isWide, diagonal, upright), o.select(isLevel, level, upright))
  return o.select(o.and(o.equal(x, x), o.equal(y, y)), oddFrom(o, y, size), o.constant(Number.NaN))
}

/**
 * The angle of the point (x, y) with the positive x-axis, in [-pi, pi], within 0.75 ulp; odd in y to the bit. Special
 * values as IEEE 754 has them: an angle of a half turn has the sign of y, also where that is -0, and infinite coordinates
 * count as equal.
 */
export const atan2 = <T>(o: Arithmetic<T>, y: T, x: T): T => {
  const [height, width] = [o.abs(y), o.abs(x)]
  const isPositive = o.less(o.constant(0), o.minimum(height, width))
  const isBounded = o.less(o.maximum(height, width), o.constant(Number.POSITIVE_INFINITY))
  return o.branch(
    o.and(isPositive, isBounded),
    () => angleOf(o, y, x),
    () => angleAtLimits(o, y, x),
  )
}
