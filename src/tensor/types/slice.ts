import type { Dims } from '../tensor.js'
import type { Add, Divide, Subtract } from './arithmetic.js'
import type { LastKind, UnknownShape } from './size.js'

/** Which part of an axis: from `start` up to but not including `stop` (null: the end), in steps; null: all of it. */
export type Range = readonly [start: number, stop: number | null, step?: number] | null

/** Elements put before and after those of an axis. */
export type PadWidth = readonly [before: number, after: number]

/** Whether the first size is a literal. */
type FirstIsLiteral<S extends Dims> = LastKind<readonly [...S, S[0]]> extends 'literal' | 'one' ? true : false

/** The shape of a slice with one range for each leading axis. */
export type Sliced<S extends Dims, Ranges extends readonly Range[]> = number extends S['length'] | Ranges['length']
  ? UnknownShape
  : SlicedTo<S, Ranges>

type SlicedTo<S extends Dims, Ranges extends readonly Range[], Done extends Dims = []> = Ranges extends readonly [
  infer R,
  ...infer Later extends readonly Range[],
]
  ? S extends readonly [infer N, ...infer Rest]
    ? SlicedTo<Rest, Later, [...Done, R extends null ? N : FirstIsLiteral<S> extends true ? SliceSize<N, R> : number]>
    : UnknownShape
  : [...Done, ...S]

type SliceSize<N, R> = R extends readonly [infer Start, infer Stop]
  ? SteppedSize<N, Start, Stop, 1>
  : R extends readonly [infer Start, infer Stop, infer Step]
    ? SteppedSize<N, Start, Stop, Step>
    : number

type SteppedSize<N, Start, Stop, Step> = number extends Start | Stop | Step
  ? number
  : Steps<Length<Position<Start, N>, Stop extends null ? N : Position<Stop, N>>, Step>

/** Where an index points to in an axis of N: negative ones count from the end, and none leads outside. */
type Position<Index, N> = `${Index & number}` extends `-${infer FromEnd extends number}`
  ? OrZero<Subtract<N, FromEnd>>
  : [Subtract<N, Index>] extends [never]
    ? N
    : Index

type Length<Start, Stop> = OrZero<Subtract<Stop, Start>>

type OrZero<N> = [N] extends [never] ? 0 : N

/** How many steps of a size fit into a length, the last one perhaps in part. */
type Steps<N, Step> = Step extends 1
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

/** The shape of a padded tensor with a pair of widths for each leading axis. */
export type Padded<S extends Dims, Widths extends readonly PadWidth[]> = number extends S['length'] | Widths['length']
  ? UnknownShape
  : PaddedTo<S, Widths>

type PaddedTo<S extends Dims, Widths extends readonly PadWidth[], Done extends Dims = []> = Widths extends readonly [
  infer W,
  ...infer Later extends readonly PadWidth[],
]
  ? S extends readonly [infer N, ...infer Rest]
    ? PaddedTo<
        Rest,
        Later,
        [...Done, W extends readonly [0, 0] ? N : FirstIsLiteral<S> extends true ? PadSize<N, W> : number]
      >
    : UnknownShape
  : [...Done, ...S]

type PadSize<N, W> = W extends readonly [infer Before, infer After]
  ? number extends Before | After
    ? number
    : Add<Add<N, Before>, After>
  : number
