import type { Dims } from '../tensor.js'
import type { Add, Divide, Subtract } from './arithmetic.js'
import type { IsLiteral, UnknownShape } from './size.js'

/** Which part of an axis, as Python writes start, stop and step; null or absent stands for the default. */
export type Range = readonly [start?: number | null, stop?: number | null, step?: number | null]

/** Elements put before and after those of an axis. */
export type PadWidth = readonly [before: number, after: number]

/** Whether the first size is a literal. */
type FirstIsLiteral<S extends Dims> = IsLiteral<S, S[0]>

/** The shape of a slice with one range for each leading axis. */
export type Sliced<S extends Dims, Ranges extends readonly (Range | null)[]> = number extends
  | S['length']
  | Ranges['length']
  ? UnknownShape
  : SlicedTo<S, Ranges>

type SlicedTo<
  S extends Dims,
  Ranges extends readonly (Range | null)[],
  Done extends Dims = [],
> = Ranges extends readonly [infer R, ...infer Later extends readonly (Range | null)[]]
  ? S extends readonly [infer N, ...infer Rest]
    ? SlicedTo<Rest, Later, [...Done, R extends null ? N : FirstIsLiteral<S> extends true ? SliceSize<N, R> : number]>
    : UnknownShape
  : [...Done, ...S]

/** How many elements a range selects of N. */
export type SliceSize<N, R> = R extends readonly []
  ? N
  : R extends readonly [infer Start]
    ? SteppedSize<N, Start, null, null>
    : R extends readonly [infer Start, infer Stop]
      ? SteppedSize<N, Start, Stop, null>
      : R extends readonly [infer Start, infer Stop, infer Step]
        ? SteppedSize<N, Start, Stop, Step>
        : number

type SteppedSize<N, Start, Stop, Step> = number extends Start | Stop | Step
  ? number
  : Steps<
      Length<
        Start extends null | undefined ? 0 : Position<Start, N>,
        Stop extends null | undefined ? N : Position<Stop, N>
      >,
      Step
    >

/** Where an index points to in an axis of N: negative ones count from the end, and none leads outside. */
type Position<Index, N> = `${Index & number}` extends `-${infer FromEnd extends number}`
  ? OrZero<Subtract<N, FromEnd>>
  : [Subtract<N, Index>] extends [never]
    ? N
    : Index

type Length<Start, Stop> = OrZero<Subtract<Stop, Start>>

type OrZero<N> = [N] extends [never] ? 0 : N

/** A size of a shape less a count, where both are known, or 0 where that would be negative. */
export type SizeLess<S extends Dims, N, Count> =
  IsLiteral<S, N> extends true ? (number extends Count ? number : OrZero<Subtract<N, Count>>) : number

/** How many steps of a size fit into a length, the last one perhaps in part. */
type Steps<N, Step> = Step extends 1 | null | undefined
  ? N
  : `${Step & number}` extends `-${string}`
    ? number
    : Divide<N, Step> extends readonly [infer Q, infer Rest]
      ? Rest extends 0
        ? Q
        : Add<Q, 1>
      : number

/** More ranges than axes, as a message. */
export type RangesMismatch<S extends Dims, Ranges extends readonly unknown[]> = number extends
  | S['length']
  | Ranges['length']
  ? never
  : Ranges extends readonly [unknown, ...infer Later]
    ? S extends readonly [unknown, ...infer Rest]
      ? RangesMismatch<Rest, Later>
      : 'more ranges than axes'
    : never

/** Widths for more or fewer axes than there are, as a message. */
export type WidthsMismatch<S extends Dims, Widths extends Dims> = number extends S['length'] | Widths['length']
  ? never
  : Widths['length'] extends S['length']
    ? never
    : `${Widths['length']} pairs of widths for rank ${S['length']}`

/** The shape of a padded tensor with a pair of widths for each axis. */
export type Padded<S extends Dims, Widths extends Dims> = number extends S['length'] | Widths['length']
  ? UnknownShape
  : PaddedTo<S, Widths>

type PaddedTo<S extends Dims, Widths extends Dims, Done extends Dims = []> = Widths extends readonly [
  infer W,
  ...infer Later,
]
  ? S extends readonly [infer N, ...infer Rest]
    ? PaddedTo<
        Rest,
        Later,
        [...Done, W extends readonly [0, 0] ? N : FirstIsLiteral<S> extends true ? PadSize<N, W> : number]
      >
    : UnknownShape
  : Done

type PadSize<N, W> = W extends readonly [infer Before, infer After]
  ? number extends Before | After
    ? number
    : Add<Add<N, Before>, After>
  : number
