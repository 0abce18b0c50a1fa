import type { Dims, FloatDType, Tensor } from '../tensor/index.js'
import { withOptions } from '../tensor/index.js'
import { floatOf } from './dense.js'
import { type Layer, layerOf } from './model.js'
import { checkEpsilon, checkLast, type Real } from './real.js'
import {
  type Affine,
  affine,
  exampleShape,
  type NormalizationOptions,
  normalizationNames,
  type ScaleAndShift,
  standardized,
} from './standardize.js'

/** A layer normalisation of N features: any axes may stand in front. */
export interface LayerNorm<N extends number, D extends FloatDType = 'float64', P = ScaleAndShift<[N], D>>
  extends Layer<P, [N], [N], D> {
  readonly apply: (params: P) => <L extends Dims>(x: Tensor<[...L, N], D>) => Tensor<[...L, N], D>
}

/** Makes a layer normalisation of features, or of several axes. */
interface MakeLayerNorm {
  <
    const N extends number,
    D extends FloatDType = 'float64',
    Scale extends boolean = true,
    Shift extends boolean = true,
  >(
    features: N,
    options?: NormalizationOptions<D, Scale, Shift>,
  ): LayerNorm<N, NoInfer<D>, Affine<ScaleAndShift<[N], NoInfer<D>>, Scale, Shift>>
  <const S extends Dims, D extends FloatDType = 'float64', Scale extends boolean = true, Shift extends boolean = true>(
    shape: readonly [...S],
    options?: NormalizationOptions<D, Scale, Shift>,
  ): Layer<Affine<ScaleAndShift<S, NoInfer<D>>, Scale, Shift>, S, S, NoInfer<D>>
}

/**
 * Layer normalisation of x `[..., ...shape]` over the axes of `shape`, which may be one number of features (Ba, Kiros and
 * Hinton 2016).
 *
 *   y = scale (x - mean) / sqrt(variance + eps) + shift
 *
 * with the variance's divisor n, `eps` 1e-5, and scale (ones at first) and shift (zeros) of that shape, which
 * `scale: false` and `shift: false` leave out. Throws an ArgumentError for sizes and options out of range; what it makes throws a ShapeError for an x whose last axes differ.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { layerNorm } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const norm = layerNorm(2)
 * const [params] = norm.init(seed(0))
 * norm.apply(params)(tensor([[1, 3], [20, 40]]))
 * // => [[-0.999995    0.999995  ]
 * //     [-0.99999995  0.99999995]]
 * ```
 */
export const layerNorm: MakeLayerNorm = withOptions(
  'layerNorm',
  1,
  normalizationNames,
  (size: number | readonly number[], { eps = 1e-5, dtype, ...parameters }: NormalizationOptions = {}) => {
    const shape = exampleShape('layerNorm', size)
    const epsilon = checkEpsilon('layerNorm', eps)
    const map = affine('layerNorm', shape, floatOf('layerNorm', dtype), parameters)
    const axes = shape.map((_, axis) => axis - shape.length)
    return layerOf<Layer<Readonly<Record<string, Real>>, readonly number[], readonly number[], FloatDType>>(
      { kind: 'layerNorm', parameters: map.parameters, input: shape, output: shape },
      map.init,
      (params) => {
        const scaled = map.of(params)
        return (x) => {
          checkLast('layerNorm', x as Real, shape)
          return scaled(standardized(x as Real, axes, epsilon))
        }
      },
    )
  },
)
