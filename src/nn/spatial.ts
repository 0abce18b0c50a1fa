import { type Option, traceClosed } from '../graph/index.js'
import type { Rand } from '../random/index.js'
import {
  ArgumentError,
  type Divide,
  type FloatDType,
  type OptionNames,
  ShapeError,
  sizeOf,
  type Tensor,
  written,
} from '../tensor/index.js'
import { floatOf } from './dense.js'
import { allDrawn, drawn, type Initializer, initializers } from './initializers.js'
import type { BiasOption, Without } from './optional.js'
import { checkParameter, checkSize, type Real } from './real.js'

/** So many spatial axes: those of a sequence, an image or a volume. */
export type SpatialAxes = 1 | 2 | 3

/** One size for all of so many spatial axes, as a shape. */
export type Every<N, Axes extends SpatialAxes> = { 1: [N]; 2: [N, N]; 3: [N, N, N] }[Axes]

/** One number for all of so many spatial axes, or one for each. */
export type PerAxis<Axes extends SpatialAxes> = number | Readonly<Every<number, Axes>>

/** The sizes of a kernel. */
export type KernelShape<K, Axes extends SpatialAxes> = K extends readonly unknown[] ? [...K] : Every<K, Axes>

/** The channels of one group, of so many. */
export type PerGroup<C, Groups> = Groups extends 1
  ? C
  : number extends C | Groups
    ? number
    : Divide<C, Groups> extends readonly [infer Q, unknown]
      ? Q
      : number

/** The dtype that options name: float64 without one. */
export type DTypeIn<O> = O extends { readonly dtype: infer D extends FloatDType }
  ? D
  : 'dtype' extends keyof O
    ? FloatDType
    : 'float64'

/** The parameters of kernels of shape W and O filters, without a bias where options say so. */
export type KernelParamsIn<W extends readonly unknown[], O, Options> = Without<
  KernelParams<W, O, DTypeIn<Options>>,
  'bias',
  Option<Options, 'bias'>
>

/** Sizes without that of the batch. */
export type ExampleOf<S> = S extends readonly [unknown, ...infer Rest] ? Rest : readonly number[]

/** The channels of one example, and its spatial sizes where they are given. */
export interface Example {
  readonly channels: number
  /** The whole shape, if it is known. */
  readonly shape: readonly number[] | undefined
}

/** What stands for the shape of one example: `[C, ...spatial]`, or the channels alone. */
export const exampleOf = (operation: string, axes: number, given: unknown): Example => {
  if (!Array.isArray(given))
    return { channels: checkSize(operation, 'the number of channels', given), shape: undefined }
  const shape = given.map((size, axis) => checkSize(operation, `size ${axis} of the input`, size))
  if (shape.length !== axes + 1)
    throw new ArgumentError({
      operation,
      problem: `an input of shape ${written(given)} has not ${axes + 1} axes`,
      remedy: 'Give the shape of one example, [C, ...spatial], or the number of channels alone',
    })
  return { channels: shape[0], shape }
}

/** The shape of one example before and after an operation, found by tracing it; nothing where the first is not known. */
export const exampleAfter = (
  operation: string,
  shape: readonly number[] | undefined,
  f: (x: Real) => Real,
): { readonly input?: readonly number[]; readonly output?: readonly number[] } => {
  if (shape === undefined) return {}
  const { graph } = traceClosed(operation, ([x]) => [f(x as Real)], [{ shape: [1, ...shape], dtype: 'float64' }])
  return { input: shape, output: graph.outputs[0].shape.slice(1) }
}

/** Sizes of so many spatial axes, of one number or one each. */
export const sizesPerAxis = (operation: string, name: string, axes: number, given: unknown): readonly number[] => {
  const sizes: readonly unknown[] = Array.isArray(given) ? given : new Array<unknown>(axes).fill(given)
  if (sizes.length !== axes)
    throw new ArgumentError({ operation, problem: `${name} ${written(given)} is of ${sizes.length} axes, not ${axes}` })
  return sizes.map((size) => checkSize(operation, name, size))
}

/** Refuses what has other channels. */
export const checkInput = (operation: string, x: Real, axes: number, channels: number): Real => {
  if (x.shape.length !== axes + 2 || x.shape[1] !== channels)
    throw new ShapeError({
      operation,
      operands: [x],
      problem:
        x.shape.length === axes + 2
          ? `there are ${x.shape[1]} channels, not ${channels}`
          : `there are ${x.shape.length} axes, not ${axes + 2}`,
      remedy: 'The axes are [N, C, ...spatial]',
    })
  return x
}

/** The kernels of a layer, and one number for each channel of what it gives. */
export interface KernelParams<W extends readonly unknown[], O, D extends FloatDType = FloatDType> {
  readonly weights: Tensor<W, D>
  readonly bias: Tensor<[O], D>
}

/** How kernels and biases are drawn, and their dtype. */
export interface KernelOptions<D extends FloatDType = FloatDType> {
  /** Glorot's uniform numbers unless given. */
  readonly weights?: Initializer
  /** Zeros unless given; `false` for a layer without a bias. */
  readonly bias?: BiasOption
  readonly dtype?: D
}

export const kernelOptionNames: OptionNames<KernelOptions> = { weights: true, bias: true, dtype: true }

/** Kernels of a shape whose axes behind the second are spatial: each output depends on `fanIn` inputs per place, and so on. */
export const drawnKernels = (
  operation: string,
  shape: readonly number[],
  [ins, outs, filters]: readonly [ins: number, outs: number, filters: number],
  { weights = initializers.glorotUniform, bias = initializers.zeros, dtype }: KernelOptions,
): Rand<Readonly<Record<string, Real>>> => {
  const float = floatOf(operation, dtype)
  const places = sizeOf(shape.slice(2))
  const fans = { fanIn: ins * places, fanOut: outs * places }
  return allDrawn([
    ['weights', drawn(operation, weights, shape, fans, float)],
    ...(bias === false ? [] : [['bias', drawn(operation, bias, [filters], fans, float)] as const]),
  ])
}

/** The names of the parameters that options leave. */
export const kernelNames = ({ bias }: KernelOptions): readonly string[] =>
  bias === false ? ['weights'] : ['weights', 'bias']

/** Weights and bias of the right shape, as a convolution takes them: the bias among the options. */
export const checkKernels = (
  operation: string,
  params: Readonly<Record<string, Real>>,
  shape: readonly number[],
  filters: number,
  { bias }: KernelOptions,
): readonly [weights: Real, options: { readonly bias?: Real }] => [
  checkParameter(operation, 'weights', params.weights, shape),
  bias === false ? {} : { bias: checkParameter(operation, 'bias', params.bias, [filters]) },
]
