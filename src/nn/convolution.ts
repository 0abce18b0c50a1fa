import type { ConvolutionOptions, NoOptions, Option, UnknownOption } from '../graph/index.js'
import * as graph from '../graph/index.js'
import {
  ArgumentError,
  type ConvolutionMismatch,
  type Convolved,
  type Dims,
  type FloatDType,
  type Guard,
  type OptionNames,
  type Padding,
  withOptions,
} from '../tensor/index.js'
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

/** How kernels slide over so many spatial axes, into how many groups channels fall, and how the parameters are drawn. */
export interface ConvLayerOptions<Axes extends SpatialAxes = SpatialAxes> extends KernelOptions {
  readonly stride?: PerAxis<Axes>
  readonly padding?: Padding
  readonly dilation?: PerAxis<Axes>
  readonly groups?: number
}

const optionNames: OptionNames<ConvLayerOptions> = {
  ...kernelOptionNames,
  stride: true,
  padding: true,
  dilation: true,
  groups: true,
}

/** Options with their defaults. */
export interface ConvSettings<O> {
  readonly stride: Option<O, 'stride', 1>
  readonly padding: Option<O, 'padding', 0>
  readonly dilation: Option<O, 'dilation', 1>
  readonly groups: Option<O, 'groups', 1>
  readonly outputPadding: Option<O, 'outputPadding', 0>
}

type Weights<C, O, K, Axes extends SpatialAxes, Options> = [
  O,
  PerGroup<C, Option<Options, 'groups', 1>>,
  ...KernelShape<K, Axes>,
]

/** A convolution of examples of shape In with O kernels, whose shape is W. */
export type ConvLayer<In extends Dims, W extends Dims, O, Options = NoOptions> = Layer<
  KernelParamsIn<W, O, Options>,
  In,
  ExampleOf<Convolved<[number, ...In], W, ConvSettings<Options>>>,
  DTypeIn<Options>
>

type Mismatch<In extends Dims, W extends Dims, Options, Axes> = ConvolutionMismatch<
  [number, ...In],
  W,
  ConvSettings<Options>,
  Axes
>

/** Makes a convolution over so many spatial axes, of channels alone or of examples of a shape. */
export interface MakeConv<Axes extends SpatialAxes> {
  <
    const C extends number,
    const O extends number,
    const K extends PerAxis<Axes>,
    const Options extends ConvLayerOptions<Axes> = NoOptions,
  >(
    channels: C,
    filters: O,
    kernelSize: K,
    options?: Options & Guard<UnknownOption<Options, ConvLayerOptions<Axes>>>,
  ): ConvLayer<[C, ...Every<number, Axes>], Weights<C, O, K, Axes, Options>, O, Options>
  <
    const C extends number,
    const S extends Readonly<Every<number, Axes>>,
    const O extends number,
    const K extends PerAxis<Axes>,
    const Options extends ConvLayerOptions<Axes> = NoOptions,
  >(
    input: readonly [C, ...S],
    filters: O,
    kernelSize: K & Guard<Mismatch<[C, ...S], Weights<C, O, K, Axes, Options>, Options, Axes>>,
    options?: Options & Guard<UnknownOption<Options, ConvLayerOptions<Axes>>>,
  ): ConvLayer<[C, ...S], Weights<C, O, K, Axes, Options>, O, Options>
}

/** Refuses channels that do not divide into groups. */
export const checkGroups = (operation: string, groups: number, ...channels: readonly number[]): void => {
  const odd = channels.find((each) => !Number.isSafeInteger(groups) || groups < 1 || each % groups !== 0)
  if (odd !== undefined)
    throw new ArgumentError({ operation, problem: `${odd} channels do not divide into ${String(groups)} groups` })
}

type Convolve = (x: Real, weights: Real, options: ConvolutionOptions) => Real

const convolution = <Axes extends SpatialAxes>(operation: string, axes: Axes, convolve: Convolve): MakeConv<Axes> =>
  withOptions(
    operation,
    3,
    optionNames,
    (input: unknown, filters: number, kernelSize: unknown, options: ConvLayerOptions = {}) => {
      const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options
      const { channels, shape } = exampleOf(operation, axes, input)
      const kernel = sizesPerAxis(operation, 'the kernel size', axes, kernelSize)
      checkGroups(operation, groups, channels, filters)
      const weightShape = [filters, channels / groups, ...kernel]
      const sliding = { stride, padding, dilation, groups }
      return layerOf<Layer<Readonly<Record<string, Real>>, readonly number[], readonly number[], FloatDType>>(
        {
          kind: operation,
          parameters: kernelNames(options),
          ...exampleAfter(operation, shape, (x) => convolve(x, graph.zeros(weightShape), sliding)),
        },
        drawnKernels(operation, weightShape, [channels / groups, filters / groups, filters], options),
        (params) => {
          const [weights, bias] = checkKernels(operation, params, weightShape, filters, options)
          return (x) => convolve(checkInput(operation, x as Real, axes, channels), weights, { ...sliding, ...bias })
        },
      )
    },
  )

/**
 * A convolution of sequences x `[N, C, L]` with kernels `[O, C / groups, K]` and a bias `[O]`: as `conv2d`, over one spatial
 * axis.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { conv1d } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const layer = conv1d(2, 4, 3, { stride: 2 })
 * const [params] = layer.init(seed(0))
 * layer.apply(params)(ones([8, 2, 9])).shape // => [ 8, 4, 4 ]
 * ```
 */
export const conv1d: MakeConv<1> = convolution('conv1d', 1, graph.conv1d as unknown as Convolve)

/**
 * A convolution of images x `[N, C, H, W]` with kernels `[O, C / groups, KH, KW]` and a bias `[O]`, as the operation of this
 * name: `conv2d(input, filters, kernelSize, options)`. The input is the shape of one example, `[C, H, W]`, and then the sizes
 * of the result are known where layers are composed; or the number of channels alone, for images of any size. `stride` (1),
 * `padding` (0), `dilation` (1) and `groups` (1) are those of the operation; kernels are drawn by `weights`, Glorot's uniform
 * initialiser, and the bias by `bias`, zeros; with `bias: false` there is none.
 *
 * Throws an ArgumentError for sizes and options out of range and a ShapeError where the kernel is larger than the input; what
 * it makes throws a ShapeError for an x of other channels.
 *
 * @example
 * ```ts
 * import { zeros } from 'cotangent'
 * import { conv2d } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const layer = conv2d([3, 32, 32], 16, 5, { padding: 'same' })
 * const [params] = layer.init(seed(0))
 * params.weights.shape // => [ 16, 3, 5, 5 ]
 * layer.apply(params)(zeros([8, 3, 32, 32])).shape // => [ 8, 16, 32, 32 ]
 * ```
 */
export const conv2d: MakeConv<2> = convolution('conv2d', 2, graph.conv2d as unknown as Convolve)

/**
 * A convolution of volumes x `[N, C, D, H, W]` with kernels `[O, C / groups, KD, KH, KW]` and a bias `[O]`: as `conv2d`, over
 * three spatial axes.
 *
 * @example
 * ```ts
 * import { conv3d } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const [params] = conv3d(1, 2, [3, 3, 1]).init(seed(0))
 * params.weights.shape // => [ 2, 1, 3, 3, 1 ]
 * ```
 */
export const conv3d: MakeConv<3> = convolution('conv3d', 3, graph.conv3d as unknown as Convolve)
