import { isSome, none, some } from 'fp-ts/lib/Option.js'
import { ArgumentError, describe, float64Arithmetic, log } from '../tensor/index.js'
import { type Block, blockLength, temper, twist } from './mt19937.js'
import type { Rand, RandomState } from './state.js'

/** Whether a value is a state, as far as draws rely on it: of another number of words, or of none, they would find no end. */
const isState = (value: unknown): value is RandomState => {
  const { words, position, cachedGaussian } = Object(value) as { readonly [K in keyof RandomState]?: unknown }
  return (
    words instanceof Uint32Array &&
    words.length === blockLength &&
    Number.isInteger(position) &&
    (position as number) >= 0 &&
    (position as number) <= blockLength &&
    typeof cachedGaussian === 'object' &&
    cachedGaussian !== null
  )
}

/**
 * The draws of one `Rand` while it runs: it advances in place, but only over a position, a cached normal and a block
 * of its own; the block of the state that it starts from is read and never written.
 */
export class Source {
  #words: Block
  #position: number
  #cachedGaussian: number | undefined
  /** The block that this source may write: there is one from its first twist on. */
  #own: Uint32Array | undefined

  constructor(state: RandomState) {
    if (!isState(state))
      throw new ArgumentError({
        operation: 'random',
        problem: `the state is ${describe(state)}${typeof state === 'object' && state !== null && 'words' in state ? ', and not as a draw gives it' : ''}`,
        remedy: 'Begin with seed(number), and go on with the state that each draw gives',
      })
    const { words, position, cachedGaussian } = state
    this.#words = words
    this.#position = position
    this.#cachedGaussian = isSome(cachedGaussian) ? cachedGaussian.value : undefined
  }

  /** The state after the draws so far, to which the source leaves its block. */
  state(): RandomState {
    this.#own = undefined
    const cached = this.#cachedGaussian
    return {
      words: this.#words,
      position: this.#position,
      cachedGaussian: cached === undefined ? none : some(cached),
    }
  }

  /** The next 32 bits. */
  word(): number {
    if (this.#position === blockLength) this.#twist()
    return temper(this.#words[this.#position++])
  }

  #twist(): void {
    this.#own ??= new Uint32Array(blockLength)
    this.#words = twist(this.#words, this.#own)
    this.#position = 0
  }

  /** A multiple of 2^-53 in [0, 1), all equally likely: 27 bits of one word and 26 of the next. */
  double(): number {
    const high = this.word() >>> 5
    const low = this.word() >>> 6
    return (high * 2 ** 26 + low) / 2 ** 53
  }

  /** A standard normal by Marsaglia's polar method, which makes two: the other one is kept for the next call. */
  gaussian(): number {
    const cached = this.#cachedGaussian
    if (cached !== undefined) {
      this.#cachedGaussian = undefined
      return cached
    }
    for (;;) {
      const x1 = 2 * this.double() - 1
      const x2 = 2 * this.double() - 1
      const squaredRadius = x1 * x1 + x2 * x2
      if (squaredRadius < 1 && squaredRadius !== 0) {
        const factor = Math.sqrt((-2 * log(float64Arithmetic, squaredRadius)) / squaredRadius)
        this.#cachedGaussian = factor * x1
        return factor * x2
      }
    }
  }

  /** An integer from 0 to `max` (at most 2^53 - 1), all equally likely: masked words until one is not above `max`. */
  upTo(max: number): number {
    if (max === 0) return 0
    const high = Math.floor(max / 2 ** 32)
    return high === 0 ? this.#wordUpTo(max) : this.#longUpTo(high, max)
  }

  #wordUpTo(max: number): number {
    const mask = onesCovering(max)
    for (;;) {
      const value = (this.word() & mask) >>> 0
      if (value <= max) return value
    }
  }

  #longUpTo(high: number, max: number): number {
    const mask = onesCovering(high)
    for (;;) {
      const upper = (this.word() & mask) >>> 0
      const value = upper * 2 ** 32 + this.word()
      if (value <= max) return value
    }
  }
}

/** The smallest 2^k - 1 that is not below a positive 32-bit `max`. */
const onesCovering = (max: number): number => 0xffffffff >>> Math.clz32(max)

/** The random value that `make` reads off a source. */
export const draw =
  <A>(make: (source: Source) => A): Rand<A> =>
  (state) => {
    const source = new Source(state)
    const value = make(source)
    return [value, source.state()]
  }
