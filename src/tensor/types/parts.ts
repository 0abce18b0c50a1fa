import type { DType } from '../dtype.js'
import type { Dims, Tensor } from '../tensor.js'
import type { Divide, Subtract } from './arithmetic.js'
import type { ReplaceAxes, SizeAt } from './axes.js'
import type { IsLiteral } from './size.js'
import type { SliceSize } from './slice.js'

/** A tuple of so many elements; just a list where the number has more than two digits, which would be too deep for the compiler. */
type Tuple<Count, T> = `${Count & number}` extends `${infer _A}${infer _B}${infer _C}${string}`
  ? T[]
  : TupleOf<Count, T>

type TupleOf<Count, T, Done extends readonly T[] = []> = Done['length'] extends Count
  ? Done
  : TupleOf<Count, T, [...Done, T]>

/** As many tensors of a type as a literal says; just a list of them where it is none, or larger than 99. */
type Copies<S extends Dims, Count, T> = IsLiteral<S, Count> extends true ? Tuple<Count, T> : T[]

/** The parts of an axis: as many equal ones as a number says, or those between the indices of a list. */
export type SplitParts<S extends Dims, D extends DType, Places, Axis> = Places extends Dims
  ? PartsBetween<S, D, Places, Axis>
  : Copies<readonly [...S, Places], Places, Tensor<ReplaceAxes<S, Axis, [EqualPart<S, SizeAt<S, Axis>, Places>]>, D>>

type EqualPart<S extends Dims, N, Count> = Count extends 1
  ? N
  : [IsLiteral<S, N>, IsLiteral<S, Count>] extends [true, true]
    ? Divide<N, Count> extends readonly [infer Size, unknown]
      ? Size
      : number
    : number

/** From 0 to the first index, from each index to the next, and from the last one on. */
type PartsBetween<
  S extends Dims,
  D extends DType,
  Places extends Dims,
  Axis,
  Start = 0,
> = number extends Places['length']
  ? Tensor<ReplaceAxes<S, Axis, [number]>, D>[]
  : Places extends readonly [infer Stop, ...infer Later]
    ? [Part<S, D, Axis, [Start, Stop]>, ...PartsBetween<S, D, Later, Axis, Stop>]
    : [Part<S, D, Axis, [Start, null]>]

type Part<S extends Dims, D extends DType, Axis, R> = Tensor<ReplaceAxes<S, Axis, [PartSize<S, SizeAt<S, Axis>, R>]>, D>

type PartSize<S extends Dims, N, R> = IsLiteral<S, N> extends true ? SliceSize<N, R> : number

/** An axis that does not divide into equal parts, as a message; never where nothing is known to. */
export type SplitMismatch<S extends Dims, Places, Axis> = Places extends Dims
  ? never
  : number extends S['length'] | Places
    ? never
    : IsLiteral<S, SizeAt<S, Axis>> extends true
      ? Divide<SizeAt<S, Axis>, Places> extends readonly [unknown, 0]
        ? never
        : `size ${SizeAt<S, Axis> & number} does not divide into ${Places & number} equal parts`
      : never

/** The slices at each place of an axis. */
export type Unstacked<S extends Dims, D extends DType, Axis> = number extends S['length'] | Axis
  ? Tensor<ReplaceAxes<S, Axis, []>, D>[]
  : Copies<S, SizeAt<S, Axis>, Tensor<ReplaceAxes<S, Axis, []>, D>>

/** More elements of an axis than it has, as a message; never where nothing is known to. */
export type CountMismatch<S extends Dims, Count, Axis> = number extends S['length'] | Count
  ? never
  : IsLiteral<readonly [...S, Count], SizeAt<S, Axis>> extends true
    ? [Subtract<SizeAt<S, Axis>, Count>] extends [never]
      ? `there are no ${Count & number} elements in an axis of size ${SizeAt<S, Axis> & number}`
      : never
    : never
