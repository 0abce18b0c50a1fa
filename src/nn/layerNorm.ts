import { add, declared, mul, ones, zeros } from '../graph/index.js'
import { type Dims, equalShapes, type FloatDType, ShapeError, type Tensor } from '../tensor/index.js'
import { floatOf } from './dense.js'
import { type Layer, layerOf } from './model.js'
import { checkEpsilon, checkParameter, type Real } from './real.js'
import { exampleShape, type NormalizationOptions, type ScaleAndShift, standardized } from './standardize.js'

/** A layer normalisation of N features: any axes may stand in front. */
export interface LayerNorm<N extends number, D extends FloatDType = 'float64'>
  extends Layer<ScaleAndShift<[N], D>, [N], [N], D> {
  readonly apply: (params: ScaleAndShift<[N], D>) => <L extends Dims>(x: Tensor<[...L, N], D>) => Tensor<[...L, N], D>
}

/** Makes a layer normalisation of features, or of several axes. */
interface MakeLayerNorm {
  <const N extends number, D extends FloatDType = 'float64'>(
    features: N,
    options?: NormalizationOptions<D>,
  ): LayerNorm<N, D>
  <const S extends Dims, D extends FloatDType = 'float64'>(
    shape: readonly [...S],
    options?: NormalizationOptions<D>,
  ): Layer<ScaleAndShift<S, D>, S, S, D>
}

type Loose = Layer<ScaleAndShift<readonly number[]>, readonly number[], readonly number[], FloatDType>

/** Refuses what does not end in a shape. */
export const checkLast = (operation: string, x: Real, shape: readonly number[]): void => {
  const own = x.shape.slice(-shape.length)
  if (!equalShapes(own, shape))
    throw new ShapeError({
      operation,
      operands: [x],
      problem: `the last axes are [${own.join(', ')}], not [${shape.join(', ')}]`,
    })
}

/**
 * Layer normalisation of x `[..., ...shape]` over the axes of `shape`, which may be one number of features (Ba, Kiros and
 * Hinton 2016).
 *
 *   y = scale (x - mean) / sqrt(variance + eps) + shift
 *
 * with the variance's divisor n, `eps` 1e-5, and scale (ones at first) and shift (zeros) of that shape. Throws an
 * ArgumentError for sizes and options out of range; what it makes throws a ShapeError for an x whose last axes differ.
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
export const layerNorm: MakeLayerNorm = declared(
  (size: number | readonly number[], { eps = 1e-5, dtype }: NormalizationOptions = {}) => {
    const shape = exampleShape('layerNorm', size)
    const [epsilon, float] = [checkEpsilon('layerNorm', eps), floatOf('layerNorm', dtype)]
    return layerOf<Loose>(
      { kind: 'layerNorm', parameters: ['scale', 'shift'], input: shape, output: shape },
      (state) => [{ scale: ones(shape, { dtype: float }), shift: zeros(shape, { dtype: float }) }, state],
      ({ scale, shift }) => {
        const [factor, term] = [
          checkParameter('layerNorm', 'scale', scale, shape),
          checkParameter('layerNorm', 'shift', shift, shape),
        ]
        return (x) => {
          checkLast('layerNorm', x as Real, shape)
          const axes = shape.map((_, axis) => axis - shape.length)
          return add(mul(standardized(x as Real, axes, epsilon), factor), term)
        }
      },
    )
  },
)
