import type { Dims } from '../tensor.js'
import type { Multiply } from './arithmetic.js'
import type { ReplaceAxes, SizeAt } from './axes.js'
import type { Reshaped } from './reshape.js'
import type { Last, LastKind, LastMismatch, ShapeMismatch, UnknownShape } from './size.js'

/** A shape without its last axis. */
type Initial<S extends Dims> = S extends readonly [...infer SI, unknown] ? SI : UnknownShape

/** The shape of `dot`: sums over the last axis of A and the last but one of B, or its only one. */
export type Dotted<A extends Dims, B extends Dims> = A extends readonly []
  ? B
  : B extends readonly []
    ? A
    : B extends readonly [unknown]
      ? Initial<A>
      : B extends readonly [...infer BI, unknown, infer N]
        ? A extends readonly [...infer AI, unknown]
          ? [...AI, ...BI, N]
          : UnknownShape
        : UnknownShape

export type DotMismatch<A extends Dims, B extends Dims> = A extends readonly [...unknown[], unknown]
  ? B extends readonly [...infer BI, infer K, unknown]
    ? LastMismatch<A, readonly [...BI, K], 'inner dimensions'>
    : B extends readonly [unknown]
      ? LastMismatch<A, B, 'inner dimensions'>
      : never
  : never

/** The shape of `inner`: sums over the last axis of each. */
export type InnerShape<A extends Dims, B extends Dims> = A extends readonly []
  ? B
  : B extends readonly []
    ? A
    : A extends readonly [...infer AI, unknown]
      ? B extends readonly [...infer BI, unknown]
        ? [...AI, ...BI]
        : UnknownShape
      : UnknownShape

export type InnerMismatch<A extends Dims, B extends Dims> = A extends readonly [...unknown[], unknown]
  ? B extends readonly [...unknown[], unknown]
    ? LastMismatch<A, B, 'inner dimensions'>
    : never
  : never

/** The shape of `outer`: all elements of A, all elements of B. */
export type OuterShape<A extends Dims, B extends Dims> = [...Reshaped<A, [-1]>, ...Reshaped<B, [-1]>]

/** The shape of `kron`: sizes multiplied axis by axis from the last one on. */
export type KronShape<A extends Dims, B extends Dims, Done extends Dims = []> = A extends readonly [
  ...infer AI,
  unknown,
]
  ? B extends readonly [...infer BI, unknown]
    ? KronShape<AI, BI, [ProductOfLast<A, B>, ...Done]>
    : B extends readonly []
      ? [...A, ...Done]
      : UnknownShape
  : A extends readonly []
    ? number extends B['length']
      ? UnknownShape
      : [...B, ...Done]
    : UnknownShape

/** The product of the last sizes of two shapes, as far as it is known. */
export type ProductOfLast<A extends Dims, B extends Dims> =
  LastKind<A> extends 'one'
    ? Last<B>
    : LastKind<B> extends 'one'
      ? Last<A>
      : LastKind<A> extends 'literal'
        ? LastKind<B> extends 'literal'
          ? Multiply<Last<A>, Last<B>>
          : number
        : number

/** Which axes `tensordot` sums over: so many last ones of a and first ones of b, or those named of each. */
export type ContractedAxes = number | readonly [ofA: number | readonly number[], ofB: number | readonly number[]]

/** So many last sizes; never where there are fewer. */
type EndOf<S extends Dims, Count, End extends Dims = []> = End['length'] extends Count
  ? End
  : S extends readonly [...infer SI, infer N]
    ? EndOf<SI, Count, [N, ...End]>
    : never

/** So many first sizes; never where there are fewer. */
type StartOf<S extends Dims, Count, Start extends Dims = []> = Start['length'] extends Count
  ? Start
  : S extends readonly [infer N, ...infer Rest]
    ? StartOf<Rest, Count, [...Start, N]>
    : never

/** The shape of `tensordot`: the axes of A that are not summed over, and then those of B. */
export type Tensordotted<A extends Dims, B extends Dims, Axes> = number extends A['length'] | B['length'] | Axes
  ? UnknownShape
  : Axes extends readonly [infer OfA, infer OfB]
    ? [...ReplaceAxes<A, OfA, []>, ...ReplaceAxes<B, OfB, []>]
    : A extends readonly [...infer Front, ...EndOf<A, Axes>]
      ? B extends readonly [...StartOf<B, Axes>, ...infer Back]
        ? [...Front, ...Back]
        : UnknownShape
      : UnknownShape

/** What keeps two shapes from being contracted over axes, as a message; never where nothing is known to. */
export type TensordotMismatch<A extends Dims, B extends Dims, Axes> = number extends A['length'] | B['length'] | Axes
  ? never
  : Axes extends readonly [infer OfA, infer OfB]
    ? PairMismatch<A, B, Listed<OfA>, Listed<OfB>>
    : EndOf<A, Axes> extends infer End extends Dims
      ? StartOf<B, Axes> extends infer Start extends Dims
        ? [End, Start] extends [never, unknown] | [unknown, never]
          ? `there are no ${Axes & number} axes to sum over`
          : ShapeMismatch<End, Start>
        : never
      : never

type Listed<Axis> = Axis extends Dims ? Axis : readonly [Axis]

type PairMismatch<A extends Dims, B extends Dims, OfA extends Dims, OfB extends Dims> = OfA extends readonly [
  infer X,
  ...infer RestA,
]
  ? OfB extends readonly [infer Y, ...infer RestB]
    ? LastMismatch<readonly [...A, SizeAt<A, X>], readonly [...B, SizeAt<B, Y>]> | PairMismatch<A, B, RestA, RestB>
    : 'more axes of the first operand than of the second'
  : OfB extends readonly [unknown, ...unknown[]]
    ? 'more axes of the second operand than of the first'
    : never

/** What keeps vectors along an axis from being multiplied, as a message. */
export type VecdotMismatch<A extends Dims, B extends Dims, Axis> = LastMismatch<
  readonly [...A, SizeAt<A, Axis>],
  readonly [...B, SizeAt<B, Axis>],
  'inner dimensions'
>
