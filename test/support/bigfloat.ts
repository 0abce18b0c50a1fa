/** significand * 2^exponent, exactly; the reference that elementary functions of doubles are measured against. */
export interface BigFloat {
  readonly significand: bigint
  readonly exponent: number
}

/** Bits kept in what is rounded, and fractional bits of the fixed-point series. */
export const precision = 320

const bitLength = (n: bigint): number => {
  const digits = (n < 0n ? -n : n).toString(16)
  return n === 0n ? 0 : digits.length * 4 - Math.clz32(Number.parseInt(digits[0], 16)) + 28
}

const shifted = (n: bigint, by: number): bigint => (by >= 0 ? n << BigInt(by) : n >> BigInt(-by))

/** Cut to `precision` bits. */
const rounded = ({ significand, exponent }: BigFloat): BigFloat => {
  const excess = Math.max(0, bitLength(significand) - precision)
  return { significand: significand >> BigInt(excess), exponent: exponent + excess }
}

const bits = new DataView(new ArrayBuffer(8))

/** The finite double x, exactly. */
export const fromNumber = (x: number): BigFloat => {
  bits.setFloat64(0, x)
  const word = bits.getBigUint64(0)
  const fraction = word & 0xfffffffffffffn
  const biased = Number((word >> 52n) & 0x7ffn)
  const size = biased === 0 ? fraction : fraction | (1n << 52n)
  return { significand: x < 0 ? -size : size, exponent: Math.max(biased, 1) - 1075 }
}

const zero = fromNumber(0)
const one = fromNumber(1)
const two = fromNumber(2)

export const add = (a: BigFloat, b: BigFloat): BigFloat => {
  if (a.significand === 0n) return b
  if (b.significand === 0n) return a
  const exponent = Math.min(a.exponent, b.exponent)
  const aligned = (c: BigFloat): bigint => c.significand << BigInt(c.exponent - exponent)
  return rounded({ significand: aligned(a) + aligned(b), exponent })
}

export const negate = ({ significand, exponent }: BigFloat): BigFloat => ({ significand: -significand, exponent })

export const subtract = (a: BigFloat, b: BigFloat): BigFloat => add(a, negate(b))

export const multiply = (a: BigFloat, b: BigFloat): BigFloat =>
  rounded({ significand: a.significand * b.significand, exponent: a.exponent + b.exponent })

export const divide = (a: BigFloat, b: BigFloat): BigFloat => {
  const widening = Math.max(0, precision + bitLength(b.significand) - bitLength(a.significand))
  return {
    significand: (a.significand << BigInt(widening)) / b.significand,
    exponent: a.exponent - widening - b.exponent,
  }
}

const scaled = ({ significand, exponent }: BigFloat, by: number): BigFloat => ({ significand, exponent: exponent + by })

/** The e with 2^e <= |a| < 2^(e+1). */
const magnitude = (a: BigFloat): number => bitLength(a.significand) - 1 + a.exponent

/** The number of 2^-precision in a, and back. */
export const toFixed = (a: BigFloat): bigint => shifted(a.significand, a.exponent + precision)
export const fromFixed = (significand: bigint): BigFloat => ({ significand, exponent: -precision })

/** Binary floating-point numbers: how many digits they have, and the exponent of the least. */
export interface Format {
  readonly digits: number
  readonly least: number
  /** The number nearest to a double. */
  readonly nearest: (x: number) => number
}

export const float64: Format = { digits: 53, least: -1074, nearest: (x) => x }
export const float32: Format = { digits: 24, least: -149, nearest: Math.fround }

/** The exponent of the last place of a number of the size of a. */
const lastPlace = (a: BigFloat, { digits, least }: Format): number => Math.max(magnitude(a) - digits + 1, least)

/** The number nearest to a, ties to even. */
export const toNumber = (a: BigFloat, format: Format = float64): number => {
  const last = lastPlace(a, format)
  if (a.significand === 0n || magnitude(a) < last - 1) return 0
  const size = a.significand < 0n ? -a.significand : a.significand
  const drop = BigInt(Math.max(0, last - a.exponent))
  const kept = size >> drop
  const rest = size - (kept << drop)
  const half = drop === 0n ? 1n : 1n << (drop - 1n)
  const up = rest > half || (rest === half && (kept & 1n) === 1n)
  // The product has no more digits than the format; where it is too large, that makes an infinity of it.
  const result = format.nearest(Number(up ? kept + 1n : kept) * 2 ** (a.exponent + Number(drop)))
  return a.significand < 0n ? -result : result
}

/** How far a number lies from the exact value, in units of the exact value's last place. */
export const ulpError = (approximate: number, exact: BigFloat, format: Format = float64): number => {
  const nearest = toNumber(exact, format)
  if (Object.is(approximate, nearest) && !Number.isFinite(nearest)) return 0
  if (!Number.isFinite(approximate) || !Number.isFinite(nearest)) return Number.POSITIVE_INFINITY
  if (exact.significand === 0n) return approximate === 0 ? 0 : Number.POSITIVE_INFINITY
  const difference = scaled(subtract(fromNumber(approximate), exact), -lastPlace(exact, format))
  return Math.abs(Number(shifted(difference.significand, difference.exponent + 40))) / 2 ** 40
}

/** sum of `first` times the ratios next(1), next(2), ... in fixed point, until the terms vanish. */
export const series = (first: bigint, next: (term: bigint, index: number) => bigint): bigint => {
  let sum = 0n
  let term = first
  for (let index = 1; term !== 0n && term !== -1n; index++) {
    sum += term
    term = next(term, index)
  }
  return sum
}

export const fixedOne = 1n << BigInt(precision)
export const fixedProduct = (a: bigint, b: bigint): bigint => (a * b) >> BigInt(precision)

/** log 2 = 2 artanh(1/3) = 2/3 (1 + 1/(3 9) + 1/(5 9^2) + ...) */
const fixedLog2 = ((): bigint => {
  let sum = 0n
  let power = (2n * fixedOne) / 3n
  for (let odd = 1n; power !== 0n; odd += 2n) {
    sum += power / odd
    power /= 9n
  }
  return sum
})()

const halvings = 16

/** e^x: what remains of log 2 is halved sixteen times, expanded, and squared sixteen times. */
export const exp = (x: BigFloat): BigFloat => {
  const fixed = toFixed(x)
  const count = (2n * fixed + fixedLog2) / (2n * fixedLog2)
  const reduced = (fixed - count * fixedLog2) >> BigInt(halvings)
  let result = series(fixedOne, (term, index) => fixedProduct(term, reduced) / BigInt(index))
  for (let index = 0; index < halvings; index++) result = fixedProduct(result, result)
  return scaled(fromFixed(result), Number(count))
}

const isTiny = (x: BigFloat): boolean => x.significand === 0n || magnitude(x) < -60

/** x (1 + c1 x + c2 x^2 + ...) for tiny x. */
const expansion = (x: BigFloat, divisors: readonly number[]): BigFloat => {
  let term = x
  let sum = x
  for (const divisor of divisors) {
    term = multiply(term, x)
    sum = add(sum, divide(term, fromNumber(divisor)))
  }
  return sum
}

export const expm1 = (x: BigFloat): BigFloat => (isTiny(x) ? expansion(x, [2, 6, 24]) : subtract(exp(x), one))

/** log x for positive x; y + 2 (x - e^y) / (x + e^y) triples the right digits of y. */
export const log = (x: BigFloat): BigFloat => {
  const power = magnitude(x)
  const significand = scaled(x, -power)
  const improve = (y: BigFloat): BigFloat => {
    const estimate = exp(y)
    const step = divide(subtract(significand, estimate), add(significand, estimate))
    return add(y, scaled(step, 1))
  }
  const result = improve(improve(fromNumber(Math.log(toNumber(significand)))))
  return add(fromFixed(BigInt(power) * fixedLog2), result)
}

export const log1p = (x: BigFloat): BigFloat => (isTiny(x) ? expansion(x, [-2, 3, -4]) : log(add(one, x)))

export const tanh = (x: BigFloat): BigFloat => {
  const grown = expm1(scaled(x, 1))
  return x.significand === 0n ? zero : divide(grown, add(grown, two))
}

/** x^y for positive x. */
export const power = (x: BigFloat, y: BigFloat): BigFloat => exp(multiply(y, log(x)))

/** The first `count` decimals, cut off. */
export const decimals = ({ significand, exponent }: BigFloat, count: number): string => {
  const size = (significand < 0n ? -significand : significand) * 10n ** BigInt(count)
  const cut = shifted(size, exponent)
    .toString()
    .padStart(count + 1, '0')
  return `${significand < 0n ? '-' : ''}${cut.slice(0, -count)}.${cut.slice(-count)}`
}
