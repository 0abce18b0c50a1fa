import { none, type Option } from 'fp-ts/lib/Option.js'
import type { State } from 'fp-ts/lib/State.js'
import { ArgumentError } from '../tensor/index.js'
import { type Block, blockLength, blockOfInteger, blockOfIntegers } from './mt19937.js'

/** NumPy's legacy `RandomState` at one moment, as a value: the same state gives the same numbers, always. */
export interface RandomState {
  /** The 624 words of the current block of MT19937. */
  readonly words: Block
  /** How many of them are used up, 0 to 624. */
  readonly position: number
  /** The second of a pair of normals of which only the first was asked for. */
  readonly cachedGaussian: Option<number>
}

/** A random `A`: a function from a state to an `A` and the state after the draws that made it. */
export type Rand<A> = State<RandomState, A>

const isWord = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < 2 ** 32

/**
 * The state that NumPy's `RandomState(seed)` starts in, of an integer in 0..2^32-1 or of one or more such integers
 * (`seed(5)` and `seed([5])` differ). Any other seed is an ArgumentError.
 *
 * @example
 * ```ts
 * import { randint, seed } from 'cotangent/random'
 *
 * const state = seed(37)
 * const [dice, next] = randint(1, 7, [4])(state)
 * const [again] = randint(1, 7, [4])(state)
 * console.log(dice, again) // => [4 5 4 5] [4 5 4 5]
 * ```
 */
export const seed = (value: number | readonly number[]): RandomState => {
  const integers = typeof value === 'number' ? [value] : [...value]
  if (integers.length === 0 || !integers.every(isWord))
    throw new ArgumentError({
      operation: 'seed',
      problem: `[${integers.join(', ')}] is no seed`,
      remedy: 'A seed is a whole number from 0 to 2^32 - 1, or an array of one or more such numbers',
    })
  const words = typeof value === 'number' ? blockOfInteger(value) : blockOfIntegers(integers)
  return { words, position: blockLength, cachedGaussian: none }
}
