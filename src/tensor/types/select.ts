import type { Dims } from '../tensor.js'
import type { Subtract } from './arithmetic.js'
import type { IsLiteral, UnknownShape } from './size.js'

/** The shape of what coordinates along the last axis of indices select from the first axes of a shape. */
export type Gathered<S extends Dims, I extends Dims> = number extends S['length'] | I['length']
  ? UnknownShape
  : I extends readonly [...infer Places, infer Depth]
    ? number extends Depth
      ? UnknownShape
      : [...Places, ...Without<S, Depth>]
    : UnknownShape

/** The shape without its first axes, so many. */
type Without<S extends Dims, Count, Done extends Dims = []> = Done['length'] extends Count
  ? S
  : S extends readonly [unknown, ...infer Rest]
    ? Without<Rest, Count, [...Done, 0]>
    : []

/** More coordinates than axes, as a message; never where nothing is known to. */
export type GatherMismatch<S extends Dims, I extends Dims> = number extends S['length'] | I['length']
  ? never
  : I extends readonly []
    ? 'gather needs indices with the coordinates along their last axis'
    : I extends readonly [...unknown[], infer Depth]
      ? IsLiteral<I, Depth> extends true
        ? [Subtract<S['length'], Depth>] extends [never]
          ? `${Depth & number} coordinates for rank ${S['length']}`
          : never
        : never
      : never

/** A tensor that is no vector, as a message. */
export type VectorMismatch<S extends Dims, What extends string> = number extends S['length']
  ? never
  : S['length'] extends 1
    ? never
    : `${What} needs a vector, not a tensor of rank ${S['length']}`

/** A list that should have one entry for each axis, as a message. */
export type RankMismatch<List extends Dims, S extends Dims, What extends string> = number extends
  | List['length']
  | S['length']
  ? never
  : List['length'] extends S['length']
    ? never
    : `${List['length']} ${What} for rank ${S['length']}`

/** A part that is larger than the whole, as a message; never where nothing is known to. */
export type PartMismatch<Part extends Dims, S extends Dims> = Part extends readonly [infer P, ...infer LaterParts]
  ? S extends readonly [infer N, ...infer Rest]
    ?
        | (IsLiteral<Part, P> extends true
            ? IsLiteral<S, N> extends true
              ? [Subtract<N, P>] extends [never]
                ? `size ${P & number} is more than ${N & number}`
                : never
              : never
            : never)
        | PartMismatch<LaterParts, Rest>
    : never
  : never
