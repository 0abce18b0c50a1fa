import { arange, reshape, slice, stack, take } from '../graph/index.js'
import {
  ArgumentError,
  checkShape,
  DTypeError,
  describe,
  equalShapes,
  fromNested,
  fromRowMajor,
  isTensor,
  type Shape,
  ShapeError,
  sizeOf,
  type Tensor,
} from '../tensor/index.js'
import type { Mutable } from './distributions.js'
import { threefry, type Words } from './threefry.js'

/** What a stream of random numbers comes from: two words of 32 bits, in a tensor that may be traced like any other. */
export type Key = Tensor<[2], 'int32'>

/** The second word of a counter tells what the first one counts, so that no two uses of a key share a counter. */
const purposes = { bits: 0, split: 1, foldIn: 2 } as const

/**
 * The key of a seed, a whole number from 0 to 2^53 - 1: its high and its low word. An ArgumentError for any other.
 *
 * @example
 * ```ts
 * import { key } from 'cotangent/random'
 *
 * key(2 ** 32 + 7) // => [1 7]
 * ```
 */
export const key = (seed: number): Key => {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new ArgumentError({
      operation: 'key',
      problem: `${seed} is no seed`,
      remedy: 'A seed is a whole number from 0 to 2^53 - 1',
    })
  return fromRowMajor('int32', [2], Int32Array.of(seed / 2 ** 32, seed)) as unknown as Key
}

const checkKey = (operation: string, key: Tensor): void => {
  const remedy = 'Make one with key(seed), or take one out of split(key)'
  if (!isTensor(key)) throw new ArgumentError({ operation, problem: `the key is ${describe(key)}`, remedy })
  if (!equalShapes(key.shape, [2]))
    throw new ShapeError({ operation, operands: [key], problem: 'this is no key', remedy })
  if (key.dtype !== 'int32') throw new DTypeError({ operation, operands: [key], problem: 'this is no key', remedy })
}

const encrypt = (operation: string, key: Key, counter: Words, purpose: number): readonly [Words, Words] => {
  checkKey(operation, key)
  return threefry([take(key, 0), take(key, 1)], [counter, fromNested(operation, purpose, 'int32') as Words])
}

const count = (shape: Shape): Words => reshape(arange(sizeOf(shape), { dtype: 'int32' }), shape) as Words

/** Two words for every element of a shape: element i's are words 2 i and 2 i + 1 of the key's `bits`. */
export const wordPairs = (operation: string, key: Key, shape: Shape): readonly [Words, Words] =>
  encrypt(operation, key, count(checkShape(operation, shape)), purposes.bits)

/**
 * `n` keys (two without `n`) whose streams have nothing to do with each other or with the key's own: `[N, 2]`. Use a
 * key once: to draw from, or to split. A ShapeError or a DTypeError for what is no key.
 *
 * @example
 * ```ts
 * import { take } from 'cotangent'
 * import { key, keyed, split } from 'cotangent/random'
 *
 * const keys = split(key(37), 3)
 * keys.shape // => [ 3, 2 ]
 * keyed.uniform(take(keys, 0, { axis: 0 }), [2]) // => [0.60337824 0.05134268]
 * ```
 */
export const split = <N extends number = 2>(key: Key, n?: N): Tensor<[N, 2], 'int32'> => {
  const words = encrypt('split', key, count(checkShape('split', [n ?? 2])), purposes.split)
  return stack(words, { axis: 1 }) as Tensor<[N, 2], 'int32'>
}

/**
 * The key that goes with a key and a whole number, such as the number of a training step: an int32, or a scalar tensor
 * of one. A ShapeError or a DTypeError for another tensor, a DTypeError for a number that is no int32.
 *
 * @example
 * ```ts
 * import { foldIn, key, keyed } from 'cotangent/random'
 *
 * const keyOfStep = (step: number) => foldIn(key(37), step)
 * keyed.uniform(keyOfStep(0), [2]) // => [0.42290002 0.34602074]
 * ```
 */
export const foldIn = (key: Key, data: number | Tensor<[], 'int32'>): Key => {
  const counter = isTensor(data) ? data : (fromNested('foldIn', data, 'int32') as Tensor)
  if (counter.shape.length > 0)
    throw new ShapeError({ operation: 'foldIn', operands: [counter], problem: 'the number is no scalar' })
  if (counter.dtype !== 'int32')
    throw new DTypeError({ operation: 'foldIn', operands: [counter], problem: 'the number is no int32' })
  return stack(encrypt('foldIn', key, counter as Words, purposes.foldIn)) as Key
}

/**
 * Random words: int32 tensors all of whose 32 bits are fair coins. The first n of them do not depend on how many there are.
 *
 * @example
 * ```ts
 * import { bits, key } from 'cotangent/random'
 *
 * bits(key(0), [2]) // => [ 1797259609 -1715843330]
 * ```
 */
export const bits = <const S extends readonly number[]>(key: Key, shape: S): Tensor<Mutable<S>, 'int32'> => {
  const size = sizeOf(checkShape('bits', shape))
  const pairs = Math.ceil(size / 2)
  const words = reshape(stack(wordPairs('bits', key, [pairs]), { axis: 1 }), [2 * pairs])
  return reshape(slice(words, [[0, size]]), shape) as Tensor<Mutable<S>, 'int32'>
}
