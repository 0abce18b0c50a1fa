import type { Dims } from '../tensor.js'
import type { AnyTensor } from '../tree.js'
import type { HasFreeShape, Operand, ShapeOf } from './operand.js'
import type { Last, LastKind, LastMismatch, ShapeMismatch, UnknownShape } from './size.js'

/** The shape that two operands broadcast to. */
export type BroadcastOf<A extends Operand, B extends Operand> =
  HasFreeShape<A> extends true
    ? FreeBroadcast<ShapeOf<A>, B>
    : HasFreeShape<B> extends true
      ? FreeBroadcast<ShapeOf<B>, A>
      : Broadcast<ShapeOf<A>, ShapeOf<B>>

/** A shape that is a type parameter meets itself, a scalar, or a shape of which nothing is known. */
type FreeBroadcast<S extends Dims, X extends Operand> =
  HasFreeShape<X> extends true ? S : number extends ShapeOf<X>['length'] ? UnknownShape : S

/** What keeps two operands from broadcasting, as a message; never where nothing is known to. */
export type BroadcastMismatchOf<A extends Operand, B extends Operand> =
  HasFreeShape<A> extends true
    ? FreeMismatch<ShapeOf<A>, B>
    : HasFreeShape<B> extends true
      ? FreeMismatch<ShapeOf<B>, A>
      : BroadcastMismatch<ShapeOf<A>, ShapeOf<B>>

/** A shape that is a type parameter fits itself and scalars; nothing more is known of it. */
type FreeMismatch<S extends Dims, X extends Operand> =
  HasFreeShape<X> extends true
    ? { is: S } extends { is: ShapeOf<X> }
      ? never
      : 'shapes differ: two different type parameters'
    : number extends ShapeOf<X>['length']
      ? never
      : ShapeOf<X> extends readonly []
        ? never
        : 'a shape that is a type parameter broadcasts with itself and with scalars only'

/**
 * The shape that two shapes broadcast to. Of two sizes the literal one other than 1 wins, then the named one; the other
 * is 1, or the same, or is checked at run time.
 */
export type Broadcast<A extends Dims, B extends Dims> = Aligned<A, B, []>

type Aligned<A extends Dims, B extends Dims, Done extends Dims> = A extends readonly [...infer AI, unknown]
  ? B extends readonly [...infer BI, unknown]
    ? Aligned<AI, BI, [BroadcastLast<A, B>, ...Done]>
    : B extends readonly []
      ? [...A, ...Done]
      : UnknownShape
  : A extends readonly []
    ? number extends B['length']
      ? UnknownShape
      : [...B, ...Done]
    : UnknownShape

type BroadcastLast<A extends Dims, B extends Dims> =
  LastKind<A> extends 'literal'
    ? Last<A>
    : LastKind<A> extends 'one'
      ? Last<B>
      : LastKind<B> extends 'literal'
        ? Last<B>
        : LastKind<B> extends 'one'
          ? Last<A>
          : LastKind<A> extends 'free'
            ? Last<A>
            : Last<B>

/** The sizes that keep two shapes from broadcasting, as a message; never where nothing is known to. */
export type BroadcastMismatch<A extends Dims, B extends Dims> = A extends readonly [...infer AI, unknown]
  ? B extends readonly [...infer BI, unknown]
    ? UnlessOne<A, B> | BroadcastMismatch<AI, BI>
    : never
  : never

type UnlessOne<A extends Dims, B extends Dims> =
  LastKind<A> extends 'one' ? never : LastKind<B> extends 'one' ? never : LastMismatch<A, B>

/** What keeps a shape from being broadcast to a given one; never where nothing is known to. */
export type BroadcastToMismatch<S extends Dims, Target extends Dims> = S extends readonly [...infer SI, unknown]
  ? Target extends readonly [...infer TI, unknown]
    ? (LastKind<S> extends 'one' ? never : LastMismatch<S, Target>) | BroadcastToMismatch<SI, TI>
    : Target extends readonly []
      ? 'the target shape has too few axes'
      : never
  : never

/** The same of an operand; of a shape that is a type parameter nothing is known. */
export type BroadcastToMismatchOf<X extends Operand, Target extends Dims> =
  HasFreeShape<X> extends true ? never : BroadcastToMismatch<ShapeOf<X>, Target>

/** What differs between two operands that must have one shape, as a message; a number fits every shape. */
export type EqualShapesMismatch<A extends Operand, B extends Operand> = A extends number
  ? never
  : B extends number
    ? never
    : HasFreeShape<A> extends true
      ? FreeShapesDiffer<A, B>
      : HasFreeShape<B> extends true
        ? FreeShapesDiffer<B, A>
        : ShapeMismatch<ShapeOf<A>, ShapeOf<B>>

/** A shape that is a type parameter equals itself only, as far as is known. */
type FreeShapesDiffer<Free extends Operand, X extends Operand> =
  HasFreeShape<X> extends true
    ? { is: ShapeOf<Free> } extends { is: ShapeOf<X> }
      ? never
      : 'shapes differ: two different type parameters'
    : number extends ShapeOf<X>['length']
      ? never
      : 'shapes differ: one is a type parameter, the other is not'

/** The shape that the tensors of a list broadcast to. */
export type BroadcastEach<Ts extends readonly AnyTensor[], S extends Dims = []> = Ts extends readonly [
  infer First extends AnyTensor,
  ...infer Rest extends readonly AnyTensor[],
]
  ? BroadcastEach<Rest, Broadcast<S, ShapeOf<First>>>
  : Ts extends readonly []
    ? S
    : UnknownShape

/** What keeps the tensors of a list from broadcasting, as a message. */
export type BroadcastEachMismatch<Ts extends readonly AnyTensor[], S extends Dims = []> = Ts extends readonly [
  infer First extends AnyTensor,
  ...infer Rest extends readonly AnyTensor[],
]
  ? BroadcastMismatch<S, ShapeOf<First>> | BroadcastEachMismatch<Rest, Broadcast<S, ShapeOf<First>>>
  : never
