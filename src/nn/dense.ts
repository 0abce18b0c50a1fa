import { add, matmul } from '../graph/index.js'
import { checkShape, type Dims, DTypeError, type FloatDType, type Tensor } from '../tensor/index.js'
import { drawn, type Initializer, initializers } from './initializers.js'
import { type Layer, layerOf } from './model.js'

/** The parameters of a dense layer. */
export interface DenseParams<I, O, D extends FloatDType = 'float64'> {
  readonly weights: Tensor<[I, O], D>
  readonly bias: Tensor<[O], D>
}

/** A dense layer, which takes any axes before its own: `[..., I]` gives `[..., O]`. */
export interface DenseLayer<I, O, D extends FloatDType = 'float64'> extends Layer<DenseParams<I, O, D>, [I], [O], D> {
  /** The function that the layer is, its parameters given. */
  readonly apply: (params: DenseParams<I, O, D>) => <L extends Dims>(x: Tensor<[...L, I], D>) => Tensor<[...L, O], D>
}

/** How the parameters of a layer are drawn. */
export interface Initializers {
  /** Glorot's uniform numbers unless given. */
  readonly weights?: Initializer
  /** Zeros unless given. */
  readonly bias?: Initializer
}

/** The options of `dense`: a dtype (float64 unless given) and initialisers. */
export interface DenseOptions<D extends FloatDType> extends Initializers {
  readonly dtype: D
}

/** A dense layer of `in` to `out` features. */
export interface Dense {
  <const I extends number, const O extends number, D extends FloatDType>(
    inputs: I,
    outputs: O,
    options: DenseOptions<D>,
  ): DenseLayer<I, O, D>
  <const I extends number, const O extends number>(
    inputs: I,
    outputs: O,
    options?: Initializers,
  ): DenseLayer<I, O, 'float64'>
}

/** The dtype of a layer; a DTypeError for one that has no derivatives. */
export const floatOf = (operation: string, dtype: FloatDType = 'float64'): FloatDType => {
  if (dtype !== 'float64' && dtype !== 'float32')
    throw new DTypeError({ operation, problem: `there are no parameters of dtype ${String(dtype)}` })
  return dtype
}

/**
 * x W + b: a layer of `inputs` to `outputs` features, of parameters `weights` `[I, O]` and `bias` `[O]`. It draws the
 * weights first, then the bias; by itself it takes any leading axes. Throws a ShapeError for sizes that are none.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { dense, initializers } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const layer = dense(2, 1, { weights: initializers.constant(3) })
 * const [params] = layer.init(seed(0))
 * layer.apply(params)(tensor([[1, 2]])) // => [[9.]]
 * ```
 */
export const dense = ((
  inputs: number,
  outputs: number,
  { dtype, weights = initializers.glorotUniform, bias = initializers.zeros }: Partial<DenseOptions<FloatDType>> = {},
) => {
  const [input, output] = [checkShape('dense', [inputs]), checkShape('dense', [outputs])]
  const float = floatOf('dense', dtype)
  const fans = { fanIn: inputs, fanOut: outputs }
  const drawWeights = drawn('dense', weights, [inputs, outputs], fans, float)
  const drawBias = drawn('dense', bias, [outputs], fans, float)
  return layerOf<Layer<DenseParams<number, number, FloatDType>, [number], [number], FloatDType>>(
    { kind: 'dense', parameters: ['weights', 'bias'], input, output },
    (state) => {
      const [w, between] = drawWeights(state)
      const [b, after] = drawBias(between)
      return [{ weights: w, bias: b } as DenseParams<number, number, FloatDType>, after]
    },
    (params) => (x) => add(matmul(x, params.weights as Tensor), params.bias as Tensor),
  )
}) as unknown as Dense
