import { add, mean, mul, rsqrt, square } from '../graph/index.js'
import type { Dims, FloatDType, Tensor } from '../tensor/index.js'
import { type OptionNames, withOptions } from '../tensor/index.js'
import { floatOf } from './dense.js'
import { type Layer, layerOf } from './model.js'
import type { Without } from './optional.js'
import { checkEpsilon, checkLast, checkSize, type Real } from './real.js'
import { affine, type NormalizationOptions } from './standardize.js'

/** What a normalisation by the root of the mean square multiplies with: ones at first. */
export interface RmsNormParams<N = number, D extends FloatDType = FloatDType> {
  readonly scale: Tensor<[N], D>
}

/** A normalisation of N features by the root of their mean square: any axes may stand in front. */
export interface RmsNorm<N extends number, D extends FloatDType = 'float64', P = RmsNormParams<N, D>>
  extends Layer<P, [N], [N], D> {
  readonly apply: (params: P) => <L extends Dims>(x: Tensor<[...L, N], D>) => Tensor<[...L, N], D>
}

/** The options of a normalisation without a shift. */
type RmsNormOptions<D extends FloatDType = FloatDType, Scale extends boolean = boolean> = Omit<
  NormalizationOptions<D, Scale>,
  'shift'
>

const optionNames: OptionNames<RmsNormOptions> = { eps: true, dtype: true, scale: true }

/** Makes a normalisation of features by the root of their mean square. */
type MakeRmsNorm = <const N extends number, D extends FloatDType = 'float64', Scale extends boolean = true>(
  features: N,
  options?: RmsNormOptions<D, Scale>,
) => RmsNorm<N, NoInfer<D>, Without<RmsNormParams<N, NoInfer<D>>, 'scale', Scale>>

/**
 * Normalisation of x `[..., N]` by the root of the mean square of its features (Zhang and Sennrich 2019).
 *
 *   y = scale x / sqrt(mean(x^2) + eps)
 *
 * with `eps` 1e-5 and a scale `[N]`, ones at first, which `scale: false` leaves out. Throws an ArgumentError for a size and options out of range; what it
 * makes throws a ShapeError for an x whose last axis differs.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { rmsNorm } from 'cotangent/nn'
 *
 * rmsNorm(2).apply({ scale: tensor([1, 2]) })(tensor([[3, 4]])) // => [[0.8485278  2.26274079]]
 * ```
 */
export const rmsNorm: MakeRmsNorm = withOptions(
  'rmsNorm',
  1,
  optionNames,
  (features: number, { eps = 1e-5, dtype, scale = true }: RmsNormOptions = {}) => {
    const shape = [checkSize('rmsNorm', 'the size', features)]
    const epsilon = checkEpsilon('rmsNorm', eps)
    const map = affine('rmsNorm', shape, floatOf('rmsNorm', dtype), { scale, shift: false })
    return layerOf<Layer<Readonly<Record<string, Real>>, readonly number[], readonly number[], FloatDType>>(
      { kind: 'rmsNorm', parameters: map.parameters, input: shape, output: shape },
      map.init,
      (params) => {
        const scaled = map.of(params)
        return (x) => {
          checkLast('rmsNorm', x as Real, shape)
          const power: Real = mean(square(x as Real), { axis: -1, keepdims: true })
          return scaled(mul(x as Real, rsqrt(add(power, epsilon))))
        }
      },
    )
  },
)
