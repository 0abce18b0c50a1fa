import type { Dims } from '../tensor.js'
import type { Broadcast, BroadcastMismatch } from './broadcast.js'
import type { LastMismatch, UnknownShape } from './size.js'

/**
 * The shape of a matrix product: leading axes broadcast, and an operand with one axis is a row on the left and a column
 * on the right, whose axis the result lacks.
 */
export type Matmul<A extends Dims, B extends Dims> = A extends readonly [...infer AB, infer M, unknown]
  ? B extends readonly [...infer BB, unknown, infer N]
    ? [...Broadcast<AB, BB>, M, N]
    : B extends readonly [unknown]
      ? [...AB, M]
      : UnknownShape
  : A extends readonly [unknown]
    ? B extends readonly [...infer BB, unknown, infer N]
      ? [...BB, N]
      : B extends readonly [unknown]
        ? []
        : UnknownShape
    : UnknownShape

/** What keeps two shapes from being multiplied; never where nothing is known to. */
export type MatmulMismatch<A extends Dims, B extends Dims> = A extends readonly []
  ? 'matmul needs operands with at least one axis'
  : B extends readonly []
    ? 'matmul needs operands with at least one axis'
    : A extends readonly [...infer AB, unknown, unknown]
      ? B extends readonly [...infer BB, infer K, unknown]
        ? LastMismatch<A, readonly [...BB, K], 'inner dimensions'> | BroadcastMismatch<AB, BB>
        : B extends readonly [unknown]
          ? LastMismatch<A, B, 'inner dimensions'>
          : never
      : A extends readonly [unknown]
        ? B extends readonly [...infer Contracted, unknown]
          ? LastMismatch<A, Contracted extends readonly [] ? B : Contracted, 'inner dimensions'>
          : never
        : never
