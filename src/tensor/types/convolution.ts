import type { Dims } from '../tensor.js'
import type { Divide, Multiply } from './arithmetic.js'
import type { LastMismatch, UnknownShape } from './size.js'
import type {
  AtAxis,
  Difference,
  FirstLiteral,
  LiteralAt,
  Reach,
  SlidMismatch,
  SlidSize,
  Sum,
  Widened,
} from './sliding.js'

/** What a convolution does at each spatial axis, defaults filled in. */
export interface ConvolutionSettings {
  readonly stride: unknown
  readonly padding: unknown
  readonly dilation: unknown
  readonly groups: unknown
  readonly outputPadding: unknown
}

/** The shape of a convolution of x [N, C, ...] with w [O, C / groups, ...]: [N, O, ...]. */
export type Convolved<X extends Dims, W extends Dims, O extends ConvolutionSettings> = number extends
  | X['length']
  | W['length']
  ? UnknownShape
  : X extends readonly [infer N, unknown, ...infer Spatial]
    ? W extends readonly [infer Filters, unknown, ...infer Kernel]
      ? ConvolvedTo<Spatial, Kernel, O, [N, Filters]>
      : UnknownShape
    : UnknownShape

type ConvolvedTo<
  S extends Dims,
  K extends Dims,
  O extends ConvolutionSettings,
  Result extends Dims,
  Done extends Dims = [],
> = S extends readonly [unknown, ...infer SI]
  ? K extends readonly [unknown, ...infer KI]
    ? ConvolvedTo<
        SI,
        KI,
        O,
        [
          ...Result,
          SlidSize<
            S,
            FirstLiteral<K>,
            AtAxis<O['stride'], Done>,
            AtAxis<O['padding'], Done>,
            AtAxis<O['dilation'], Done>
          >,
        ],
        [...Done, 0]
      >
    : UnknownShape
  : Result

/** What keeps x and w from being convolved, as a message; never where nothing is known to. */
export type ConvolutionMismatch<X extends Dims, W extends Dims, O extends ConvolutionSettings, Axes> = number extends
  | X['length']
  | W['length']
  ? never
  : RankMismatch<X, W, Axes> extends infer Wrong extends string
    ? [Wrong] extends [never]
      ? X extends readonly [unknown, unknown, ...infer Spatial]
        ? W extends readonly [unknown, unknown, ...infer Kernel]
          ?
              | ChannelMismatch<X, W, O['groups']>
              | Indivisible<W, 0, O['groups'], 'output channels'>
              | KernelMismatch<Spatial, Kernel, O>
          : never
        : never
      : Wrong
    : never

/** Ranks that differ, or are not those of so many spatial axes (`number`: any). */
type RankMismatch<X extends Dims, W extends Dims, Axes> = X['length'] extends W['length']
  ? number extends Axes
    ? X extends readonly [unknown, unknown, unknown, ...unknown[]]
      ? never
      : `there are no spatial axes in rank ${X['length']}`
    : X extends readonly [unknown, unknown, ...infer Spatial]
      ? Spatial['length'] extends Axes
        ? never
        : `${Spatial['length']} spatial axes, not ${Axes & number}`
      : `there are no spatial axes in rank ${X['length']}`
  : `ranks ${X['length']} and ${W['length']} differ`

/** Channels of x that are not those that w takes in so many groups. */
type ChannelMismatch<X extends Dims, W extends Dims, Groups> = Groups extends 1
  ? LastMismatch<readonly [...X, X[1]], readonly [...W, W[1]], 'channels'>
  : number extends LiteralAt<X, 1> | LiteralAt<W, 1> | Groups
    ? never
    : Multiply<W[1], Groups> extends X[1]
      ? never
      : `${X[1] & number} channels, and w takes ${W[1] & number} in each of ${Groups & number} groups`

/** Channels at an axis that do not divide into groups. */
type Indivisible<S extends Dims, Axis extends number, Groups, What extends string> = Groups extends 1
  ? never
  : number extends LiteralAt<S, Axis> | Groups
    ? never
    : Divide<S[Axis], Groups> extends readonly [unknown, 0]
      ? never
      : `${S[Axis] & number} ${What} do not divide into ${Groups & number} groups`

type KernelMismatch<
  S extends Dims,
  K extends Dims,
  O extends ConvolutionSettings,
  Done extends Dims = [],
> = S extends readonly [unknown, ...infer SI]
  ? K extends readonly [unknown, ...infer KI]
    ?
        | SlidMismatch<
            S,
            FirstLiteral<K>,
            AtAxis<O['stride'], Done>,
            AtAxis<O['padding'], Done>,
            AtAxis<O['dilation'], Done>
          >
        | KernelMismatch<SI, KI, O, [...Done, 0]>
    : never
  : never

/** The shape of a transposed convolution of x [N, C, ...] with w [C, O / groups, ...]: [N, O, ...]. */
export type TransposeConvolved<X extends Dims, W extends Dims, O extends ConvolutionSettings> = number extends
  | X['length']
  | W['length']
  ? UnknownShape
  : X extends readonly [infer N, unknown, ...infer Spatial]
    ? W extends readonly [unknown, unknown, ...infer Kernel]
      ? SpreadTo<Spatial, Kernel, O, [N, Filters<W, O['groups']>]>
      : UnknownShape
    : UnknownShape

type Filters<W extends Dims, Groups> = Groups extends 1
  ? W[1]
  : number extends LiteralAt<W, 1> | Groups
    ? number
    : Multiply<W[1], Groups>

type SpreadTo<
  S extends Dims,
  K extends Dims,
  O extends ConvolutionSettings,
  Result extends Dims,
  Done extends Dims = [],
> = S extends readonly [unknown, ...infer SI]
  ? K extends readonly [unknown, ...infer KI]
    ? SpreadTo<
        SI,
        KI,
        O,
        [
          ...Result,
          SpreadSize<
            FirstLiteral<S>,
            Reach<FirstLiteral<K>, AtAxis<O['dilation'], Done>>,
            AtAxis<O['stride'], Done>,
            AtAxis<O['padding'], Done>,
            AtAxis<O['outputPadding'], Done>
          >,
        ],
        [...Done, 0]
      >
    : UnknownShape
  : Result

/** (N - 1) stride + reach + added - padding. */
type SpreadSize<N, R, Stride, P, Added> = number extends N | Stride
  ? number
  : N extends 0
    ? number
    : Natural<Difference<Sum<Sum<Multiply<Difference<N, 1>, Stride>, R>, Added>, Widened<0, P>>>

type Natural<N> = [N] extends [never] ? number : N

/** What keeps a transposed convolution from being made, as a message; never where nothing is known to. */
export type TransposeMismatch<X extends Dims, W extends Dims, O extends ConvolutionSettings, Axes> = number extends
  | X['length']
  | W['length']
  ? never
  : RankMismatch<X, W, Axes> extends infer Wrong extends string
    ? [Wrong] extends [never]
      ?
          | LastMismatch<readonly [...X, X[1]], readonly [...W, W[0]], 'channels'>
          | Indivisible<X, 1, O['groups'], 'channels'>
      : Wrong
    : never
