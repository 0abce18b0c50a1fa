import { broadcastTo, expandDims, moveAxis, reshape } from '../graph/index.js'
import {
  ArgumentError,
  type Dims,
  type FloatDType,
  isTensor,
  type OptionNames,
  ShapeError,
  type Tensor,
  withOptions,
} from '../tensor/index.js'
import { type AttentionOptions, checkMask, scaledDotProductAttention } from './attention.js'
import { type DenseParams, dense } from './dense.js'
import { allDrawn, type Initializer } from './initializers.js'
import { checkNamed, type Layer } from './model.js'
import type { BiasOption, Without } from './optional.js'
import { checkSize, type Real } from './real.js'
import { type RotaryOptions, rotary } from './rotary.js'

/**
 * The four dense maps of attention in E features: of queries, of keys of K features, of values of V, and of what the heads
 * give.
 */
export interface MultiHeadAttentionParams<
  E = number,
  D extends FloatDType = FloatDType,
  K = E,
  V = K,
  Bias extends BiasOption = Initializer,
> {
  readonly query: Without<DenseParams<E, E, D>, 'bias', Bias>
  readonly key: Without<DenseParams<K, E, D>, 'bias', Bias>
  readonly value: Without<DenseParams<V, E, D>, 'bias', Bias>
  readonly output: Without<DenseParams<E, E, D>, 'bias', Bias>
}

/** Into how many heads features fall, what each position may look at, and how the parameters are drawn. */
export interface MultiHeadAttentionOptions<D extends FloatDType = FloatDType, Bias extends BiasOption = BiasOption>
  extends Pick<AttentionOptions, 'causal' | 'dropout'> {
  readonly heads: number
  /** Whether queries and keys are turned by their positions, as `rotary` does. */
  readonly rotary?: boolean | RotaryOptions
  /** Glorot's uniform numbers unless given. */
  readonly weights?: Initializer
  /** Zeros unless given; `false` for maps without biases. */
  readonly bias?: Bias
  readonly dtype?: D
}

/** Options of attention to what has other features. */
export interface CrossAttentionOptions<
  K extends number = number,
  V extends number = number,
  D extends FloatDType = FloatDType,
  Bias extends BiasOption = BiasOption,
> extends MultiHeadAttentionOptions<D, Bias> {
  /** The features of keys. */
  readonly keyFeatures: K
  /** The features of values: those of keys unless given. */
  readonly valueFeatures?: V
}

type AnyOptions = MultiHeadAttentionOptions & Partial<CrossAttentionOptions>

const optionNames: OptionNames<AnyOptions> = {
  heads: true,
  causal: true,
  dropout: true,
  rotary: true,
  weights: true,
  bias: true,
  dtype: true,
  keyFeatures: true,
  valueFeatures: true,
}

/** What looks, at what, and where it may. */
export type Attended<B, T, S, E, D extends FloatDType, K = E, V = K> = {
  readonly query: Tensor<[B, T, E], D>
  readonly key: Tensor<[NoInfer<B>, S, K], D>
  /** True where a query may look: it broadcasts to `[B, T, S]`, or with an axis of heads to `[B, heads, T, S]`. */
  readonly mask?: Tensor<Dims, 'bool'>
} & ({ x: K } extends { x: V }
  ? {
      /** The keys themselves unless given. */
      readonly value?: Tensor<[NoInfer<B>, NoInfer<S>, V], D>
    }
  : { readonly value: Tensor<[NoInfer<B>, NoInfer<S>, V], D> })

/** Queries look at keys of other sequences, or at their own through a mask. */
type Attend<P, E, D extends FloatDType, K, V> = (
  params: P,
) => <B, T, S>(given: Attended<B, T, S, E, D, K, V>) => Tensor<[B, T, E], D>

/** Attention of several heads in E features: of sequences to themselves, or to others. */
export interface MultiHeadAttention<
  E extends number,
  D extends FloatDType = 'float64',
  P = MultiHeadAttentionParams<E, D>,
> extends Layer<P, [number, E], [number, E], D> {
  /** Every position looks at its own sequence. */
  readonly apply: (params: P) => <B, T>(x: Tensor<[B, T, E], D>) => Tensor<[B, T, E], D>
  /** Queries look at keys of other sequences, or at their own through a mask. */
  readonly attend: Attend<P, E, D, E, E>
}

/** Attention of several heads in E features to sequences of keys of K features and values of V. */
export interface CrossAttention<E, K, V, D extends FloatDType, P>
  extends Pick<Layer<P, [number, E], [number, E], D>, 'init' | 'parts'> {
  /** Queries look at keys of other sequences. */
  readonly apply: Attend<P, E, D, K, V>
  /** The same. */
  readonly attend: Attend<P, E, D, K, V>
}

/** Makes an attention of several heads. */
interface MakeMultiHeadAttention {
  <const E extends number, D extends FloatDType = 'float64', Bias extends BiasOption = Initializer>(
    features: E,
    options: MultiHeadAttentionOptions<D, Bias> & {
      readonly keyFeatures?: undefined
      readonly valueFeatures?: undefined
    },
  ): MultiHeadAttention<E, NoInfer<D>, MultiHeadAttentionParams<E, NoInfer<D>, E, E, Bias>>
  <
    const E extends number,
    const K extends number,
    const V extends number = K,
    D extends FloatDType = 'float64',
    Bias extends BiasOption = Initializer,
  >(
    features: E,
    options: CrossAttentionOptions<K, V, D, Bias>,
  ): CrossAttention<E, K, V, NoInfer<D>, MultiHeadAttentionParams<E, NoInfer<D>, K, V, Bias>>
}

const operation = 'multiHeadAttention'

const roles = ['query', 'key', 'value', 'output'] as const

type Role = (typeof roles)[number]

/** The four maps as layers. */
type Maps = Readonly<
  Record<Role, Layer<Readonly<Record<string, Real>>, readonly number[], readonly number[], FloatDType>>
>

type Params = Readonly<Record<Role, Readonly<Record<string, Real>>>>

/** The features of queries, keys and values. */
type Features = readonly [queries: number, keys: number, values: number]

const headsOf = (features: number, { heads }: MultiHeadAttentionOptions): number => {
  if (features % checkSize(operation, 'the number of heads', heads) !== 0)
    throw new ArgumentError({
      operation,
      problem: `${features} features do not divide into ${heads} heads`,
      remedy: 'Each head takes as many of them',
    })
  return heads
}

const checkSequences = (features: Features, operands: readonly Real[]): void => {
  const odd = operands.findIndex((x, index) => !isTensor(x) || x.shape.length !== 3 || x.shape[2] !== features[index])
  if (odd >= 0)
    throw new ShapeError({
      operation,
      operands: operands.filter(isTensor) as readonly Real[],
      problem: `the ${roles[odd]} is not of shape [B, ${odd === 0 ? 'T' : 'S'}, ${features[odd]}]`,
      remedy: 'The axes are those of sequences, of positions and of features',
    })
  const [{ shape: queries }, { shape: keys }, { shape: values }] = operands
  if (queries[0] !== keys[0] || queries[0] !== values[0])
    throw new ShapeError({
      operation,
      operands,
      problem: `there are ${queries[0]} sequences of queries, ${keys[0]} of keys and ${values[0]} of values`,
      remedy: 'Give as many of each',
    })
}

/** A mask of [B, T, S], the same for all heads, or of [B, heads, T, S]. */
const forHeads = (mask: Tensor<Dims, 'bool'>, heads: number, query: Real, key: Real) => {
  const [batch, queries, keys] = [query.shape[0], query.shape[1], key.shape[1]]
  const own = isTensor(mask) && mask.shape.length > 3
  const shape = own ? [batch, heads, queries, keys] : [batch, queries, keys]
  const whole = broadcastTo(checkMask(operation, mask, shape), shape)
  return own ? whole : expandDims(whole, 1)
}

/** What is given, of any features. */
interface Given {
  readonly query: Real
  readonly key: Real
  readonly value?: Real
  readonly mask?: Tensor<Dims, 'bool'>
}

const attention = (maps: Maps, features: Features, options: MultiHeadAttentionOptions) => (params: Params) => {
  checkNamed(operation, params, roles)
  const heads = headsOf(features[0], options)
  const applied = (role: Role) => maps[role].apply(params[role]) as unknown as (x: Real) => Real
  const [query, key, value, output] = roles.map(applied)
  // Of [B, T, E] one [T, E / heads] for each head.
  const divided = (x: Real): Real => moveAxis(reshape(x, [x.shape[0], x.shape[1], heads, features[0] / heads]), 2, 1)
  const placed = (x: Real): Real => {
    if (options.rotary === undefined || options.rotary === false) return x
    return rotary(
      x as Tensor<[number, number, number, number], FloatDType>,
      options.rotary === true ? {} : options.rotary,
    ) as Real
  }
  const attend = scaledDotProductAttention as unknown as (...args: readonly [Real, Real, Real, object]) => Real
  return (given: Given): Real => {
    const { mask, value: values = given.key } = given
    checkSequences(features, [given.query, given.key, values])
    const settings: AttentionOptions = {
      causal: options.causal ?? false,
      ...(options.dropout && { dropout: options.dropout }),
      ...(mask !== undefined && { mask: forHeads(mask, heads, given.query, given.key) }),
    }
    const [q, k, v] = [query(given.query), key(given.key), value(values)].map(divided)
    const taken = moveAxis(attend(placed(q), placed(k), v, settings), 1, 2)
    return output(reshape(taken, given.query.shape as readonly number[]))
  }
}

/**
 * Attention of several heads (Vaswani et al. 2017) in E features: of sequences `[B, T, E]` each position looks, in each head,
 * with E / heads features of its own, x Wq + bq, at those of others, x Wk + bk, and takes of x Wv + bv by
 * `scaledDotProductAttention`; what all heads give goes through Wo and bo. The four maps are the parameters `query`, `key`,
 * `value` and `output`, with weights `[E, E]` and a bias `[E]` each, drawn in this order by the initialisers `weights`
 * (Glorot's uniform one) and `bias` (zeros, or none with `false`).
 *
 * As a layer it looks at its own sequence. `attend(params)({ query, key, value, mask })` looks at another `[B, S, E]`, or where a
 * mask is true: bool, it broadcasts to `[B, T, S]`, or with an axis of heads to `[B, heads, T, S]`. With `causal` position t looks
 * at 0 to t, with `rotary` queries and keys are turned by their positions, and `dropout` is that of
 * `scaledDotProductAttention`. With `keyFeatures`, and `valueFeatures` where these differ again, keys and values are of other
 * features than queries; then there is only the form that takes a record. Throws an ArgumentError for sizes and options out of
 * range; what it makes throws a ShapeError for other shapes and a DTypeError for a mask that is not bool.
 *
 * @example
 * ```ts
 * import { ones, tensor } from 'cotangent'
 * import { multiHeadAttention } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const layer = multiHeadAttention(8, { heads: 2, causal: true })
 * const [params] = layer.init(seed(0))
 * layer.apply(params)(ones([5, 3, 8])).shape // => [ 5, 3, 8 ]
 * const mask = tensor([[true, true, false, false]])
 * layer.attend(params)({ query: ones([5, 3, 8]), key: ones([5, 4, 8]), mask }).shape // => [ 5, 3, 8 ]
 *
 * const cross = multiHeadAttention(8, { heads: 2, keyFeatures: 6 })
 * const [maps] = cross.init(seed(0))
 * cross.attend(maps)({ query: ones([5, 3, 8]), key: ones([5, 4, 6]) }).shape // => [ 5, 3, 8 ]
 * ```
 */
export const multiHeadAttention: MakeMultiHeadAttention = withOptions(
  operation,
  1,
  optionNames,
  (features: number, options: AnyOptions) => {
    const { dtype = 'float64', weights, bias, keyFeatures = features, valueFeatures = keyFeatures } = options
    const all: Features = [features, keyFeatures, valueFeatures]
    for (const [index, size] of all.entries())
      checkSize(operation, `the number of features of the ${roles[index]}`, size)
    headsOf(features, options)
    const drawnBy = { dtype, ...(weights && { weights }), ...(bias !== undefined && { bias }) }
    const maps = Object.fromEntries(
      roles.map((role, index) => [role, dense(all[index] ?? features, features, drawnBy)]),
    ) as unknown as Maps
    const attend = attention(maps, all, options)
    const cross = options.keyFeatures !== undefined || options.valueFeatures !== undefined
    return {
      init: allDrawn(roles.map((role) => [role, maps[role].init] as const)),
      apply: cross
        ? attend
        : (params: Params) => {
            const own = attend(params)
            return (x: Real) => own({ query: x, key: x })
          },
      attend,
      parts: [{ kind: operation, path: [], parameters: roles, output: 'kept' }],
    }
  },
)
