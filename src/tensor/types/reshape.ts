import type { Dims } from '../tensor.js'
import type { Divide, Multiply } from './arithmetic.js'
import type { IsNamed } from './axes.js'
import type { HasFreeShape, Operand, ShapeOf } from './operand.js'
import type { Last, LastKind, UnknownShape } from './size.js'

/**
 * A number of elements as far as it is known: a literal times type parameters, such as `784 * B`; `number` where a size
 * or the rank is unknown. A size of -1 in a target shape is left out and marked as open.
 */
interface Count<Literal = unknown, Names extends Dims = Dims, Open = boolean> {
  readonly literal: Literal
  readonly names: Names
  readonly open: Open
}

type CountOf<S extends Dims, Literal = 1, Names extends Dims = [], Open = false> = S extends readonly [
  ...infer SI,
  infer N,
]
  ? LastKind<S> extends 'unknown'
    ? number
    : LastKind<S> extends 'free'
      ? CountOf<SI, Literal, [N, ...Names], Open>
      : N extends -1
        ? CountOf<SI, Literal, Names, true>
        : CountOf<SI, Multiply<Literal, N>, Names, Open>
  : S extends readonly []
    ? Count<Literal, Names, Open>
    : number

/** The size that -1 stands for, in a tuple: what the other sizes leave, where that can be known; none if they do not divide. */
type OpenSize<From, To> =
  From extends Count<infer Total, infer Names>
    ? To extends Count<infer Known, infer KnownNames>
      ? { is: KnownNames } extends { is: Names }
        ? Quotient<Total, Known>
        : Total extends Known
          ? Left<Names, KnownNames>
          : [number]
      : [number]
    : [number]

type Quotient<Total, Known> =
  Divide<Total, Known> extends readonly [infer Q, infer Rest] ? (Rest extends 0 ? [Q] : []) : [number]

/** The one type parameter left of a product, in a tuple. */
type Left<Names extends Dims, Known extends Dims> = Known extends readonly []
  ? Names extends readonly [unknown]
    ? Names
    : [number]
  : [number]

/** The target shape of a reshape, with -1 replaced by what it stands for, or by `number`. */
export type Reshaped<S extends Dims, Target extends Dims> = number extends Target['length']
  ? UnknownShape
  : WithOpen<Target, OpenSize<CountOf<S>, CountOf<Target>>>

type WithOpen<Target extends Dims, Open extends Dims, Done extends Dims = []> = Target extends readonly [
  ...infer Before,
  unknown,
]
  ? WithOpen<
      Before,
      Open,
      [...(LastKind<Target> extends 'literal' ? Replaced<Last<Target>, Open> : [Last<Target>]), ...Done]
    >
  : Done

type Replaced<N, Open extends Dims> = N extends -1 ? OrNumber<Open> : [N]

type OrNumber<Open extends Dims> = Open extends readonly [] ? [number] : Open

/** Numbers of elements that differ, as a message; never where they are not known to. */
export type ReshapeMismatch<S extends Dims, Target extends Dims> =
  CountOf<S> extends infer From extends Count
    ? CountOf<Target> extends infer To extends Count
      ? To['open'] extends true
        ? OpenSize<From, To> extends readonly []
          ? `${From['literal'] & number} elements do not divide into ${To['literal'] & number}`
          : never
        : { is: From['names'] } extends { is: To['names'] }
          ? From['literal'] extends To['literal']
            ? never
            : `${From['literal'] & number} elements do not fill a shape of ${To['literal'] & number}`
          : never
      : never
    : never

/** The same of an operand; the size of a shape that is a type parameter is not known. */
export type ReshapeMismatchOf<X extends Operand, Target extends Dims> =
  HasFreeShape<X> extends true ? never : ReshapeMismatch<ShapeOf<X>, Target>

/** The same of an operand. */
export type ReshapedOf<X extends Operand, Target extends Dims> =
  HasFreeShape<X> extends true ? Reshaped<UnknownShape, Target> : Reshaped<ShapeOf<X>, Target>

/** The shape with the axes from one to another, both included, made one. */
export type FlattenedAxes<S extends Dims, First, Last> = S extends readonly []
  ? [1]
  : number extends S['length'] | First | Last
    ? UnknownShape
    : Reshaped<S, Opened<S, `${First & number}`, `${Last & number}`>>

/** The shape with -1 for the axes from one to another. */
type Opened<
  S extends Dims,
  First,
  Last,
  Within = false,
  Before extends Dims = [],
  Done extends Dims = [],
> = S extends readonly [infer N, ...infer Rest]
  ? IsNamed<Before, S, First> extends true
    ? Opened<S, never, Last, true, Before, [...Done, -1]>
    : Opened<
        Rest,
        First,
        Last,
        Within extends true ? (IsNamed<Before, S, Last> extends true ? false : true) : false,
        [...Before, 0],
        Within extends true ? Done : [...Done, N]
      >
  : Done
