import { add, astype, cos, reshape, sin, slice, stack } from '../graph/index.js'
import { normal } from '../random/index.js'
import { type FloatDType, isTensor, type OptionNames, ShapeError, type Tensor, withOptions } from '../tensor/index.js'
import { floatOf } from './dense.js'
import { drawn, type Initializer } from './initializers.js'
import { type Layer, layerOf, type NoParams } from './model.js'
import { checkParameter, checkSize, type Real } from './real.js'
import { anglesOf } from './rotary.js'

/** The base of the frequencies (10000 without it), and the dtype: float64 without it. */
export interface SinusoidalOptions<D extends FloatDType = FloatDType> {
  readonly base?: number
  readonly dtype?: D
}

const sinusoidalNames: OptionNames<SinusoidalOptions> = { base: true, dtype: true }

/** Makes the table of sines and cosines. */
type SinusoidalEncoding = <const T extends number, const E extends number, D extends FloatDType = 'float64'>(
  length: T,
  features: E,
  options?: SinusoidalOptions<D>,
) => Tensor<[T, E], NoInfer<D>>

/** A layer that adds something for each position of sequences x [B, T, E]. */
export interface Positions<P, E extends number, D extends FloatDType = 'float64'>
  extends Layer<P, [number, E], [number, E], D> {
  readonly apply: (params: P) => <B, T>(x: Tensor<[B, T, E], D>) => Tensor<[B, T, E], D>
}

/** Makes a layer that adds sines and cosines. */
type MakeSinusoidal = <const E extends number, D extends FloatDType = 'float64'>(
  features: E,
  options?: SinusoidalOptions<D>,
) => Positions<NoParams, E, NoInfer<D>>

/**
 * Sinusoidal position encodings (Vaswani et al. 2017) of T positions in E features, `[T, E]`:
 *
 *   y[t, 2 i] = sin(t base^(-2 i / E))
 *   y[t, 2 i + 1] = cos(t base^(-2 i / E))
 *
 * with a `base` of 10000. Throws an ArgumentError for an odd E, and for sizes and options out of range.
 *
 * @example
 * ```ts
 * import { sinusoidalEncoding } from 'cotangent/nn'
 *
 * sinusoidalEncoding(2, 2)
 * // => [[0.         1.        ]
 * //     [0.84147098 0.54030231]]
 * ```
 */
export const sinusoidalEncoding: SinusoidalEncoding = withOptions(
  'sinusoidalEncoding',
  2,
  sinusoidalNames,
  (length: number, features: number, options: SinusoidalOptions = {}): Real => {
    const operation = 'sinusoidalEncoding'
    const shape = [
      checkSize(operation, 'the number of positions', length),
      checkSize(operation, 'the number of features', features),
    ]
    const dtype = floatOf(operation, options.dtype)
    const angles = anglesOf(operation, length, features, options)
    return astype(reshape(stack([sin(angles), cos(angles)], { axis: -1 }), shape), dtype)
  },
)

/** Refuses what is no sequence of so many features, or longer than it may be. */
const checkPositions = (operation: string, x: Real, features: number, longest = Number.POSITIVE_INFINITY): number => {
  const rank = isTensor(x) ? x.shape.length : 0
  if (rank < 2 || x.shape[rank - 1] !== features)
    throw new ShapeError({
      operation,
      operands: isTensor(x) ? [x] : [],
      problem: `sequences are of shape [B, T, ${features}]`,
    })
  const length = x.shape[rank - 2]
  if (length > longest)
    throw new ShapeError({ operation, operands: [x], problem: `${length} positions are more than ${longest}` })
  return length
}

/**
 * A layer that adds `sinusoidalEncoding` to sequences x `[B, T, E]` of any length T. There are no parameters. Throws an
 * ArgumentError for an odd E and options out of range; what it makes throws a ShapeError for an x of other features.
 *
 * @example
 * ```ts
 * import { zeros } from 'cotangent'
 * import { sinusoidalPositions } from 'cotangent/nn'
 *
 * sinusoidalPositions(2).apply({})(zeros([1, 2, 2]))
 * // => [[[0.         1.        ]
 * //      [0.84147098 0.54030231]]]
 * ```
 */
export const sinusoidalPositions: MakeSinusoidal = withOptions(
  'sinusoidalPositions',
  1,
  sinusoidalNames,
  (features: number, options: SinusoidalOptions = {}) => {
    sinusoidalEncoding(1, features, options)
    return layerOf<Layer<NoParams, readonly number[], readonly number[], FloatDType>>(
      { kind: 'sinusoidalPositions', parameters: [], output: 'kept' },
      (state) => [{}, state],
      () => (given) => {
        const x = given as Real
        const length = checkPositions('sinusoidalPositions', x, features)
        return add(x, sinusoidalEncoding(length, features, options) as Real)
      },
    )
  },
)

/** What is added at each of T positions. */
export interface LearnedPositionsParams<T = number, E = number, D extends FloatDType = FloatDType> {
  readonly weights: Tensor<[T, E], D>
}

/** How the table is drawn, and its dtype. */
export interface LearnedPositionsOptions<D extends FloatDType = FloatDType> {
  /** Normal numbers of standard deviation 0.02 unless given. */
  readonly weights?: Initializer
  readonly dtype?: D
}

const learnedNames: OptionNames<LearnedPositionsOptions> = { weights: true, dtype: true }

/** Makes a layer that adds a table that is learned. */
type MakeLearned = <const T extends number, const E extends number, D extends FloatDType = 'float64'>(
  length: T,
  features: E,
  options?: LearnedPositionsOptions<D>,
) => Positions<LearnedPositionsParams<T, E, NoInfer<D>>, E, NoInfer<D>>

/**
 * A layer that adds a learned table `weights` `[T, E]` to sequences of up to T positions, the first rows of it where there are
 * fewer (Gehring et al. 2017). The table is drawn by `weights`, normal numbers of standard deviation 0.02 without it (Radford
 * et al. 2018). Throws an ArgumentError for sizes out of range; what it makes throws a ShapeError for an x of other features
 * or of more positions.
 *
 * @example
 * ```ts
 * import { tensor, zeros } from 'cotangent'
 * import { learnedPositions } from 'cotangent/nn'
 *
 * learnedPositions(3, 1).apply({ weights: tensor([[10], [20], [30]]) })(zeros([1, 2, 1]))
 * // => [[[10.]
 * //      [20.]]]
 * ```
 */
export const learnedPositions: MakeLearned = withOptions(
  'learnedPositions',
  2,
  learnedNames,
  (length: number, features: number, options: LearnedPositionsOptions = {}) => {
    const operation = 'learnedPositions'
    const shape = [
      checkSize(operation, 'the number of positions', length),
      checkSize(operation, 'the number of features', features),
    ]
    const { weights = (size) => normal(0, 0.02, size), dtype } = options
    const draw = drawn(operation, weights, shape, { fanIn: 1, fanOut: features }, floatOf(operation, dtype))
    return layerOf<Positions<LearnedPositionsParams, number, FloatDType>>(
      { kind: operation, parameters: ['weights'], output: 'kept' },
      (state) => {
        const [table, after] = draw(state)
        return [{ weights: table as LearnedPositionsParams['weights'] }, after]
      },
      (params) => {
        const table = checkParameter(operation, 'weights', params.weights as Real, shape)
        return (given) => {
          const x = given as Real
          return add(x, slice(table, [[0, checkPositions(operation, x, features, length)]]))
        }
      },
    )
  },
)
