/** Numbers drawn one after the other from a seed. */
export interface Draws {
  /** Uniform in [0, 1). */
  readonly uniform: () => number
  readonly normal: () => number
}

/** A small generator (mulberry32), fast enough for millions of pixels; the same numbers everywhere. */
export const drawsFrom = (seed: number): Draws => {
  let state = seed
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  // Box and Muller's transform, of which the second number is left.
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  return { uniform, normal }
}
