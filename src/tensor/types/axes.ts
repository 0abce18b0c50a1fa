import type { Dims } from '../tensor.js'
import type { HasFreeShape, Operand, ShapeOf } from './operand.js'
import type { Last, LastKind, UnknownShape } from './size.js'

/** The axes named by an `axis` option, as text: `'0' | '-1'`. */
type Named<Axis> = Axis extends readonly (infer N)[] ? `${N & number}` : `${Axis & number}`

/** Whether the axes are known: literal numbers rather than `number`. */
type KnownAxes<Axis> = number extends (Axis extends readonly (infer N)[] ? N : Axis) ? false : true

/** The two names of the first of the remaining axes: counted from the front and from the end. */
type Names<Before extends Dims, Remaining extends Dims> =
  | `${Before['length'] & number}`
  | `-${Remaining['length'] & number}`

/** The names that the axes of a shape go by. */
type AxisNames<S extends Dims, Before extends Dims = []> = S extends readonly [unknown, ...infer Rest]
  ? Names<Before, S> | AxisNames<Rest, [...Before, 0]>
  : never

/** Whether the first of the remaining axes is among those named. */
export type IsNamed<Before extends Dims, Remaining extends Dims, Axes> = [Names<Before, Remaining> & Axes] extends [
  never,
]
  ? false
  : true

/** An axis that a shape does not have, as a message; never where nothing is known to be wrong. */
export type AxisMismatch<S extends Dims, Axis> = [Axis] extends [undefined]
  ? never
  : KnownAxes<Axis> extends false
    ? never
    : number extends S['length']
      ? never
      : Exclude<Named<Axis>, AxisNames<S>> extends infer Wrong extends string
        ? `axis ${Wrong} is out of range for rank ${S['length']}`
        : never

/** The same of an operand; of a shape that is a type parameter nothing is known. */
export type AxisMismatchOf<X extends Operand, Axis> =
  HasFreeShape<X> extends true ? never : AxisMismatch<ShapeOf<X>, Axis>

/** The size of one axis. */
export type SizeAt<S extends Dims, Axis, Before extends Dims = []> = S extends readonly [infer N, ...infer Rest]
  ? IsNamed<Before, S, Named<Axis>> extends true
    ? N
    : SizeAt<Rest, Axis, [...Before, 0]>
  : number

/** A shape with the named axes replaced, each by the sizes in `By`. */
export type ReplaceAxes<S extends Dims, Axis, By extends Dims> = number extends S['length']
  ? UnknownShape
  : KnownAxes<Axis> extends true
    ? Replaced<S, Named<Axis>, By>
    : UnknownShape

type Replaced<
  S extends Dims,
  Axes,
  By extends Dims,
  Before extends Dims = [],
  Done extends Dims = [],
> = S extends readonly [infer N, ...infer Rest]
  ? Replaced<Rest, Axes, By, [...Before, 0], [...Done, ...(IsNamed<Before, S, Axes> extends true ? By : [N])]>
  : Done

/** The shape that a reduction leaves; without `axis` it goes over all axes. */
export type Reduced<S extends Dims, Axis, Keepdims> = [Axis] extends [undefined]
  ? [Keepdims] extends [false]
    ? []
    : [Keepdims] extends [true]
      ? { -readonly [I in keyof S]: 1 }
      : UnknownShape
  : [Keepdims] extends [false]
    ? ReplaceAxes<S, Axis, []>
    : [Keepdims] extends [true]
      ? ReplaceAxes<S, Axis, [1]>
      : UnknownShape

/** A shape with new axes of size `N` that stand at `Axis` in the result. */
export type InsertAxes<S extends Dims, Axis, N> = number extends S['length']
  ? UnknownShape
  : KnownAxes<Axis> extends true
    ? Inserted<S, Named<Axis>, N, [...S, ...EachOf<Axis>]>
    : UnknownShape

/** The axes of an `axis` option as a list. */
export type EachOf<Axis> = Axis extends Dims ? Axis : [Axis]

/** `Remaining` has as many elements as axes are still to come, new ones and old ones. */
type Inserted<S extends Dims, Axes, N, Remaining extends Dims, Done extends Dims = []> = Remaining extends readonly [
  unknown,
  ...infer Later,
]
  ? IsNamed<Done, Remaining, Axes> extends true
    ? Inserted<S, Axes, N, Later, [...Done, N]>
    : S extends readonly [infer First, ...infer Rest]
      ? Inserted<Rest, Axes, N, Later, [...Done, First]>
      : Done
  : Done

/** New axes that have no place in the result, as a message. */
export type InsertAxesMismatch<S extends Dims, Axis> = AxisMismatch<readonly [...S, ...EachOf<Axis>], Axis>

/** A shape with axes moved, each to its own place. */
export type MovedAxes<S extends Dims, From, To> = number extends S['length']
  ? UnknownShape
  : KnownAxes<From> extends true
    ? KnownAxes<To> extends true
      ? Moved<S, EachOf<From>, EachOf<To>, ReplaceAxes<S, From, []>>
      : UnknownShape
    : UnknownShape

/** `Remaining` has as many elements as places are still to be filled. */
type Moved<
  S extends Dims,
  From extends Dims,
  To extends Dims,
  Rest extends Dims,
  Remaining extends Dims = S,
  Done extends Dims = [],
> = Remaining extends readonly [unknown, ...infer Later]
  ? IsNamed<Done, Remaining, Named<To>> extends true
    ? Moved<S, From, To, Rest, Later, [...Done, SizeAt<S, AxisFor<From, To, Done, Remaining>>]>
    : Rest extends readonly [infer N, ...infer Others]
      ? Moved<S, From, To, Others, Later, [...Done, N]>
      : Done
  : Done

/** The axis that goes to the first of the remaining places. */
type AxisFor<From extends Dims, To extends Dims, Before extends Dims, Remaining extends Dims> = To extends readonly [
  infer Place,
  ...infer Places,
]
  ? From extends readonly [infer Axis, ...infer Others]
    ? IsNamed<Before, Remaining, Named<Place>> extends true
      ? Axis
      : AxisFor<Others, Places, Before, Remaining>
    : never
  : never

/** A shape with two axes exchanged. */
export type SwappedAxes<S extends Dims, A, B> = ReplaceAxes<ReplaceAxes<S, A, [SizeAt<S, B>]>, B, [SizeAt<S, A>]>

/** The axes in the order given; without one, reversed. */
export type Permuted<S extends Dims, Axes> = [Axes] extends [undefined]
  ? Reversed<S>
  : Axes extends Dims
    ? number extends Axes['length'] | S['length']
      ? UnknownShape
      : { -readonly [I in keyof Axes]: SizeAt<S, Axes[I]> }
    : UnknownShape

type Reversed<S extends Dims, Done extends Dims = []> = S extends readonly [infer N, ...infer Rest]
  ? Reversed<Rest, [N, ...Done]>
  : S extends readonly []
    ? Done
    : UnknownShape

/** Axes that do not permute those of the shape, as a message. */
export type PermutationMismatch<S extends Dims, Axes> = Axes extends Dims
  ? number extends Axes['length'] | S['length']
    ? never
    : Axes['length'] extends S['length']
      ? AxisMismatch<S, Axes>
      : `${Axes['length']} axes given for rank ${S['length']}`
  : never

/** A shape without the named axes, or without all axes of size 1. */
export type Squeezed<S extends Dims, Axis> = [Axis] extends [undefined] ? WithoutOnes<S> : ReplaceAxes<S, Axis, []>

type WithoutOnes<S extends Dims, Done extends Dims = []> = S extends readonly [...infer SI, unknown]
  ? LastKind<S> extends 'one'
    ? WithoutOnes<SI, Done>
    : LastKind<S> extends 'unknown'
      ? UnknownShape
      : WithoutOnes<SI, [Last<S>, ...Done]>
  : S extends readonly []
    ? Done
    : UnknownShape

/** An axis to squeeze whose size is known not to be 1, as a message. */
export type SqueezeMismatch<S extends Dims, Axis> = Axis extends number
  ? { is: 1 } extends { is: SizeAt<S, Axis> }
    ? never
    : `axis ${Axis} has size ${SizeAt<S, Axis> & number}, not 1`
  : Axis extends readonly (infer Each)[]
    ? SqueezeMismatch<S, Each>
    : never
