import {
  ArgumentError,
  allocate,
  checkIsOptions,
  checkShape,
  type DType,
  DTypeError,
  fromRowMajor,
  type OptionNames,
  sizeOf,
  type Tensor,
  type TypedArray,
} from '../tensor/index.js'
import { draw, type Source } from './source.js'
import type { Rand } from './state.js'

/** A shape given as a literal, as tensors carry it in their types. */
export type Mutable<S extends readonly number[]> = { -readonly [Axis in keyof S]: S[Axis] }

const drawTensor = <S extends readonly number[], D extends DType>(
  operation: string,
  shape: S,
  dtype: D,
  element: (source: Source) => number,
): Rand<Tensor<Mutable<S>, D>> => {
  const extents = [...checkShape(operation, shape)]
  const size = sizeOf(extents)
  return draw((source) => {
    const data: TypedArray<DType> = allocate(dtype, size)
    for (let i = 0; i < size; i++) data[i] = element(source)
    return fromRowMajor<DType>(dtype, extents, data) as unknown as Tensor<Mutable<S>, D>
  })
}

/**
 * Uniform numbers in [0, 1), multiples of 2^-53 (NumPy's `random_sample`), drawn in row-major order.
 *
 * @example
 * ```ts
 * import { random, seed } from 'cotangent/random'
 *
 * const [x, next] = random([2])(seed(0))
 * console.log(x) // => [0.5488135  0.71518937]
 * ```
 */
export const random = <const S extends readonly number[]>(shape: S): Rand<Tensor<Mutable<S>, 'float64'>> =>
  drawTensor('random', shape, 'float64', (source) => source.double())

/**
 * Uniform numbers from `low` (included) to `high`: low + (high - low) * random. An ArgumentError unless high - low is
 * finite and not negative.
 *
 * @example
 * ```ts
 * import { seed, uniform } from 'cotangent/random'
 *
 * const [x] = uniform(-1, 1, [2])(seed(0))
 * console.log(x) // => [0.09762701 0.43037873]
 * ```
 */
export const uniform = <const S extends readonly number[]>(
  low: number,
  high: number,
  shape: S,
): Rand<Tensor<Mutable<S>, 'float64'>> => {
  const width = high - low
  if (!(width >= 0 && width < Infinity))
    throw new ArgumentError({
      operation: 'uniform',
      problem: `from ${low} to ${high} is no range`,
      remedy: 'Both bounds must be finite and low must not be above high',
    })
  return drawTensor('uniform', shape, 'float64', (source) => low + width * source.double())
}

/**
 * Normal numbers of mean 0 and standard deviation 1 (NumPy's `randn`) by Marsaglia's polar method, which makes them in
 * pairs: after an odd number of them the state keeps the other one for the next normal asked for.
 *
 * @example
 * ```ts
 * import { seed, standardNormal } from 'cotangent/random'
 *
 * const [x] = standardNormal([2])(seed(0))
 * console.log(x) // => [1.76405235 0.40015721]
 * ```
 */
export const standardNormal = <const S extends readonly number[]>(shape: S): Rand<Tensor<Mutable<S>, 'float64'>> =>
  drawTensor('standardNormal', shape, 'float64', (source) => source.gaussian())

/**
 * Normal numbers of mean `loc` and standard deviation `scale`: loc + scale * standardNormal. An ArgumentError where
 * `scale` is negative.
 *
 * @example
 * ```ts
 * import { normal, seed } from 'cotangent/random'
 *
 * const [x] = normal(1.5, 2, [2])(seed(0))
 * console.log(x) // => [5.02810469 2.30031442]
 * ```
 */
export const normal = <const S extends readonly number[]>(
  loc: number,
  scale: number,
  shape: S,
): Rand<Tensor<Mutable<S>, 'float64'>> => {
  if (scale < 0)
    throw new ArgumentError({
      operation: 'normal',
      problem: `the standard deviation ${scale} is negative`,
      remedy: 'Give a scale of 0 or more',
    })
  return drawTensor('normal', shape, 'float64', (source) => loc + scale * source.gaussian())
}

/** The dtypes that hold random integers: float64 has room for those beyond 32 bits, up to 2^53. */
export type IntegerDType = 'int32' | 'float64'

const refuseRange = (low: number, high: number, problem: string): never => {
  throw new ArgumentError({ operation: 'randint', problem: `from ${low} up to but not including ${high} ${problem}` })
}

const checkIntegerRange = (low: number, high: number, dtype: IntegerDType): void => {
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high))
    refuseRange(low, high, 'is no range: the bounds must be whole numbers of at most 2^53 - 1 in size')
  if (low >= high) refuseRange(low, high, 'there is no integer')
  if (!Number.isSafeInteger(high - low)) refuseRange(low, high, 'there are 2^53 integers or more')
  if (dtype !== 'int32' && dtype !== 'float64')
    throw new DTypeError({ operation: 'randint', problem: `there are no random integers of dtype ${String(dtype)}` })
  if (dtype === 'int32' && ((low | 0) !== low || ((high - 1) | 0) !== high - 1))
    throw new DTypeError({
      operation: 'randint',
      problem: `the integers from ${low} to ${high - 1} are not all int32`,
      remedy: "Pass { dtype: 'float64' }, which holds whole numbers up to 2^53 exactly",
    })
}

/**
 * Integers from `low` (included) to `high` (excluded), all equally likely: the values that NumPy's `randint` of its
 * default dtype (int64) draws. They are int32; with `{ dtype: 'float64' }` the bounds may be any whole numbers that,
 * like their difference, are at most 2^53 - 1 in size. An ArgumentError for an empty or wider range, a DTypeError where
 * they do not fit the dtype.
 *
 * @example
 * ```ts
 * import { randint, seed } from 'cotangent/random'
 *
 * const [digits] = randint(0, 10, [5])(seed(0))
 * console.log(digits) // => [5 0 3 3 7]
 * const [large] = randint(0, 2 ** 40, [1], { dtype: 'float64' })(seed(0))
 * console.log(large) // => [7.41280623e+11]
 * ```
 */
export const randint = <const S extends readonly number[], D extends IntegerDType = 'int32'>(
  low: number,
  high: number,
  shape: S,
  options: { readonly dtype?: D } = {},
): Rand<Tensor<Mutable<S>, D>> => {
  checkIsOptions('randint', options, { dtype: true } satisfies OptionNames<typeof options>)
  const dtype = options.dtype ?? ('int32' as D)
  checkIntegerRange(low, high, dtype)
  const max = high - low - 1
  return drawTensor('randint', shape, dtype, (source) => low + source.upTo(max))
}
