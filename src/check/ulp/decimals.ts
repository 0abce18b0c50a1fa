/** A finite float64 as `significand * 2^exponent`. */
const binary = (x: number): readonly [significand: bigint, exponent: number] => {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, Math.abs(x))
  const bits = view.getBigUint64(0)
  const biased = Number(bits >> 52n)
  const fraction = bits & ((1n << 52n) - 1n)
  const significand = biased === 0 ? fraction : fraction | (1n << 52n)
  return [x < 0 ? -significand : significand, Math.max(1, biased) - 1075]
}

const sizeOf = (x: bigint): bigint => (x < 0n ? -x : x)

/** a / b to the nearest whole number, a tie away from 0; both are positive. */
const nearest = (a: bigint, b: bigint): bigint => (2n * a + b) / (2n * b)

/** The sum of two numbers with so many significant decimal digits, rounded once, as 1.25e-3. */
export const decimals = (high: number, low: number, digits: number): string => {
  if (!Number.isFinite(high) || high === 0) return String(high)
  const [a, aExponent] = binary(high)
  const [b, bExponent] = binary(low)
  const least = Math.min(aExponent, bExponent)
  const sum = (a << BigInt(aExponent - least)) + (b << BigInt(bExponent - least))
  const numerator = sizeOf(sum) << BigInt(Math.max(0, least))
  const denominator = 1n << BigInt(Math.max(0, -least))
  /** The number divided by 10^exponent, with `digits` digits. */
  const scaled = (exponent: number): bigint => {
    const shift = digits - 1 - exponent
    return shift >= 0
      ? nearest(numerator * 10n ** BigInt(shift), denominator)
      : nearest(numerator, denominator * 10n ** BigInt(-shift))
  }
  const limit = 10n ** BigInt(digits)
  // One off at most, where the number is close to a power of ten.
  let exponent = Math.floor(Number(Math.abs(high).toExponential().split('e')[1]))
  if (scaled(exponent) >= limit) exponent++
  const text = String(scaled(exponent)).padStart(digits, '0')
  const point = digits === 1 ? text : `${text[0]}.${text.slice(1)}`
  return `${sum < 0n ? '-' : ''}${point}e${exponent}`
}
