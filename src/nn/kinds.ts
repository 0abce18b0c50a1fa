import type { Dims, DType, FloatDType, LastMismatch, ShapeMismatch, Tensor } from '../tensor/index.js'
import type { brand, Layer, Model, Pointwise } from './model.js'

/** The kind of a model that keeps any shape. */
export type Kept = readonly ['kept']

/** The kind of a model of a batch of examples. */
export type Batched<In, Out, D, E> = readonly ['batched', In, Out, D, E]

/** The kind of any other model. */
export type Plain<X, Y> = readonly ['plain', X, Y]

/** What a model takes and gives, apart from its parameters: read off its brand, or else off its function. */
export type KindOf<M> = M extends { readonly [brand]?: readonly [infer In, infer Out, infer D, infer E] }
  ? Batched<In, Out, D, E>
  : M extends { readonly [brand]?: 'kept' }
    ? Kept
    : M extends { readonly apply: (params: never) => (x: infer X) => infer Y }
      ? Plain<X, Y>
      : never

/** The model of some parameters and a kind. */
export type ModelOf<P, K> = K extends Kept
  ? Pointwise<P>
  : K extends Batched<infer In extends Dims, infer Out extends Dims, infer D extends FloatDType, infer E extends DType>
    ? Layer<P, In, Out, D, E>
    : K extends Plain<infer X, infer Y>
      ? Model<P, X, Y>
      : never

/** A batch of examples; of what has no batch (`never`) nothing is known. */
type BatchLike<X, S extends Dims, D extends DType> = X extends { readonly shape: readonly [infer B, ...unknown[]] }
  ? Tensor<[B, ...S], D>
  : Tensor<readonly number[], D>

/** The kind of two models one after the other, where they fit. */
export type Composed<K, L> = K extends Kept
  ? L
  : L extends Kept
    ? K
    : K extends Batched<infer In extends Dims, unknown, unknown, infer E extends DType>
      ? L extends Batched<unknown, infer Out, infer D, unknown>
        ? Batched<In, Out, D, E>
        : L extends Plain<infer X, infer Z>
          ? Plain<BatchLike<X, In, E>, Z>
          : never
      : K extends Plain<infer X, infer Y>
        ? L extends Batched<unknown, infer Out extends Dims, infer D extends DType, unknown>
          ? Plain<X, BatchLike<Y, Out, D>>
          : L extends Plain<unknown, infer Z>
            ? Plain<X, Z>
            : never
        : never

/** What keeps a model of kind `L` from taking what one of kind `K` gives, as a message. */
export type FitMismatch<K, L> = K extends Kept
  ? L extends Batched<unknown, unknown, unknown, infer E>
    ? [E & FloatDType] extends [never]
      ? `layers do not fit: a floating-point dtype and ${E & DType}`
      : never
    : never
  : K extends Batched<unknown, infer Mid extends Dims, infer D, unknown>
    ? L extends Batched<infer In extends Dims, unknown, unknown, infer E>
      ? SizesMismatch<Mid, In> | DTypesMismatch<D, E>
      : L extends Plain<infer X, unknown>
        ? ExamplesMismatch<Mid, D, X>
        : never
    : K extends Plain<unknown, infer Y>
      ? L extends Batched<infer In extends Dims, unknown, unknown, infer E>
        ? GivenMismatch<Y, In, E>
        : L extends Plain<infer X, unknown>
          ? [Y] extends [X]
            ? never
            : 'models do not fit: what the first gives is not what the next takes'
          : Y extends { readonly dtype: infer D }
            ? [D & FloatDType] extends [never]
              ? `layers do not fit: ${D & DType} and a floating-point dtype`
              : never
            : 'models do not fit: what keeps a shape takes a tensor'
      : never

type SizesMismatch<A extends Dims, B extends Dims> = A extends readonly [infer M]
  ? B extends readonly [infer N]
    ? [LastMismatch<A, B>] extends [never]
      ? never
      : `layers do not fit: ${M & number} and ${N & number}`
    : Unfit<ShapeMismatch<A, B>>
  : Unfit<ShapeMismatch<A, B>>

type Unfit<Problem> = [Problem] extends [never] ? never : `layers do not fit: ${Problem & string}`

/** What is of dtype `D` where `E` is due. */
type DTypesMismatch<D, E> = [D & E] extends [never] ? `layers do not fit: dtypes ${D & DType} and ${E & DType}` : never

type ExamplesMismatch<S extends Dims, D, X> = X extends {
  readonly shape: readonly [unknown, ...infer In]
  readonly dtype: infer E
}
  ? SizesMismatch<S, In> | DTypesMismatch<D, E>
  : X extends { readonly shape: readonly number[]; readonly dtype: infer E }
    ? DTypesMismatch<D, E>
    : 'models do not fit: the next takes no batch of examples'

type GivenMismatch<Y, In extends Dims, E> = Y extends {
  readonly shape: readonly [unknown, ...infer S]
  readonly dtype: infer D
}
  ? SizesMismatch<S, In> | DTypesMismatch<D, E>
  : Y extends { readonly shape: readonly number[]; readonly dtype: infer D }
    ? DTypesMismatch<D, E>
    : 'models do not fit: the first gives no batch of examples'

/** What keeps two records of parameters from being merged, as a message. */
export type NamesMismatch<P, Q> = [keyof Q] extends [never]
  ? never
  : [keyof P] extends [never]
    ? never
    : P extends readonly unknown[]
      ? 'the parameters of the first are a list: give it a name with named(...)'
      : Q extends readonly unknown[]
        ? 'the parameters of the next are a list: give it a name with named(...)'
        : [keyof P & keyof Q] extends [never]
          ? never
          : `both have parameters called ${(keyof P & keyof Q) & string}: tell them apart with named(...)`
