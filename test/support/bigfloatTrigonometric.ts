import {
  add,
  type BigFloat,
  divide,
  fixedOne,
  fixedProduct,
  fromFixed,
  fromNumber,
  multiply,
  negate,
  series,
  subtract,
  toFixed,
  toNumber,
} from './bigfloat.js'
import { sqrt } from './bigfloatHyperbolic.js'

const [one, three, five] = [1, 3, 5].map(fromNumber)

/** Fractional bits of pi/2: those of the largest double, as many again as are kept, and some to spare. */
const widePrecision = 1024 + 2 * 320 + 64

/** atan(1/n) = 1/n - 1/(3 n^3) + 1/(5 n^5) - ... in fixed point of that many bits. */
const arctangentOfReciprocal = (n: bigint): bigint => {
  let sum = 0n
  let power = (1n << BigInt(widePrecision)) / n
  for (let odd = 1n; power !== 0n; odd += 2n) {
    sum += odd % 4n === 1n ? power / odd : -power / odd
    power /= n * n
  }
  return sum
}

/** pi/2 = 8 atan(1/5) - 2 atan(1/239) (Machin). */
const wideHalfPi = 8n * arctangentOfReciprocal(5n) - 2n * arctangentOfReciprocal(239n)

export const pi: BigFloat = { significand: wideHalfPi, exponent: 1 - widePrecision }

/** An angle as whole quarter turns, modulo 4, and the rest, of at most half of one in size. */
interface QuarterTurns {
  readonly quarters: number
  readonly rest: BigFloat
}

const inQuarterTurns = (x: BigFloat): QuarterTurns => {
  if (Math.abs(toNumber(x)) < 0.75) return { quarters: 0, rest: x }
  const shift = BigInt(x.exponent + widePrecision)
  const fixed = shift >= 0n ? x.significand << shift : x.significand >> -shift
  const doubled = 2n * fixed + wideHalfPi
  const count = doubled / (2n * wideHalfPi) - (doubled < 0n ? 1n : 0n)
  return {
    quarters: Number(((count % 4n) + 4n) % 4n),
    rest: multiply({ significand: fixed - count * wideHalfPi, exponent: -widePrecision }, one),
  }
}

/** 1 - z / (k+1)(k+2) + z^2 / (k+1)...(k+4) - ...: for z = r^2 the cosine (k = 0), and the sine divided by r (k = 1). */
const alternating = (z: bigint, k: number): BigFloat =>
  fromFixed(series(fixedOne, (term, index) => -fixedProduct(term, z) / BigInt((2 * index - 1 + k) * (2 * index + k))))

/** The sine and the cosine of x. */
const sineAndCosine = (x: BigFloat): readonly [BigFloat, BigFloat] => {
  const { quarters, rest } = inQuarterTurns(x)
  const z = toFixed(multiply(rest, rest))
  const [sine, cosine] = [multiply(rest, alternating(z, 1)), alternating(z, 0)]
  if (quarters === 0) return [sine, cosine]
  if (quarters === 1) return [cosine, negate(sine)]
  return quarters === 2 ? [negate(sine), negate(cosine)] : [negate(cosine), sine]
}

export const sin = (x: BigFloat): BigFloat => sineAndCosine(x)[0]

export const cos = (x: BigFloat): BigFloat => sineAndCosine(x)[1]

export const tan = (x: BigFloat): BigFloat => {
  const [sine, cosine] = sineAndCosine(x)
  return divide(sine, cosine)
}

/**
 * The angle of the point (x, y), not (0, 0): the estimate of doubles, and e - e^3/3 + e^5/5 for the tangent e of the tiny
 * angle that it is off by.
 */
export const atan2 = (y: BigFloat, x: BigFloat): BigFloat => {
  const halfTurn = x.significand >= 0n ? 0 : y.significand >= 0n ? Math.PI : -Math.PI
  const upright = x.significand === 0n
  const ratio = upright ? Number(y.significand) * Number.POSITIVE_INFINITY : toNumber(divide(y, x))
  const estimate = fromNumber(Math.atan(ratio) + halfTurn)
  const [sine, cosine] = sineAndCosine(estimate)
  const e = divide(subtract(multiply(y, cosine), multiply(x, sine)), add(multiply(x, cosine), multiply(y, sine)))
  const square = multiply(e, e)
  const factor = subtract(one, multiply(square, subtract(divide(one, three), divide(square, five))))
  return add(estimate, multiply(e, factor))
}

export const atan = (x: BigFloat): BigFloat => atan2(x, one)

/** The leg beside a leg x of a triangle whose hypotenuse is 1. */
const otherLeg = (x: BigFloat): BigFloat => {
  const square = multiply(subtract(one, x), add(one, x))
  return square.significand === 0n ? square : sqrt(square)
}

export const asin = (x: BigFloat): BigFloat => atan2(x, otherLeg(x))

export const acos = (x: BigFloat): BigFloat => atan2(otherLeg(x), x)
