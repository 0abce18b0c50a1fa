import { take } from '../graph/index.js'
import type { Dims, FloatDType, Tensor } from '../tensor/index.js'
import { type OptionNames, withOptions } from '../tensor/index.js'
import { floatOf } from './dense.js'
import { drawn, type Initializer, initializers } from './initializers.js'
import { type Layer, layerOf } from './model.js'
import { checkParameter, checkSize, type Real } from './real.js'

/** One row of E numbers for each of V things. */
export interface EmbeddingParams<V = number, E = number, D extends FloatDType = FloatDType> {
  readonly weights: Tensor<[V, E], D>
}

/** How the rows are drawn (standard normal numbers without it), and their dtype. */
export interface EmbeddingOptions<D extends FloatDType = FloatDType> {
  readonly weights?: Initializer
  readonly dtype?: D
}

interface SizedOptions extends EmbeddingOptions {
  readonly input?: readonly number[]
}

const optionNames: OptionNames<SizedOptions> = { weights: true, dtype: true, input: true }

/** An embedding of V things in E dimensions, where one example is of shape In. */
export interface Embedding<V extends number, E extends number, In extends Dims, D extends FloatDType = 'float64'>
  extends Layer<EmbeddingParams<V, E, D>, In, [...In, E], D, 'int32'> {
  readonly apply: (
    params: EmbeddingParams<V, E, D>,
  ) => <S extends Dims>(indices: Tensor<S, 'int32'>) => Tensor<[...S, E], D>
}

/** Makes an embedding of sequences of any length, or of examples of a shape. */
interface MakeEmbedding {
  <const V extends number, const E extends number, D extends FloatDType = 'float64'>(
    count: V,
    features: E,
    options?: EmbeddingOptions<D>,
  ): Embedding<V, E, [number], NoInfer<D>>
  <const V extends number, const E extends number, const In extends Dims, D extends FloatDType = 'float64'>(
    count: V,
    features: E,
    options: EmbeddingOptions<D> & { readonly input: readonly [...In] },
  ): Embedding<V, E, In, NoInfer<D>>
}

/**
 * An embedding of V things, told apart by the whole numbers 0 to V - 1, as E numbers each: the rows of `weights` `[V, E]` at
 * int32 indices `[...]`, so `[..., E]`. Negative indices count from the end; one out of range is an IndexError. Where it is
 * composed with other layers an example is a sequence of any length, unless `input` gives its shape, `[]` for one thing.
 * The rows are drawn by `weights`, standard normal numbers without it. Throws an ArgumentError for sizes out of range.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { embedding } from 'cotangent/nn'
 *
 * const letters = embedding(3, 2)
 * letters.apply({ weights: tensor([[0, 1], [10, 11], [20, 21]]) })(tensor([[2, 0]], { dtype: 'int32' }))
 * // => [[[20. 21.]
 * //      [ 0.  1.]]]
 * ```
 */
export const embedding: MakeEmbedding = withOptions(
  'embedding',
  2,
  optionNames,
  (count: number, features: number, { weights = initializers.randn, dtype, input }: SizedOptions = {}) => {
    const shape = [
      checkSize('embedding', 'the number of things', count),
      checkSize('embedding', 'the number of features', features),
    ]
    const draw = drawn('embedding', weights, shape, { fanIn: 1, fanOut: features }, floatOf('embedding', dtype))
    return layerOf<Embedding<number, number, readonly number[], FloatDType>>(
      { kind: 'embedding', parameters: ['weights'], ...(input && { input, output: [...input, features] }) },
      (state) => {
        const [rows, after] = draw(state)
        return [{ weights: rows as EmbeddingParams['weights'] }, after]
      },
      (params) => {
        const table = checkParameter('embedding', 'weights', params.weights as Real, shape)
        return (indices) => take(table, indices as Tensor<readonly number[], 'int32'>, { axis: 0 })
      },
    )
  },
)
