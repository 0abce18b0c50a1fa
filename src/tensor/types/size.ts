import type { Dims } from '../tensor.js'

/**
 * Whether a type is a type parameter.
 *
 * A test on a type parameter stays unresolved, and with it every type built on its outcome. The one way to get an
 * answer: let a mark depend on the type, and compare the mark with the outcome that the compiler excludes for type
 * parameters (it tries them with a type that passes every test, and then the mark is `free`). Such an answer is final
 * wherever the question is asked, even in declarations, where everything is a type parameter still; so the question
 * needs a tuple, of any contents, that stays open until an operation is called: the shape or list that the type is from.
 */
export type IsFree<T, Until extends readonly unknown[]> = readonly [
  ...Until,
  { is: T } extends { is: never } ? 'free' : 'fixed',
] extends readonly [...unknown[], 'fixed']
  ? false
  : true

/** What is known of the last size of a shape: a type parameter (`free`), just `number` (`unknown`), 1 or another literal. */
export type LastKind<S extends Dims> =
  IsFree<Last<S>, S> extends true
    ? 'free'
    : { is: number } extends { is: Last<S> }
      ? 'unknown'
      : { is: Last<S> } extends { is: 1 }
        ? 'one'
        : 'literal'

/** The last size. */
export type Last<S extends Dims> = S extends readonly [...unknown[], infer N] ? N : never

/** Whether a size, taken from a shape, is a literal. */
export type IsLiteral<S extends Dims, N> = LastKind<readonly [...S, N]> extends 'literal' | 'one' ? true : false

/** A shape of which nothing is known. */
export type UnknownShape = readonly number[]

/** The last sizes of two shapes as a message, `sizes 3 and 4 differ`, where they are known to differ; never otherwise. */
export type LastMismatch<A extends Dims, B extends Dims, What extends string = 'sizes'> =
  LastKind<A> extends 'unknown'
    ? never
    : LastKind<B> extends 'unknown'
      ? never
      : LastKind<A> extends LastKind<B>
        ? { is: Last<A> } extends { is: Last<B> }
          ? never
          : `${What} ${Last<A> & number} and ${Last<B> & number} differ`
        : `${What} ${Last<A> & number} and ${Last<B> & number} differ`

/** What differs between two shapes that must be equal, as a message: sizes or ranks; never where nothing is known to. */
export type ShapeMismatch<A extends Dims, B extends Dims> = number extends A['length'] | B['length']
  ? never
  : A['length'] extends B['length']
    ? SizeMismatch<A, B>
    : `ranks ${A['length']} and ${B['length']} differ`

type SizeMismatch<A extends Dims, B extends Dims> = A extends readonly [...infer AI, unknown]
  ? B extends readonly [...infer BI, unknown]
    ? LastMismatch<A, B> | SizeMismatch<AI, BI>
    : never
  : never

/** Of two last sizes that are equal the one that says more: not just `number`. */
export type MergedLast<A extends Dims, B extends Dims> = LastKind<A> extends 'unknown' ? Last<B> : Last<A>

/** Of two equal shapes what both say together. */
export type Merged<A extends Dims, B extends Dims, Done extends Dims = []> = A extends readonly [...infer AI, unknown]
  ? B extends readonly [...infer BI, unknown]
    ? Merged<AI, BI, [MergedLast<A, B>, ...Done]>
    : A
  : number extends A['length']
    ? B
    : Done
