import { type BigFloat, divide, exp, fromNumber, log, multiply, precision } from './bigfloat.js'

const logOf2 = log(fromNumber(2))
const logOf10 = log(fromNumber(10))

/** 2^x. */
export const exp2 = (x: BigFloat): BigFloat => exp(multiply(x, logOf2))

/** The binary logarithm of a positive x. */
export const log2 = (x: BigFloat): BigFloat => divide(log(x), logOf2)

/** The decimal logarithm of a positive x. */
export const log10 = (x: BigFloat): BigFloat => divide(log(x), logOf10)

/** The greatest integer whose cube is not above n, by Newton's iteration from above. */
const integralCbrt = (n: bigint): bigint => {
  let root = 1n << BigInt(Math.ceil(n.toString(2).length / 3))
  for (;;) {
    const next = (2n * root + n / (root * root)) / 3n
    if (next >= root) return root
    root = next
  }
}

/** The cube root of x, cut off. */
export const cbrt = ({ significand, exponent }: BigFloat): BigFloat => {
  const size = significand < 0n ? -significand : significand
  if (size === 0n) return { significand, exponent }
  // So many bits that the root has all that are kept, and so many that the exponent is a multiple of 3.
  const widening = 3 * precision + (((exponent % 3) + 3) % 3)
  const root = integralCbrt(size << BigInt(widening))
  return { significand: significand < 0n ? -root : root, exponent: (exponent - widening) / 3 }
}
