import { reshape } from '../graph/index.js'
import { ArgumentError, type Dims, type FloatDType, ShapeError, sizeOf, withOptions } from '../tensor/index.js'
import { floatOf } from './dense.js'
import { type Layer, layerOf } from './model.js'
import { checkEpsilon, checkSize, type Real } from './real.js'
import {
  type Affine,
  affine,
  checkChannels,
  exampleShape,
  type NormalizationOptions,
  normalizationNames,
  perChannel,
  type ScaleAndShift,
  standardized,
} from './standardize.js'

/** A normalisation of examples of shape S, whose first axis is that of channels, by groups of these. */
export type ChannelNorm<S extends Dims, D extends FloatDType = 'float64', P = ScaleAndShift<[S[0]], D>> = Layer<
  P,
  S,
  S,
  D
>

/** The parameters that options leave of one scale and one shift for each channel. */
export type ChannelParams<C, D extends FloatDType, Scale, Shift> = Affine<ScaleAndShift<[C], D>, Scale, Shift>

/** Makes a normalisation of groups of channels. */
interface MakeGroupNorm {
  <
    const C extends number,
    D extends FloatDType = 'float64',
    Scale extends boolean = true,
    Shift extends boolean = true,
  >(
    groups: number,
    channels: C,
    options?: NormalizationOptions<D, Scale, Shift>,
  ): ChannelNorm<[C], NoInfer<D>, ChannelParams<C, NoInfer<D>, Scale, Shift>>
  <const S extends Dims, D extends FloatDType = 'float64', Scale extends boolean = true, Shift extends boolean = true>(
    groups: number,
    shape: readonly [...S],
    options?: NormalizationOptions<D, Scale, Shift>,
  ): ChannelNorm<S, NoInfer<D>, ChannelParams<S[0], NoInfer<D>, Scale, Shift>>
}

/** Normalisation over all axes of each group of channels of x `[N, C, ...]`. */
export const groupwise = (
  operation: string,
  groups: number,
  shape: readonly number[],
  { eps = 1e-5, dtype, ...parameters }: NormalizationOptions,
) => {
  const epsilon = checkEpsilon(operation, eps)
  const map = affine(operation, [shape[0]], floatOf(operation, dtype), parameters)
  return layerOf<Layer<Readonly<Record<string, Real>>, readonly number[], readonly number[], FloatDType>>(
    { kind: operation, parameters: map.parameters, input: shape, output: shape },
    map.init,
    (params) => {
      const scaled = map.of(params)
      return (given) => {
        const x = given as Real
        checkChannels(operation, x, shape[0])
        const [batch, channels, ...rest] = x.shape
        const grouped: Real = reshape(x, [batch, groups, channels / groups, ...rest])
        if (sizeOf(grouped.shape.slice(2)) === 1)
          throw new ShapeError({
            operation,
            operands: [x],
            problem: 'each group is one element, and nothing is left of it without its mean',
            remedy: 'Take larger groups, or examples with axes behind the channels',
          })
        const axes = [...grouped.shape.keys()].slice(2)
        const normal: Real = reshape(standardized(grouped, axes, epsilon), x.shape)
        return scaled(normal, (values) => perChannel(values, x))
      }
    },
  )
}

/**
 * Group normalisation (Wu and He 2018) of x `[N, C, ...]`: as `layerNorm`, over all axes of each of so many groups of
 * neighbouring channels, with one scale and one shift for each channel, `[C]`, which `scale: false` and
 * `shift: false` leave out. The shape of one example is `[C, ...]`, or
 * the number of channels alone; the axes behind may be of other sizes in what it is applied to. Throws an ArgumentError
 * for sizes and options out of range; what it makes throws a ShapeError for an x of other channels, or of groups of one element.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { groupNorm } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const norm = groupNorm(2, 4, { eps: 1e-9 })
 * const [params] = norm.init(seed(0))
 * norm.apply(params)(tensor([[1, 3, 20, 40]])) // => [[-1.  1. -1.  1.]]
 * ```
 */
export const groupNorm: MakeGroupNorm = withOptions(
  'groupNorm',
  2,
  normalizationNames,
  (groups: number, size: number | readonly number[], options: NormalizationOptions = {}) => {
    const shape = exampleShape('groupNorm', size)
    if (shape[0] % checkSize('groupNorm', 'the number of groups', groups) !== 0)
      throw new ArgumentError({
        operation: 'groupNorm',
        problem: `${shape[0]} channels do not divide into ${groups} groups`,
      })
    return groupwise('groupNorm', groups, shape, options)
  },
)
