import { matmul } from '../graph/index.js'
import {
  checkShape,
  type Dims,
  DTypeError,
  type FloatDType,
  type OptionNames,
  type Tensor,
  withOptions,
} from '../tensor/index.js'
import { allDrawn, drawn, type Initializer, initializers } from './initializers.js'
import { type Layer, layerOf } from './model.js'
import { type BiasOption, plus, type Without } from './optional.js'
import { checkLast, checkParameter, type Real } from './real.js'

/** The parameters of a dense layer. */
export interface DenseParams<I, O, D extends FloatDType = 'float64'> {
  readonly weights: Tensor<[I, O], D>
  readonly bias: Tensor<[O], D>
}

/** A dense layer, which takes any axes before its own: `[..., I]` gives `[..., O]`. */
export interface DenseLayer<I, O, D extends FloatDType = 'float64', P = DenseParams<I, O, D>>
  extends Layer<P, [I], [O], D> {
  /** The function that the layer is, its parameters given. */
  readonly apply: (params: P) => <L extends Dims>(x: Tensor<[...L, I], D>) => Tensor<[...L, O], D>
}

/** How the parameters of a dense layer are drawn, and their dtype: float64 unless given. */
export interface DenseOptions<D extends FloatDType = FloatDType, Bias extends BiasOption = BiasOption> {
  /** Glorot's uniform numbers unless given. */
  readonly weights?: Initializer
  /** Zeros unless given; `false` for a layer without a bias. */
  readonly bias?: Bias
  readonly dtype?: D
}

const optionNames: OptionNames<DenseOptions> = { weights: true, bias: true, dtype: true }

/** Makes a dense layer of so many inputs and outputs. */
export type Dense = <
  const I extends number,
  const O extends number,
  D extends FloatDType = 'float64',
  Bias extends BiasOption = Initializer,
>(
  inputs: I,
  outputs: O,
  options?: DenseOptions<D, Bias>,
) => DenseLayer<I, O, NoInfer<D>, Without<DenseParams<I, O, NoInfer<D>>, 'bias', Bias>>

/** The dtype of a layer; a DTypeError for one that has no derivatives. */
export const floatOf = (operation: string, dtype: FloatDType = 'float64'): FloatDType => {
  if (dtype !== 'float64' && dtype !== 'float32')
    throw new DTypeError({ operation, problem: `there are no parameters of dtype ${String(dtype)}` })
  return dtype
}

/**
 * x W + b: a layer of `inputs` to `outputs` features, of parameters `weights` `[I, O]` and `bias` `[O]`; with
 * `bias: false` there is none. It draws the weights first, then the bias; by itself it takes any leading axes. Throws a
 * ShapeError for sizes that are none; what it makes throws one for an x of other features.
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
 * const [bare] = dense(2, 1, { bias: false }).init(seed(0))
 * Object.keys(bare) // => [ 'weights' ]
 * ```
 */
export const dense: Dense = withOptions(
  'dense',
  2,
  optionNames,
  (
    inputs: number,
    outputs: number,
    { dtype, weights = initializers.glorotUniform, bias = initializers.zeros }: DenseOptions = {},
  ) => {
    const [input, output] = [checkShape('dense', [inputs]), checkShape('dense', [outputs])]
    const float = floatOf('dense', dtype)
    const fans = { fanIn: inputs, fanOut: outputs }
    return layerOf<Layer<Record<string, Real>, readonly number[], readonly number[], FloatDType>>(
      { kind: 'dense', parameters: bias === false ? ['weights'] : ['weights', 'bias'], input, output },
      allDrawn([
        ['weights', drawn('dense', weights, [inputs, outputs], fans, float)],
        ...(bias === false ? [] : [['bias', drawn('dense', bias, output, fans, float)] as const]),
      ]),
      (params) => {
        const w = checkParameter('dense', 'weights', params.weights, [inputs, outputs])
        const b = bias === false ? undefined : checkParameter('dense', 'bias', params.bias, output)
        return (x) => {
          checkLast('dense', x as Real, input)
          return plus(matmul(x as Real, w), b)
        }
      },
    )
  },
)
