import type { AvgPoolOptions, MaxPoolOptions, NoOptions, Option, UnknownOption } from '../graph/index.js'
import * as graph from '../graph/index.js'
import {
  type Dims,
  type FloatDType,
  type Guard,
  type OptionNames,
  type Padding,
  type Pooled,
  type PoolMismatch,
  withOptions,
} from '../tensor/index.js'
import { floatOf } from './dense.js'
import { type Layer, layerOf, type NoParams } from './model.js'
import type { Real } from './real.js'
import {
  checkInput,
  type DTypeIn,
  type Every,
  type ExampleOf,
  exampleAfter,
  exampleOf,
  type PerAxis,
  type SpatialAxes,
  sizesPerAxis,
} from './spatial.js'

/** How windows slide over so many spatial axes, and the dtype of what is pooled: float64 without it. */
export interface MaxPoolLayerOptions<Axes extends SpatialAxes = SpatialAxes> {
  readonly stride?: PerAxis<Axes>
  readonly padding?: Padding
  readonly dilation?: PerAxis<Axes>
  readonly ceilMode?: boolean
  readonly dtype?: FloatDType
}

const maxPoolNames: OptionNames<MaxPoolLayerOptions> = {
  stride: true,
  padding: true,
  dilation: true,
  ceilMode: true,
  dtype: true,
}

/** The same of means, and whether the zeros of padding count. */
export interface AvgPoolLayerOptions<Axes extends SpatialAxes = SpatialAxes> extends MaxPoolLayerOptions<Axes> {
  readonly countIncludePad?: boolean
}

const avgPoolNames: OptionNames<AvgPoolLayerOptions> = { ...maxPoolNames, countIncludePad: true }

/** Options with their defaults. */
interface Settings<K, O> {
  readonly kernelSize: K
  readonly stride: Option<O, 'stride', K>
  readonly padding: Option<O, 'padding', 0>
  readonly dilation: Option<O, 'dilation', 1>
  readonly ceilMode: Option<O, 'ceilMode', false>
}

/** Pooling of examples of shape In with windows of size K. */
export type PoolLayer<In extends Dims, K, Options = NoOptions> = Layer<
  NoParams,
  In,
  ExampleOf<Pooled<[number, ...In], Settings<K, Options>>>,
  DTypeIn<Options>
>

/** Makes a pooling over so many spatial axes, of channels alone or of examples of a shape. */
export interface MakePool<Axes extends SpatialAxes, Known extends MaxPoolLayerOptions<Axes>> {
  <const C extends number, const K extends PerAxis<Axes>, const Options extends Partial<Known> = NoOptions>(
    channels: C,
    kernelSize: K,
    options?: Options & Guard<UnknownOption<Options, Known>>,
  ): PoolLayer<[C, ...Every<number, Axes>], K, Options>
  <
    const C extends number,
    const S extends Readonly<Every<number, Axes>>,
    const K extends PerAxis<Axes>,
    const Options extends Partial<Known> = NoOptions,
  >(
    input: readonly [C, ...S],
    kernelSize: K & Guard<PoolMismatch<[number, C, ...S], Settings<K, Options>, Axes>>,
    options?: Options & Guard<UnknownOption<Options, Known>>,
  ): PoolLayer<[C, ...S], K, Options>
}

const pooling = <Axes extends SpatialAxes, Known extends MaxPoolLayerOptions<Axes>>(
  operation: string,
  axes: Axes,
  names: OptionNames<Known>,
  pool: (x: Real, options: AvgPoolOptions) => Real,
): MakePool<Axes, Known> =>
  withOptions(
    operation,
    2,
    names,
    (
      input: unknown,
      size: unknown,
      { dtype, ...sliding }: Omit<MaxPoolOptions, 'kernelSize'> & { dtype?: FloatDType } = {},
    ) => {
      const { channels, shape } = exampleOf(operation, axes, input)
      const kernelSize = sizesPerAxis(operation, 'the kernel size', axes, size)
      floatOf(operation, dtype)
      return layerOf<Layer<NoParams, readonly number[], readonly number[], FloatDType>>(
        {
          kind: operation,
          parameters: [],
          ...exampleAfter(operation, shape, (x) => pool(x, { ...sliding, kernelSize })),
        },
        (state) => [{}, state],
        () => (x) => pool(checkInput(operation, x as Real, axes, channels), { ...sliding, kernelSize }),
      )
    },
  )

type Pool = (x: Real, options: AvgPoolOptions) => Real

/**
 * The largest element of each window of sequences x `[N, C, L]`: as `maxPool2d`, over one spatial axis.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { maxPool1d } from 'cotangent/nn'
 *
 * maxPool1d(1, 2).apply({})(tensor([[[1, 3, 2, 5]]])) // => [[[3. 5.]]]
 * ```
 */
export const maxPool1d: MakePool<1, MaxPoolLayerOptions<1>> = pooling(
  'maxPool1d',
  1,
  maxPoolNames,
  graph.maxPool1d as unknown as Pool,
)

/**
 * The largest element of each window of images x `[N, C, H, W]`, as the operation of this name: `maxPool2d(input, kernelSize,
 * options)`. The input is the shape of one example, `[C, H, W]`, and then the sizes of the result are known where layers are
 * composed; or the number of channels alone, for images of any size. `stride` (the kernel's size), `padding` (0), `dilation`
 * (1) and `ceilMode` (false) are those of the operation. There are no parameters.
 *
 * Throws an ArgumentError for sizes and options out of range and a ShapeError where a window is larger than the input; what
 * it makes throws a ShapeError for an x of other channels.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { maxPool2d } from 'cotangent/nn'
 *
 * maxPool2d([1, 2, 4], 2).apply({})(tensor([[[[1, 2, 0, 1], [4, 3, 0, 7]]]])) // => [[[[4. 7.]]]]
 * ```
 */
export const maxPool2d: MakePool<2, MaxPoolLayerOptions<2>> = pooling(
  'maxPool2d',
  2,
  maxPoolNames,
  graph.maxPool2d as unknown as Pool,
)

/**
 * The largest element of each window of volumes x `[N, C, D, H, W]`: as `maxPool2d`, over three spatial axes.
 *
 * @example
 * ```ts
 * import { zeros } from 'cotangent'
 * import { maxPool3d } from 'cotangent/nn'
 *
 * maxPool3d(2, [2, 2, 1]).apply({})(zeros([1, 2, 4, 4, 4])).shape // => [ 1, 2, 2, 2, 4 ]
 * ```
 */
export const maxPool3d: MakePool<3, MaxPoolLayerOptions<3>> = pooling(
  'maxPool3d',
  3,
  maxPoolNames,
  graph.maxPool3d as unknown as Pool,
)

/**
 * The mean of each window of sequences x `[N, C, L]`: as `avgPool2d`, over one spatial axis.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { avgPool1d } from 'cotangent/nn'
 *
 * avgPool1d(1, 2).apply({})(tensor([[[1, 3, 2, 6]]])) // => [[[2. 4.]]]
 * ```
 */
export const avgPool1d: MakePool<1, AvgPoolLayerOptions<1>> = pooling(
  'avgPool1d',
  1,
  avgPoolNames,
  graph.avgPool1d as unknown as Pool,
)

/**
 * The mean of each window of images x `[N, C, H, W]`, as the operation of this name: `avgPool2d(input, kernelSize, options)`,
 * where everything is as for `maxPool2d`, and `countIncludePad` (true) says whether the zeros of padding count.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { avgPool2d } from 'cotangent/nn'
 *
 * avgPool2d([1, 2, 4], 2).apply({})(tensor([[[[1, 2, 0, 1], [4, 3, 0, 7]]]])) // => [[[[2.5 2. ]]]]
 * ```
 */
export const avgPool2d: MakePool<2, AvgPoolLayerOptions<2>> = pooling(
  'avgPool2d',
  2,
  avgPoolNames,
  graph.avgPool2d as unknown as Pool,
)

/**
 * The mean of each window of volumes x `[N, C, D, H, W]`: as `avgPool2d`, over three spatial axes.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { avgPool3d } from 'cotangent/nn'
 *
 * avgPool3d(1, 2).apply({})(ones([1, 1, 2, 2, 2])) // => [[[[[1.]]]]]
 * ```
 */
export const avgPool3d: MakePool<3, AvgPoolLayerOptions<3>> = pooling(
  'avgPool3d',
  3,
  avgPoolNames,
  graph.avgPool3d as unknown as Pool,
)
