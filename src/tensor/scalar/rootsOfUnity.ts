import { type DoubleDouble, twoProduct, twoSum } from './doubleDouble.js'
import { float64Arithmetic as o } from './numbers.js'

/** The cosines and sines of 2 pi k / n for k from 0 up to n. */
export interface RootsOfUnity {
  readonly cosines: Float64Array
  readonly sines: Float64Array
}

/** A cosine and a sine, each as a sum of two. */
interface Point {
  readonly cosine: DoubleDouble<number>
  readonly sine: DoubleDouble<number>
}

const fractionBits = 160n
const one = 1n << fractionBits

/** pi in fixed point of 160 fractional bits. */
const pi = 0x3243f6a8885a308d313198a2e03707344a4093822n

const product = (a: bigint, b: bigint): bigint => (a * b) >> fractionBits

const sumOfTwo = (fixed: bigint): DoubleDouble<number> => {
  const high = Number(fixed)
  return { high: high * 2 ** -160, low: Number(fixed - BigInt(high)) * 2 ** -160 }
}

/** 1 - z / (first (first + 1)) (1 - z / ((first + 2) (first + 3)) (...)), the series of cosine and sine in z = x^2. */
const alternating = (z: bigint, first: number): bigint => {
  let sum = 0n
  let term = one
  for (let divisor = first; term !== 0n; divisor += 2) {
    sum += term
    term = -product(term, z) / BigInt(divisor * (divisor + 1))
  }
  return sum
}

/** Cosine and sine of pi t / (2 n), for an angle of at most pi/4. */
const pointAt = (t: number, n: number): Point => {
  const angle = (pi * BigInt(t)) / BigInt(2 * n)
  const square = product(angle, angle)
  return { cosine: sumOfTwo(alternating(square, 1)), sine: sumOfTwo(product(angle, alternating(square, 2))) }
}

/** a b to some 2^-100 of it. */
const times = (a: DoubleDouble<number>, b: DoubleDouble<number>): DoubleDouble<number> => {
  const { high, low } = twoProduct(o, a.high, b.high)
  return { high, low: low + (a.high * b.low + a.low * b.high) }
}

/** a + b or a - b, rounded once. */
const rounded = (a: DoubleDouble<number>, b: DoubleDouble<number>, sign: 1 | -1): number => {
  const { high, low } = twoSum(o, a.high, sign * b.high)
  return high + (low + (a.low + sign * b.low))
}

/**
 * The roots of unity of order n: cosines and sines of 2 pi k / n, each within 0.501 ulp. All symmetries hold to the bit.
 *
 * With 4k = q n + t the angle is q quarter turns and t / 4n of a turn, or t' = n - t short of the next quarter, of which
 * the smaller is at most an eighth of a turn. With t = i m + j its cosine and sine follow from those of i m and of j, some
 * sqrt(n) of each, which are summed up from their series in 160 bits.
 */
export const rootsOfUnity = (n: number): RootsOfUnity => {
  const m = Math.ceil(Math.sqrt(n / 2)) + 1
  const fine = Array.from({ length: m }, (_, j) => (2 * j <= n ? pointAt(j, n) : undefined))
  const coarse = Array.from({ length: Math.floor(n / 2 / m) + 1 }, (_, i) => pointAt(i * m, n))
  /** Cosine and sine of t / 4n of a turn. */
  const within = (t: number): readonly [cosine: number, sine: number] => {
    const [a, b] = [coarse[Math.floor(t / m)], fine[t % m] as Point]
    return [
      rounded(times(a.cosine, b.cosine), times(a.sine, b.sine), -1),
      rounded(times(a.sine, b.cosine), times(a.cosine, b.sine), 1),
    ]
  }
  const [cosines, sines] = [new Float64Array(n), new Float64Array(n)]
  for (let k = 0; 2 * k <= n; k++) {
    const quarters = Math.floor((4 * k) / n)
    const t = 4 * k - quarters * n
    const [x, y] = 2 * t <= n ? within(t) : within(n - t).toReversed()
    const [cosine, sine] = quarters === 0 ? [x, y] : quarters === 1 ? [-y, x] : [-x, -y]
    // + 0, so that no 0 is negative.
    cosines[k] = cosine + 0
    sines[k] = sine + 0
    if (k > 0 && 2 * k < n) {
      cosines[n - k] = cosines[k]
      sines[n - k] = -sine
    }
  }
  return { cosines, sines }
}
