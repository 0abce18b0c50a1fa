import { add, astype, broadcastTo, dtypeNames, less, mul, shiftRightLogical, sub } from '../graph/index.js'
import { ArgumentError, checkIsOptions, DTypeError, type FloatDType, isTensor, type Tensor } from '../tensor/index.js'
import type { Mutable } from './distributions.js'
import { type Key, wordPairs } from './key.js'
import { normalQuantile } from './normal.js'
import type { Words } from './threefry.js'

type Real = Tensor<readonly number[], 'float64'>

/** The dtype of random numbers, float64 unless given. */
interface FloatOption<D extends FloatDType> {
  readonly dtype?: D
}

/** The upper bits of two words as one whole number, its high part first. */
const joined = ([high, low]: readonly [Words, Words], highBits: number, lowBits: number): Real =>
  add(mul(upper(high, highBits, 'float64'), 2 ** lowBits), upper(low, lowBits, 'float64'))

const upper = <D extends FloatDType>(word: Words, count: number, dtype: D): Tensor<readonly number[], D> =>
  astype(shiftRightLogical(word, 32 - count), dtype)

/** Multiples of 2^-53 in [0, 1). */
const unitInterval = (operation: string, key: Key, shape: readonly number[]): Real =>
  mul(joined(wordPairs(operation, key, shape), 27, 26), 2 ** -53)

const floatOf = <D extends FloatDType>(operation: string, options: FloatOption<D>): FloatDType => {
  checkIsOptions(operation, options, dtypeNames)
  const { dtype } = options
  if (dtype !== undefined && dtype !== 'float64' && dtype !== 'float32')
    throw new DTypeError({ operation, problem: `there are no such random numbers of dtype ${String(dtype)}` })
  return dtype ?? 'float64'
}

/**
 * Uniform numbers in [0, 1): multiples of 2^-53, or for float32 of 2^-24, all equally likely.
 *
 * @example
 * ```ts
 * import { key, keyed } from 'cotangent/random'
 *
 * keyed.uniform(key(37), [2]) // => [0.2462827 0.8812789]
 * ```
 */
const uniform = <const S extends readonly number[], D extends FloatDType = 'float64'>(
  key: Key,
  shape: S,
  options: FloatOption<D> = {},
): Tensor<Mutable<S>, D> => {
  const drawn =
    floatOf('uniform', options) === 'float64'
      ? unitInterval('uniform', key, shape)
      : mul(upper(wordPairs('uniform', key, shape)[0], 24, 'float32'), 2 ** -24)
  return drawn as unknown as Tensor<Mutable<S>, D>
}

/**
 * Normal numbers of mean 0 and standard deviation 1: the normal quantiles, to a relative error below 1e-15, of the 2^52
 * midpoints (k + 1/2) 2^-52, all equally likely; so none is beyond 8.21 in size. For float32 they are rounded.
 *
 * @example
 * ```ts
 * import { key, keyed } from 'cotangent/random'
 *
 * keyed.normal(key(37), [2]) // => [-0.68623422  1.18140421]
 * ```
 */
const normal = <const S extends readonly number[], D extends FloatDType = 'float64'>(
  key: Key,
  shape: S,
  options: FloatOption<D> = {},
): Tensor<Mutable<S>, D> => {
  const dtype = floatOf('normal', options)
  const centred = mul(sub(joined(wordPairs('normal', key, shape), 26, 26), 2 ** 51 - 0.5), 2 ** -52)
  return astype(normalQuantile(centred), dtype) as unknown as Tensor<Mutable<S>, D>
}

/**
 * Truth values that hold with probability p: one number in [0, 1] for all, or a float64 tensor that broadcasts to the
 * shape. An ArgumentError for a number outside [0, 1].
 *
 * @example
 * ```ts
 * import { key, keyed } from 'cotangent/random'
 *
 * keyed.bernoulli(key(37), 0.8, [4]) // => [ True False False  True]
 * ```
 */
const bernoulli = <const S extends readonly number[]>(
  key: Key,
  p: number | Tensor<readonly number[], 'float64'>,
  shape: S,
): Tensor<Mutable<S>, 'bool'> => {
  if (!isTensor(p) && !(p >= 0 && p <= 1))
    throw new ArgumentError({
      operation: 'bernoulli',
      problem: `${p} is no probability`,
      remedy: 'A probability is a number from 0 to 1',
    })
  const drawn = unitInterval('bernoulli', key, shape)
  return less(drawn, isTensor(p) ? broadcastTo(p, shape) : p) as unknown as Tensor<Mutable<S>, 'bool'>
}

/**
 * Integers (int32) from `low` (included) to `high` (excluded), at most 2^31 of them: the whole parts of
 * low + (high - low) * uniform, whose probabilities differ by less than 2^-51. An ArgumentError for another range.
 *
 * @example
 * ```ts
 * import { key, keyed } from 'cotangent/random'
 *
 * keyed.randint(key(37), 1, 7, [5]) // => [2 6 6 4 5]
 * ```
 */
const randint = <const S extends readonly number[]>(
  key: Key,
  low: number,
  high: number,
  shape: S,
): Tensor<Mutable<S>, 'int32'> => {
  const fits = (low | 0) === low && ((high - 1) | 0) === high - 1
  if (!fits || low >= high || high - low > 2 ** 31)
    throw new ArgumentError({
      operation: 'randint',
      problem: `from ${low} up to but not including ${high} is no range`,
      remedy: 'Give whole numbers low < high of int32 that are at most 2^31 apart',
    })
  const drawn = unitInterval('randint', key, shape)
  return add(astype(mul(drawn, high - low), 'int32'), low) as unknown as Tensor<Mutable<S>, 'int32'>
}

/** Random numbers as functions of a key: composed of tensor operations, they trace, compile and batch like any others. */
export const keyed = { uniform, normal, bernoulli, randint } as const
