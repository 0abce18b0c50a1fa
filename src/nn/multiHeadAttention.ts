import { add, broadcastTo, declared, expandDims, matmul, moveAxis, reshape } from '../graph/index.js'
import type { Rand } from '../random/index.js'
import { ArgumentError, type Dims, type FloatDType, isTensor, ShapeError, type Tensor } from '../tensor/index.js'
import { type AttentionOptions, scaledDotProductAttention } from './attention.js'
import { type DenseParams, dense } from './dense.js'
import type { Initializer } from './initializers.js'
import { type Layer, typed } from './model.js'
import { checkSize, type Real } from './real.js'
import { type RotaryOptions, rotary } from './rotary.js'

/** The four dense maps of attention in E features: of queries, keys and values, and of what the heads give. */
export interface MultiHeadAttentionParams<E = number, D extends FloatDType = FloatDType> {
  readonly query: DenseParams<E, E, D>
  readonly key: DenseParams<E, E, D>
  readonly value: DenseParams<E, E, D>
  readonly output: DenseParams<E, E, D>
}

/** Into how many heads features fall, what each position may look at, and how the parameters are drawn. */
export interface MultiHeadAttentionOptions<D extends FloatDType = FloatDType> {
  readonly heads: number
  /** Whether position t looks at 0 to t alone. */
  readonly causal?: boolean
  /** Whether queries and keys are turned by their positions, as `rotary` does. */
  readonly rotary?: boolean | RotaryOptions
  readonly weights?: Initializer
  readonly bias?: Initializer
  readonly dtype?: D
}

/** What looks, at what, and where it may. */
export interface Attended<B, T, S, E, D extends FloatDType> {
  readonly query: Tensor<[B, T, E], D>
  readonly key: Tensor<[NoInfer<B>, S, E], D>
  /** The keys themselves unless given. */
  readonly value?: Tensor<[NoInfer<B>, NoInfer<S>, E], D>
  /** True where a query may look: it broadcasts to [B, T, S]. */
  readonly mask?: Tensor<Dims, 'bool'>
}

/** Attention of several heads in E features: of sequences to themselves, or to others. */
export interface MultiHeadAttention<E extends number, D extends FloatDType = 'float64'>
  extends Layer<MultiHeadAttentionParams<E, D>, [number, E], [number, E], D> {
  /** Every position looks at its own sequence. */
  readonly apply: (params: MultiHeadAttentionParams<E, D>) => <B, T>(x: Tensor<[B, T, E], D>) => Tensor<[B, T, E], D>
  /** Queries look at keys of other sequences, or at their own through a mask. */
  readonly attend: (
    params: MultiHeadAttentionParams<E, D>,
  ) => <B, T, S>(given: Attended<B, T, S, E, D>) => Tensor<[B, T, E], D>
}

/** Makes an attention of several heads. */
type MakeMultiHeadAttention = <const E extends number, D extends FloatDType = 'float64'>(
  features: E,
  options: MultiHeadAttentionOptions<D>,
) => MultiHeadAttention<E, D>

const operation = 'multiHeadAttention'

const roles = ['query', 'key', 'value', 'output'] as const

/** The same four maps for any number of features. */
type Maps = Readonly<Record<(typeof roles)[number], { readonly weights: Real; readonly bias: Real }>>

const headsOf = (features: number, { heads }: MultiHeadAttentionOptions): number => {
  if (features % checkSize(operation, 'the number of heads', heads) !== 0)
    throw new ArgumentError({ operation, problem: `${features} features do not divide into ${heads} heads` })
  return heads
}

const checkSequences = (features: number, operands: readonly Real[]): void => {
  const odd = operands.findIndex((x) => !isTensor(x) || x.shape.length !== 3 || x.shape[2] !== features)
  if (odd >= 0)
    throw new ShapeError({
      operation,
      operands: operands.filter(isTensor) as readonly Real[],
      problem: `the ${roles[odd]} is not of shape [B, ${odd === 0 ? 'T' : 'S'}, ${features}]`,
    })
}

/** A mask of [B, T, S], the same for all heads. */
const forHeads = (mask: Tensor<Dims, 'bool'>, query: Real, key: Real): Tensor<readonly number[], 'bool'> =>
  expandDims(broadcastTo(mask as Tensor<readonly number[], 'bool'>, [query.shape[0], query.shape[1], key.shape[1]]), 1)

type Given = Attended<number, number, number, number, FloatDType>

const attention =
  (features: number, options: MultiHeadAttentionOptions) =>
  (params: Maps) =>
  ({ query, key, value = key, mask }: Given): Real => {
    checkSequences(features, [query, key, value])
    const heads = headsOf(features, options)
    // x W + b, [B, T, E], as one [T, E / heads] for each head.
    const projected = (role: (typeof roles)[number], x: Real): Real => {
      const { weights, bias } = params[role]
      const [batch, length] = x.shape
      return moveAxis(reshape(add(matmul(x, weights), bias), [batch, length, heads, features / heads]), 2, 1)
    }
    const placed = (x: Real): Real => {
      if (options.rotary === undefined || options.rotary === false) return x
      return rotary(
        x as Tensor<[number, number, number, number], FloatDType>,
        options.rotary === true ? {} : options.rotary,
      ) as Real
    }
    const settings: AttentionOptions = {
      causal: options.causal ?? false,
      ...(mask && { mask: forHeads(mask, query, key) }),
    }
    const [q, k, v] = [placed(projected('query', query)), placed(projected('key', key)), projected('value', value)]
    const attend = scaledDotProductAttention as unknown as (...args: readonly [Real, Real, Real, object]) => Real
    const taken = reshape(moveAxis(attend(q, k, v, settings), 1, 2), query.shape as readonly number[])
    return add(matmul(taken, params.output.weights), params.output.bias)
  }

/**
 * Attention of several heads (Vaswani et al. 2017) in E features: of sequences `[B, T, E]` each position looks, in each head,
 * with E / heads features of its own, x Wq + bq, at those of others, x Wk + bk, and takes of x Wv + bv by
 * `scaledDotProductAttention`; what all heads give goes through Wo and bo. The four maps are the parameters `query`, `key`,
 * `value` and `output`, with weights `[E, E]` and a bias `[E]` each, drawn in this order by the initialisers `weights`
 * (Glorot's uniform one) and `bias` (zeros).
 *
 * As a layer it looks at its own sequence. `attend(params)({ query, key, value, mask })` looks at another `[B, S, E]`, or where a
 * mask (bool, which broadcasts to `[B, T, S]`) is true. With `causal` position t looks at 0 to t, and with `rotary` queries and
 * keys are turned by their positions. Throws an ArgumentError for sizes and options out of range; what it makes throws a
 * ShapeError for other shapes and a DTypeError for a mask that is not bool.
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
 * ```
 */
export const multiHeadAttention: MakeMultiHeadAttention = declared(
  (features: number, options: MultiHeadAttentionOptions) => {
    headsOf(checkSize(operation, 'the number of features', features), options)
    const { dtype = 'float64', weights, bias } = options
    const map = dense(features, features, { dtype, ...(weights && { weights }), ...(bias && { bias }) })
    const attend = attention(features, options)
    const layer = typed<MultiHeadAttention<number, FloatDType>>({
      init: ((state) =>
        roles.reduce<readonly [Partial<Maps>, typeof state]>(
          ([maps, before], role) => {
            const [drawn, after] = map.init(before)
            return [{ ...maps, [role]: drawn }, after]
          },
          [{}, state],
        )) as Rand<unknown>,
      apply: (params: Maps) => (x: Real) => attend(params)({ query: x, key: x } as Given),
      parts: [{ kind: operation, path: [], parameters: roles, output: 'kept' }],
    })
    return { ...layer, attend }
  },
)
