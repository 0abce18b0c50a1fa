import type { ConvTransposeOptions, NoOptions, Option, UnknownOption } from '../graph/index.js'
import * as graph from '../graph/index.js'
import type { Dims, FloatDType, Guard, TransposeConvolved, TransposeMismatch } from '../tensor/index.js'
import { type OptionNames, withOptions } from '../tensor/index.js'
import { type ConvSettings, checkGroups } from './convolution.js'
import { type Layer, layerOf } from './model.js'
import type { Real } from './real.js'
import {
  checkInput,
  checkKernels,
  type DTypeIn,
  drawnKernels,
  type Every,
  type ExampleOf,
  exampleAfter,
  exampleOf,
  type KernelOptions,
  type KernelParamsIn,
  type KernelShape,
  kernelNames,
  kernelOptionNames,
  type PerAxis,
  type PerGroup,
  type SpatialAxes,
  sizesPerAxis,
} from './spatial.js'

/** How kernels are spread out over so many spatial axes, and how the parameters are drawn. */
export interface ConvTransposeLayerOptions<Axes extends SpatialAxes = SpatialAxes> extends KernelOptions {
  readonly stride?: PerAxis<Axes>
  readonly padding?: ConvTransposeOptions['padding']
  readonly outputPadding?: PerAxis<Axes>
  readonly dilation?: PerAxis<Axes>
  readonly groups?: number
}

const optionNames: OptionNames<ConvTransposeLayerOptions> = {
  ...kernelOptionNames,
  stride: true,
  padding: true,
  outputPadding: true,
  dilation: true,
  groups: true,
}

type Weights<C, O, K, Axes extends SpatialAxes, Options> = [
  C,
  PerGroup<O, Option<Options, 'groups', 1>>,
  ...KernelShape<K, Axes>,
]

/** A transposed convolution of examples of shape In to O channels, whose kernels are of shape W. */
export type ConvTransposeLayer<In extends Dims, W extends Dims, O, Options = NoOptions> = Layer<
  KernelParamsIn<W, O, Options>,
  In,
  ExampleOf<TransposeConvolved<[number, ...In], W, ConvSettings<Options>>>,
  DTypeIn<Options>
>

/** Makes a transposed convolution over so many spatial axes, of channels alone or of examples of a shape. */
export interface MakeConvTranspose<Axes extends SpatialAxes> {
  <
    const C extends number,
    const O extends number,
    const K extends PerAxis<Axes>,
    const Options extends ConvTransposeLayerOptions<Axes> = NoOptions,
  >(
    channels: C,
    filters: O,
    kernelSize: K,
    options?: Options & Guard<UnknownOption<Options, ConvTransposeLayerOptions<Axes>>>,
  ): ConvTransposeLayer<[C, ...Every<number, Axes>], Weights<C, O, K, Axes, Options>, O, Options>
  <
    const C extends number,
    const S extends Readonly<Every<number, Axes>>,
    const O extends number,
    const K extends PerAxis<Axes>,
    const Options extends ConvTransposeLayerOptions<Axes> = NoOptions,
  >(
    input: readonly [C, ...S],
    filters: O,
    kernelSize: K &
      Guard<TransposeMismatch<[number, C, ...S], Weights<C, O, K, Axes, Options>, ConvSettings<Options>, Axes>>,
    options?: Options & Guard<UnknownOption<Options, ConvTransposeLayerOptions<Axes>>>,
  ): ConvTransposeLayer<[C, ...S], Weights<C, O, K, Axes, Options>, O, Options>
}

type Spread = (x: Real, weights: Real, options: ConvTransposeOptions) => Real

const transposedConvolution = <Axes extends SpatialAxes>(
  operation: string,
  axes: Axes,
  spread: Spread,
): MakeConvTranspose<Axes> =>
  withOptions(
    operation,
    3,
    optionNames,
    (input: unknown, filters: number, kernelSize: unknown, options: ConvTransposeLayerOptions = {}) => {
      const { stride = 1, padding = 0, outputPadding = 0, dilation = 1, groups = 1 } = options
      const { channels, shape } = exampleOf(operation, axes, input)
      const kernel = sizesPerAxis(operation, 'the kernel size', axes, kernelSize)
      checkGroups(operation, groups, channels, filters)
      const weightShape = [channels, filters / groups, ...kernel]
      const spreading = { stride, padding, outputPadding, dilation, groups }
      return layerOf<Layer<Readonly<Record<string, Real>>, readonly number[], readonly number[], FloatDType>>(
        {
          kind: operation,
          parameters: kernelNames(options),
          ...exampleAfter(operation, shape, (x) => spread(x, graph.zeros(weightShape), spreading)),
        },
        drawnKernels(operation, weightShape, [channels / groups, filters / groups, filters], options),
        (params) => {
          const [weights, bias] = checkKernels(operation, params, weightShape, filters, options)
          return (x) => spread(checkInput(operation, x as Real, axes, channels), weights, { ...spreading, ...bias })
        },
      )
    },
  )

/**
 * A transposed convolution of sequences x `[N, C, L]` with kernels `[C, O / groups, K]` and a bias `[O]`: as
 * `convTranspose2d`, over one spatial axis.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { convTranspose1d } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const layer = convTranspose1d(2, 4, 3, { stride: 2 })
 * const [params] = layer.init(seed(0))
 * layer.apply(params)(ones([8, 2, 9])).shape // => [ 8, 4, 19 ]
 * ```
 */
export const convTranspose1d: MakeConvTranspose<1> = transposedConvolution(
  'convTranspose1d',
  1,
  graph.convTranspose1d as unknown as Spread,
)

/**
 * A transposed convolution of images x `[N, C, H, W]` with kernels `[C, O / groups, KH, KW]` and a bias `[O]`, as the operation
 * of this name: `convTranspose2d(input, filters, kernelSize, options)`. The input is the shape of one example, `[C, H, W]`, or
 * the number of channels alone, as for `conv2d`; `stride` (1), `padding` (0), `outputPadding` (0), `dilation` (1) and `groups`
 * (1) are those of the operation; kernels are drawn by `weights`, Glorot's uniform initialiser, and the bias by `bias`,
 * zeros, or none with `bias: false`. Throws an ArgumentError for sizes and options out of range; what it makes throws a ShapeError for an x of other
 * channels.
 *
 * @example
 * ```ts
 * import { zeros } from 'cotangent'
 * import { convTranspose2d } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const layer = convTranspose2d([16, 7, 7], 8, 4, { stride: 2, padding: 1 })
 * const [params] = layer.init(seed(0))
 * params.weights.shape // => [ 16, 8, 4, 4 ]
 * layer.apply(params)(zeros([5, 16, 7, 7])).shape // => [ 5, 8, 14, 14 ]
 * ```
 */
export const convTranspose2d: MakeConvTranspose<2> = transposedConvolution(
  'convTranspose2d',
  2,
  graph.convTranspose2d as unknown as Spread,
)

/**
 * A transposed convolution of volumes x `[N, C, D, H, W]` with kernels `[C, O / groups, KD, KH, KW]` and a bias `[O]`: as
 * `convTranspose2d`, over three spatial axes.
 *
 * @example
 * ```ts
 * import { convTranspose3d } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const [params] = convTranspose3d(1, 2, [3, 3, 1]).init(seed(0))
 * params.weights.shape // => [ 1, 2, 3, 3, 1 ]
 * ```
 */
export const convTranspose3d: MakeConvTranspose<3> = transposedConvolution(
  'convTranspose3d',
  3,
  graph.convTranspose3d as unknown as Spread,
)
