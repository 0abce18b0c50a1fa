const bits = new DataView(new ArrayBuffer(8))

/** A finite number of at least 0 as significand * 2^exponent. */
const decompose = (value: number): readonly [significand: bigint, exponent: number] => {
  bits.setFloat64(0, value)
  const word = bits.getBigUint64(0)
  const fraction = word & (2n ** 52n - 1n)
  const biased = Number(word >> 52n)
  return biased === 0 ? [fraction, -1074] : [fraction + 2n ** 52n, biased - 1075]
}

/** A quotient of whole numbers rounded to a whole number, half to even. */
const rounded = (dividend: bigint, divisor: bigint): bigint => {
  const quotient = dividend / divisor
  const twice = 2n * (dividend % divisor)
  return twice > divisor || (twice === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient
}

/**
 * A number with a fixed count of digits behind the point, rounded from its exact binary value and half to even where that
 * lies in the middle: what Python's `'%.2f'` prints. (`toFixed` takes the larger one there: of 0.125, 0.13.)
 */
export const fixed = (value: number, digits: number): string => {
  if (Number.isNaN(value)) return 'nan'
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  if (!Number.isFinite(value)) return `${sign}inf`
  const [significand, exponent] = decompose(Math.abs(value))
  const scale = (power: number): bigint => 2n ** BigInt(Math.max(0, power))
  const scaled = rounded(significand * 10n ** BigInt(digits) * scale(exponent), scale(-exponent))
  const text = String(scaled).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  return digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${text.slice(-digits)}`
}
