import type { Dims } from '../tensor.js'
import type { Broadcast, BroadcastMismatch } from './broadcast.js'
import type { HasFreeShape, Operand, ShapeOf } from './operand.js'
import type { Last, LastMismatch, MergedLast, UnknownShape } from './size.js'

/** Matrices that are not square, as a message; never where nothing is known to be wrong. */
type SquareMismatch<S extends Dims> = number extends S['length']
  ? never
  : S extends readonly [...infer Rows, unknown]
    ? Rows extends readonly []
      ? 'a square matrix needs two axes, not 1'
      : LastMismatch<Rows, S, 'the matrices are not square: sizes'>
    : 'a square matrix needs two axes, not 0'

/** The same of an operand; of a shape that is a type parameter nothing is known. */
export type SquareMismatchOf<X extends Operand> = HasFreeShape<X> extends true ? never : SquareMismatch<ShapeOf<X>>

/** The leading axes of matrices. */
export type LeadingAxes<S extends Dims> = S extends readonly [...infer Leading, unknown, unknown]
  ? Leading
  : UnknownShape

/** The shape of X with A X = B: leading axes broadcast, and B is a vector if it has one axis only. */
export type Solved<A extends Dims, B extends Dims> = A extends readonly [...infer AB, unknown, unknown]
  ? B extends readonly [unknown]
    ? [...AB, MergedLast<A, B>]
    : B extends readonly [...infer BB, infer Rows, unknown]
      ? [...Broadcast<AB, BB>, MergedLast<A, readonly [...BB, Rows]>, Last<B>]
      : UnknownShape
  : UnknownShape

/** What keeps A X = B from having a meaning, as a message; never where nothing is known to. */
export type SystemMismatch<A extends Dims, B extends Dims> = B extends readonly []
  ? 'the right-hand side needs at least one axis'
  : A extends readonly [...infer AB, unknown, unknown]
    ? B extends readonly [unknown]
      ? LastMismatch<A, B, 'numbers of rows'>
      : B extends readonly [...infer BB, infer Rows, unknown]
        ? LastMismatch<A, readonly [...BB, Rows], 'numbers of rows'> | BroadcastMismatch<AB, BB>
        : never
    : never
