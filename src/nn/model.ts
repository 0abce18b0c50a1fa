import type { Rand } from '../random/index.js'
import {
  ArgumentError,
  type Dims,
  type DType,
  equalShapes,
  type FloatDType,
  type Shape,
  ShapeError,
  type Tensor,
  type TensorType,
} from '../tensor/index.js'

/** A piece of a model as a summary shows it: a layer, or a composition with pieces inside. */
export interface Part {
  /** What it is: `dense`, `relu`, `residual`. */
  readonly kind: string
  /** Where its parameters stand in those of the model: the names and positions from the top. */
  readonly path: readonly (string | number)[]
  /** The names of its own parameters there. */
  readonly parameters: readonly string[]
  /** The shape of one example that it takes, where that is known. */
  readonly input?: Shape
  /** The shape of one example that it gives, where that is known; `kept` is the shape of whatever it takes. */
  readonly output?: Shape | 'kept'
  /** What it is composed of: one after another, or `beside` each other. */
  readonly inside?: readonly Part[]
  /** Whether the pieces inside all take the same input. */
  readonly beside?: boolean
  /** To how many elements of each example, one by one, the pieces inside are applied. */
  readonly each?: number
}

/**
 * A model: how its parameters are drawn, and the function that it is of them and of an `X`. Both are pure: the
 * parameters are a readonly record (or list) of tensors that any code may map, print, save or differentiate by.
 */
export interface Model<P, X, Y> {
  /** Draws the parameters. */
  readonly init: Rand<P>
  /** The function that the model is, its parameters given. */
  readonly apply: (params: P) => (x: X) => Y
  /** What it is composed of, for `summary`. */
  readonly parts: readonly Part[]
}

/** The key of what inference reads instead of a generic function; no value has it. */
export declare const brand: unique symbol

/**
 * A model of a batch of examples, of any size `B`: x `[B, ...In]` of dtype `E` gives `[B, ...Out]` of dtype `D`. `E` is
 * `D` where nothing else is said; an embedding, say, takes int32.
 */
export interface Layer<P, In extends Dims, Out extends Dims, D extends FloatDType = 'float64', E extends DType = D> {
  readonly [brand]?: readonly [In, Out, D, E]
  /** Draws the parameters. */
  readonly init: Rand<P>
  /** The function that the layer is, its parameters given. */
  readonly apply: (params: P) => <B>(x: Tensor<[B, ...In], E>) => Tensor<[B, ...Out], D>
  /** What it is composed of, for `summary`. */
  readonly parts: readonly Part[]
}

/** A model that gives what it takes, whatever that is: the identity. */
export interface Identity<P> {
  readonly [brand]?: 'same'
  /** Draws the parameters. */
  readonly init: Rand<P>
  /** The function that the model is, its parameters given. */
  readonly apply: (params: P) => <X>(x: X) => X
  /** What it is composed of, for `summary`. */
  readonly parts: readonly Part[]
}

/** A model that keeps the shape of what it takes, whatever that is: an activation, dropout, the identity. */
export interface Pointwise<P> {
  readonly [brand]?: 'kept' | 'same'
  /** Draws the parameters. */
  readonly init: Rand<P>
  /** The function that the model is, its parameters given. */
  readonly apply: (params: P) => <S extends Dims, D extends FloatDType>(x: Tensor<S, D>) => Tensor<S, D>
  /** What it is composed of, for `summary`. */
  readonly parts: readonly Part[]
}

/** Batches of examples under names: `[B, ...Outs[name]]`. */
export type Batches<B, Outs, D extends DType> = {
  readonly [K in keyof Outs]: Outs[K] extends Dims ? Tensor<[B, ...Outs[K]], D> : never
}

/** A model of a batch of examples x `[B, ...In]` that gives several, `[B, ...Outs[name]]`. */
export interface Branches<P, In extends Dims, Outs, D extends FloatDType = 'float64', E extends DType = D> {
  readonly [brand]?: readonly [In, Outs, D, E]
  /** Draws the parameters. */
  readonly init: Rand<P>
  /** The function that the model is, its parameters given. */
  readonly apply: (params: P) => <B>(x: Tensor<[B, ...In], E>) => Batches<B, Outs, D>
  /** What it is composed of, for `summary`. */
  readonly parts: readonly Part[]
}

/** Any model, whatever it takes and gives. */
export interface AnyModel {
  readonly init: Rand<unknown>
  readonly apply: (params: never) => (x: never) => unknown
  readonly parts: readonly Part[]
}

/** The parameters of a model: `type Params = ParamsOf<typeof net>`. */
export type ParamsOf<M extends AnyModel> = M extends { readonly init: Rand<infer P> } ? P : never

/** The parameters of what has none. */
// biome-ignore lint/complexity/noBannedTypes: the empty record is the one that an intersection leaves out.
export type NoParams = {}

/** A model as the composing functions handle it; what its types say is checked where it is composed. */
export type Untyped = Model<unknown, unknown, unknown>

/** The same value with what the types cannot follow; see the signature that it is given. */
export const typed = <M extends AnyModel>(model: {
  readonly init: Rand<unknown>
  readonly apply: (params: never) => (x: never) => unknown
  readonly parts: readonly Part[]
}): M => model as unknown as M

/** A layer without pieces, of `[B, ...input]` to `[B, ...output]`. */
export const layerOf = <M extends AnyModel>(
  part: Omit<Part, 'path' | 'inside' | 'beside' | 'each'>,
  init: Rand<ParamsOf<M>>,
  apply: (params: ParamsOf<M>) => (x: Tensor) => Tensor,
): M =>
  typed<M>({
    init,
    apply: (params: ParamsOf<M>) => {
      checkNamed(part.kind, params, part.parameters)
      return apply(params) as (x: never) => unknown
    },
    parts: [{ path: [], ...part }],
  })

/** Refuses parameters that are no record of these names. */
export const checkNamed = (operation: string, params: unknown, names: readonly string[]): void => {
  const record = typeof params === 'object' && params !== null ? params : {}
  const missing = names.find((name) => !Object.hasOwn(record, name))
  if (missing !== undefined)
    throw new ArgumentError({
      operation,
      problem: `there is no parameter ${missing}`,
      remedy: 'Give the parameters that init of the same model makes',
    })
}

/** Refuses a batch of examples of another shape with a ShapeError. */
export const checkExamples = (operation: string, x: TensorType, shape: Shape): void => {
  if (x.shape.length === 0 || !equalShapes(x.shape.slice(1), shape))
    throw new ShapeError({
      operation,
      operands: [x],
      problem: `this is no batch of examples of shape [${shape.join(', ')}]`,
      remedy: 'The first axis counts the examples',
    })
}
