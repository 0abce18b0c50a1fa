import type { Dims, FloatDType } from '../tensor/index.js'
import { withOptions } from '../tensor/index.js'
import { type ChannelNorm, type ChannelParams, groupwise } from './groupNorm.js'
import { exampleShape, type NormalizationOptions, normalizationNames } from './standardize.js'

/** Makes a normalisation of each channel of examples of a shape. */
type MakeInstanceNorm = <
  const S extends Dims,
  D extends FloatDType = 'float64',
  Scale extends boolean = true,
  Shift extends boolean = true,
>(
  shape: readonly [...S],
  options?: NormalizationOptions<D, Scale, Shift>,
) => ChannelNorm<S, NoInfer<D>, ChannelParams<S[0], NoInfer<D>, Scale, Shift>>

/**
 * Instance normalisation (Ulyanov, Vedaldi and Lempitsky 2016) of x `[N, C, ...spatial]`: as `groupNorm` with a group for
 * each channel, so over the spatial axes of each. The shape of one example is `[C, ...spatial]`; the spatial axes may be of
 * other sizes in what it is applied to. Throws an ArgumentError for sizes and options out of range; what it makes throws a
 * ShapeError for an x of other channels, or of one element for each.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { instanceNorm } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const norm = instanceNorm([2, 2], { eps: 1e-9 })
 * const [params] = norm.init(seed(0))
 * norm.apply(params)(tensor([[[1, 3], [40, 20]]]))
 * // => [[[-1.  1.]
 * //      [ 1. -1.]]]
 * ```
 */
export const instanceNorm: MakeInstanceNorm = withOptions(
  'instanceNorm',
  1,
  normalizationNames,
  (size: readonly number[], options: NormalizationOptions = {}) => {
    const shape = exampleShape('instanceNorm', size)
    return groupwise('instanceNorm', shape[0], shape, options)
  },
)
