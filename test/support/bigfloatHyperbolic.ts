import {
  add,
  type BigFloat,
  divide,
  exp,
  expm1,
  fromNumber,
  log1p,
  multiply,
  negate,
  precision,
  subtract,
} from './bigfloat.js'

const [zero, one, two] = [0, 1, 2].map(fromNumber)

/** The largest whole number whose square is at most n, by Newton's iteration from above. */
const wholeRoot = (n: bigint): bigint => {
  let root = 1n << BigInt(Math.ceil(n.toString(16).length * 2))
  for (;;) {
    const next = (root + n / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

/** The square root of a that is not negative, to `precision` bits or more. */
export const sqrt = ({ significand, exponent }: BigFloat): BigFloat => {
  const even = exponent - Math.abs(exponent % 2)
  const shift = 2 * precision
  return {
    significand: wholeRoot((significand << BigInt(exponent - even)) << BigInt(shift)),
    exponent: (even - shift) / 2,
  }
}

const half = (x: BigFloat): BigFloat => divide(x, two)

/** With e^|x| - 1 = g: sinh |x| = (g + g / (g + 1)) / 2. */
export const sinh = (x: BigFloat): BigFloat => {
  if (x.significand < 0n) return negate(sinh(negate(x)))
  const grown = expm1(x)
  return half(add(grown, divide(grown, add(grown, one))))
}

export const cosh = (x: BigFloat): BigFloat => half(add(exp(x), exp(negate(x))))

/** sign(x) log(1 + |x| + (sqrt(1 + x^2) - 1)), the difference being x^2 / (1 + sqrt(1 + x^2)). */
export const asinh = (x: BigFloat): BigFloat => {
  if (x.significand < 0n) return negate(asinh(negate(x)))
  const square = multiply(x, x)
  return log1p(add(x, divide(square, add(one, sqrt(add(one, square))))))
}

/** With d = x - 1: log(1 + d + sqrt(d (d + 2))). */
export const acosh = (x: BigFloat): BigFloat => {
  const d = subtract(x, one)
  return d.significand === 0n ? zero : log1p(add(d, sqrt(multiply(d, add(d, two)))))
}

/** log(1 + 2 x / (1 - x)) / 2. */
export const atanh = (x: BigFloat): BigFloat =>
  x.significand === 0n ? zero : half(log1p(divide(multiply(two, x), subtract(one, x))))

export const hypot = (a: BigFloat, b: BigFloat): BigFloat => sqrt(add(multiply(a, a), multiply(b, b)))

export const rsqrt = (x: BigFloat): BigFloat => divide(one, sqrt(x))
