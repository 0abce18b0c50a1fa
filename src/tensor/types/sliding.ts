import type { Dims } from '../tensor.js'
import type { Add, Divide, Multiply, Subtract } from './arithmetic.js'
import type { LastKind } from './size.js'

/**
 * Zeros around spatial axes: one number for all, or for each axis a number or a pair [before, after]; none ('valid'); or
 * as many as make one window for each stride ('same'), an odd one at the end.
 */
export type Padding = number | 'same' | 'valid' | readonly (number | readonly [before: number, after: number])[]

/** How windows slide along spatial axes, one number for all of them or one each. */
export interface SlidingOptions {
  readonly stride?: number | readonly number[]
  readonly padding?: Padding
  readonly dilation?: number | readonly number[]
}

/** An attribute of one of several spatial axes, as many of which are done as `Done` has. */
export type AtAxis<V, Done extends Dims> = V extends Dims
  ? Done['length'] extends keyof V
    ? V[Done['length']]
    : number
  : V

/** The size of an axis counted from the front where it is a literal, and otherwise `number`. */
export type LiteralAt<S extends Dims, Axis extends number> =
  LastKind<readonly [...S, S[Axis]]> extends 'literal' | 'one' ? S[Axis] : number

/** The first size where it is a literal, and otherwise `number`. */
export type FirstLiteral<S extends Dims> = LiteralAt<S, 0>

/** How far a window of K elements reaches. */
export type Reach<K, Dilation> = number extends K | Dilation
  ? number
  : Dilation extends 1
    ? K
    : K extends 0
      ? number
      : Add<Multiply<Subtract<K, 1>, Dilation>, 1>

/** A length with widths added before and after it. */
export type Widened<N, P> = P extends readonly [infer Before, infer After]
  ? Sum<Sum<N, Before>, After>
  : P extends 'valid'
    ? N
    : Sum<Sum<N, P>, P>

/** Sums, differences and rounded quotients as far as they are known. */
export type Sum<A, B> = number extends A | B ? number : Add<A, B>
export type Difference<A, B> = number extends A | B ? number : Subtract<A, B>
type Quotient<A, B> = number extends A | B ? number : Divide<A, B> extends readonly [infer Q, unknown] ? Q : number

/** A quotient rounded up. */
type RoundedUp<A, B> = number extends A | B
  ? number
  : Divide<A, B> extends readonly [infer Q, infer Rest]
    ? Rest extends 0
      ? Q
      : Add<Q, 1>
    : number

/** How many windows fit, in a tuple; none where the axis is known to be too short. */
type WindowsIn<Length, R, Stride> = [Difference<Length, R>] extends [never]
  ? []
  : [Sum<Quotient<Difference<Length, R>, Stride>, 1>]

/** How many windows slide along the first axis of S; N itself where it is as many, also of an N that is not known. */
export type SlidSize<S extends Dims, K, Stride, P, Dilation> = P extends 'same'
  ? Stride extends 1
    ? S[0]
    : RoundedUp<FirstLiteral<S>, Stride>
  : [K, Stride, P] extends [1, 1, 0 | 'valid' | readonly [0, 0]]
    ? S[0]
    : OrNumber<WindowsIn<Widened<FirstLiteral<S>, P>, Reach<K, Dilation>, Stride>>

type OrNumber<T extends Dims> = T extends readonly [infer N] ? N : number

/** A window that is larger than the axis, as a message; never where that is not known. */
export type SlidMismatch<S extends Dims, K, Stride, P, Dilation> = P extends 'same'
  ? never
  : WindowsIn<Widened<FirstLiteral<S>, P>, Reach<K, Dilation>, Stride> extends readonly []
    ? `a window of ${Reach<K, Dilation> & number} does not fit into ${Widened<FirstLiteral<S>, P> & number}`
    : never
