import type { Dims, DType, FloatDType, LastMismatch, ShapeMismatch, Tensor } from '../tensor/index.js'
import type { AnyModel, Branches, brand, Identity, Layer, Model, ParamsOf, Pointwise } from './model.js'
import type { Stateful } from './stateful.js'

/** The kind of a model that keeps any shape. */
export type Kept = readonly ['kept']

/** The kind of a model of a batch of examples. */
export type Batched<In, Out, D, E> = readonly ['batched', In, Out, D, E]

/** The kind of what gives whatever it takes: the identity, and no model at all. */
export type Same = readonly ['same']

/** The kind of any other model. */
export type Plain<X, Y> = readonly ['plain', X, Y]

/** What a model takes and gives, apart from its parameters and state: read off its brand, or else off its function. */
export type KindOf<M> = M extends { readonly [brand]?: readonly [infer In, infer Out, infer D, infer E, ...unknown[]] }
  ? Batched<In, Out, D, E>
  : M extends { readonly [brand]?: 'same' }
    ? Same
    : M extends { readonly [brand]?: 'kept' | 'same' }
      ? Kept
      : M extends { readonly apply: (params: never) => (x: infer X) => infer Y }
        ? Plain<X, Y>
        : never

/** The model of some parameters, a kind and a state, in a list of one; `never` is that of what has none. */
export type ModelOf<P, K, S = never> = [S] extends [never]
  ? Stateless<P, K>
  : K extends Batched<infer In extends Dims, infer Out, infer D extends FloatDType, infer E extends DType>
    ? S extends readonly [infer State]
      ? Stateful<P, State, In, Out, D, E>
      : never
    : never

type Stateless<P, K> = K extends Kept
  ? Pointwise<P>
  : K extends Same
    ? Identity<P>
    : K extends Batched<
          infer In extends Dims,
          infer Out extends Dims,
          infer D extends FloatDType,
          infer E extends DType
        >
      ? Layer<P, In, Out, D, E>
      : K extends Batched<infer In extends Dims, infer Outs, infer D extends FloatDType, infer E extends DType>
        ? Branches<P, In, Outs, D, E>
        : K extends Plain<infer X, infer Y>
          ? Model<P, X, Y>
          : never

/** A batch of examples; of what has no batch (`never`) nothing is known. */
type BatchLike<X, S extends Dims, D extends DType> = X extends { readonly shape: readonly [infer B, ...unknown[]] }
  ? Tensor<[B, ...S], D>
  : Tensor<readonly number[], D>

/** The kind of two models one after the other, where they fit. */
export type Composed<K, L> = L extends Same
  ? K
  : K extends Kept | Same
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
export type FitMismatch<K, L> = K extends Same
  ? never
  : L extends Same
    ? never
    : K extends Kept
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
          : 'models do not fit: the first gives several batches; join them, as in parallel(models, join)'

type SizesMismatch<A extends Dims, B extends Dims> = A extends readonly [infer M]
  ? B extends readonly [infer N]
    ? [LastMismatch<A, B>] extends [never]
      ? never
      : `layers do not fit: ${M & number} and ${N & number}`
    : Unfit<ShapeMismatch<A, B>>
  : Unfit<ShapeMismatch<A, B>>

type Unfit<Problem> = [Problem] extends [never] ? never : `layers do not fit: ${Problem & string}`

/** What is of dtype `D` where `E` is due. */
type DTypesMismatch<D, E> = { x: D } extends { x: E }
  ? never
  : [D & E] extends [never]
    ? `layers do not fit: dtypes ${D & DType} and ${E & DType}`
    : never

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
export type NamesMismatch<P, Q, What extends string = 'parameters'> = [keyof Q] extends [never]
  ? never
  : [keyof P] extends [never]
    ? never
    : P extends readonly unknown[]
      ? `the ${What} of the first are a list: give it a name with named(...)`
      : Q extends readonly unknown[]
        ? `the ${What} of the next are a list: give it a name with named(...)`
        : [keyof P & keyof Q] extends [never]
          ? never
          : `both have ${What} called ${(keyof P & keyof Q) & string}: tell them apart with named(...)`

/** What keeps a model of some kind from having a state, as a message. */
export type StateMismatch<S, K> = [S] extends [never]
  ? never
  : K extends Plain<unknown, unknown>
    ? 'what is composed with a state takes a batch of examples and gives one'
    : never

/** The kind of models one after the other. */
export type ChainOf<Ms extends readonly unknown[], K = Same> = Ms extends readonly [infer M, ...infer Rest]
  ? ChainOf<Rest, Composed<K, KindOf<M>>>
  : Ms extends readonly []
    ? K
    : Composed<K, KindOf<Ms[number]>>

/** What keeps a model from taking what the one before it gives, as a message for each. */
export type ChainMismatch<Ms extends readonly unknown[], K = Same, Found = never> = Ms extends readonly [
  infer M,
  ...infer Rest,
]
  ? ChainMismatch<Rest, Composed<K, KindOf<M>>, Found | FitMismatch<K, KindOf<M>>>
  : Ms extends readonly []
    ? Found
    : Found | FitMismatch<K, KindOf<Ms[number]>> | FitMismatch<KindOf<Ms[number]>, KindOf<Ms[number]>>

/** The parameters of models in a list. */
export type ParamsOfAll<Ms extends readonly AnyModel[]> = { readonly [I in keyof Ms]: ParamsOf<Ms[I]> }

/** What keeps a model from giving what it takes, as a message. */
export type ReturnMismatch<K> =
  K extends Plain<unknown, unknown> ? 'residual takes a layer, which gives a batch of examples' : FitMismatch<K, K>

/** What keeps a model from being applied to each element of an example, as a message. */
export type EachMismatch<K> = K extends Plain<unknown, unknown> ? 'each takes a layer, of batches of examples' : never

/** The kind of a layer that is applied to each of `N` elements of an example. */
export type EachOf<N, K> =
  K extends Batched<infer In extends Dims, infer Out extends Dims, infer D, infer E>
    ? Batched<[N, ...In], [N, ...Out], D, E>
    : Kept

/** The kind of a model that gives tensors: the identity keeps their shape. */
export type OfTensors<K> = K extends Same ? Kept : K

/** What models beside each other take, of the kinds of all: any shape where all keep theirs. */
export type BranchInput<K> = [Exclude<K, Kept>] extends [never] ? Dims : InputOf<Exclude<K, Kept>>

type InputOf<K> = K extends Batched<infer In extends Dims, unknown, unknown, unknown> ? In : never

/** The dtype that models beside each other take. */
export type BranchElement<K> = [Exclude<K, Kept>] extends [never] ? 'float64' : ElementOf<Exclude<K, Kept>>

type ElementOf<K> = K extends Batched<unknown, unknown, unknown, infer E extends DType> ? E : never

/** The dtype that models beside each other give. */
export type BranchDType<K> = [Exclude<K, Kept>] extends [never] ? 'float64' : DTypeGiven<Exclude<K, Kept>>

type DTypeGiven<K> = K extends Batched<unknown, unknown, infer D extends FloatDType, unknown> ? D : never

/** The shapes of one example that models under names give. */
export type BranchOutputs<Ms> = {
  readonly [Name in keyof Ms]: KindOf<Ms[Name]> extends Batched<unknown, infer Out, unknown, unknown>
    ? Out
    : BranchInput<OfTensors<KindOf<Ms[keyof Ms]>>>
}

/** What keeps models of several kinds from taking the same, as a message. */
export type BranchMismatch<K, All = K> =
  K extends Plain<unknown, unknown>
    ? 'parallel takes layers, of batches of examples'
    : K extends Batched<infer In extends Dims, unknown, infer D, infer E>
      ? All extends Batched<infer Other extends Dims, unknown, infer F, infer G>
        ? SizesMismatch<In, Other> | DTypesMismatch<D, F> | DTypesMismatch<E, G>
        : All extends Kept
          ? DTypesMismatch<E, FloatDType>
          : never
      : never
