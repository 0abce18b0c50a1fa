/** A source of doubles; the same on every run. */
export type Sampler = () => number

/** Uniform numbers of [0, 1), a different sequence for every seed (Marsaglia's xorshift of 32 bits, two at a time). */
const uniform01 = (seed: number): Sampler => {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1
  const next = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
  return () => (next() * 2 ** 21 + (next() >>> 11)) / 2 ** 53
}

/**
 * Uniform numbers from `low` to `high`. A multiple of the length of the interval has its grain, so that a small number would
 * end in zeros, and much that is done with it be exact: one grain of noise gives it all its digits.
 */
export const uniform = (low: number, high: number, seed = 1): Sampler => {
  const source = uniform01(seed)
  const noise = uniform01(-seed)
  const length = high - low
  return () => {
    const x = low + length * source() + length * 2 ** -51 * (noise() - 0.5)
    return Math.min(high, Math.max(low, x))
  }
}

/** Of either sign, the logarithm of the size uniform: 2^low to 2^high. */
export const logUniform = (low: number, high: number, seed = 2): Sampler => {
  const source = uniform01(seed)
  return () => (source() < 0.5 ? -1 : 1) * (1 + source()) * 2 ** Math.floor(low + (high - low) * source())
}

export const map =
  (sampler: Sampler, f: (x: number) => number): Sampler =>
  () =>
    f(sampler())

/** Positive doubles of all sizes, subnormal ones included. */
export const positive = (seed = 3): Sampler => map(logUniform(-1074, 1023, seed), Math.abs)

/** The doubles next to x: `count` on each side of it, and x. */
export const around = (x: number, count = 10): readonly number[] => {
  const bits = new BigInt64Array(new Float64Array([x]).buffer)[0]
  const neighbours = Array.from({ length: 2 * count + 1 }, (_, index) => bits + BigInt(index - count))
  return [...new Float64Array(BigInt64Array.from(neighbours).buffer)]
}

export const take = <T>(count: number, sampler: () => T): readonly T[] => Array.from({ length: count }, sampler)
