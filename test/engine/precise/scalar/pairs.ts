import fc from 'fast-check'
import { type Pair, sub } from '../../../../src/engine/precise/scalar/index.js'

/** A low part for a high one: up to half a unit in its last place, with all digits of its own, or none. */
const withLow = (high: number, share: number): Pair => {
  const low = (high * share) / 2 ** 53
  const sum = high + low
  return { high: sum, low: low - (sum - high) }
}

/** Shares from a grid, so that few of them are tiny; 0 gives what is a float64. */
const shares = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -999, max: 999 }).map((n) => n / 1000 + n * 2 ** -40),
)

/** Pairs in an interval. */
export const pairsBetween = (least: number, greatest: number): fc.Arbitrary<Pair> =>
  fc
    .tuple(fc.integer({ min: 0, max: 10_000 }), shares)
    .map(([n, share]) => withLow(least + ((greatest - least) * n) / 10_000, share))
    .filter(
      (x) =>
        (x.high > least || (x.high === least && x.low >= 0)) &&
        (x.high < greatest || (x.high === greatest && x.low <= 0)),
    )

/** Pairs of either sign with exponents in an interval. */
export const pairsOfSize = (least: number, greatest: number): fc.Arbitrary<Pair> =>
  fc
    .tuple(
      fc.integer({ min: least, max: greatest }),
      fc.integer({ min: 1000, max: 1999 }),
      fc.constantFrom(1, -1),
      shares,
    )
    .map(([exponent, digits, sign, share]) => withLow((sign * digits * 2 ** exponent) / 1000, share))

/** How far two numbers are apart, as a share of the size of the second, or of another. */
export const distance = (a: Pair, b: Pair, size: number = Math.abs(b.high)): number => {
  const difference = Math.abs(sub(a, b).high)
  return difference === 0 ? 0 : difference / size
}

/** A finite pair in units of 2^-1074, by its bits. */
export const integerOf = ({ high, low }: Pair): bigint => wordsOf(high) + wordsOf(low)

const wordsOf = (x: number): bigint => {
  const bits = new BigUint64Array(Float64Array.of(Math.abs(x)).buffer)[0]
  const exponent = bits >> 52n
  const fraction = bits & ((1n << 52n) - 1n)
  const size = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n)
  return x < 0 ? -size : size
}
