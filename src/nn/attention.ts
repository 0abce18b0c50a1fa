import {
  any,
  arange,
  broadcastTo,
  expandDims,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  matmul,
  mul,
  softmax,
  swapAxes,
  where,
} from '../graph/index.js'
import type { Key } from '../random/index.js'
import {
  ArgumentError,
  checkIsOptions,
  type Dims,
  DTypeError,
  describe,
  type FloatDType,
  isTensor,
  type OptionNames,
  ShapeError,
  type Tensor,
  withOptions,
} from '../tensor/index.js'
import { dropout } from './dropout.js'
import type { Real } from './real.js'
import { checkIsTensor } from './real.js'

type Truths = Tensor<readonly number[], 'bool'>

/** What each query may look at, and how products become scores. */
export interface AttentionOptions {
  /** True where a query may look: it broadcasts to `[..., T, S]`. */
  readonly mask?: Tensor<Dims, 'bool'>
  /** Whether query t looks at the keys 0 to t alone. */
  readonly causal?: boolean
  /** What products of queries and keys are multiplied with: 1 / sqrt(E) without it. */
  readonly scale?: number
  /** Zeroes weights of keys with a probability, as the layer `dropout` does; without a key none. */
  readonly dropout?: { readonly rate: number; readonly key?: Key | undefined }
}

const optionNames: OptionNames<AttentionOptions> = { mask: true, causal: true, scale: true, dropout: true }

/** Attention: queries [..., T, E], keys [..., S, E] and values [..., S, F] give [..., T, F]. */
type Attention = <L extends Dims, T, S, E, F, D extends FloatDType>(
  queries: Tensor<[...L, T, E], D>,
  keys: Tensor<[...L, S, NoInfer<E>], NoInfer<D>>,
  values: Tensor<[...L, NoInfer<S>, F], NoInfer<D>>,
  options?: AttentionOptions,
) => Tensor<[...L, T, F], D>

const operation = 'scaledDotProductAttention'

/** Keys 0 to t for query t. */
const earlier = (queries: number, keys: number): Truths => lessEqual(arange(keys), expandDims(arange(queries), 1))

/** Refuses a mask that is not bool, or does not broadcast to a shape. */
export const checkMask = (by: string, mask: unknown, shape: readonly number[]): Truths => {
  if (!isTensor(mask) || mask.dtype !== 'bool')
    throw new DTypeError({
      operation: by,
      problem: `the mask is ${isTensor(mask) ? mask.dtype : describe(mask)}, not bool`,
      remedy: 'It is true where a query may look',
    })
  const extra = shape.length - mask.shape.length
  if (extra < 0 || mask.shape.some((size, axis) => size !== 1 && size !== shape[axis + extra]))
    throw new ShapeError({
      operation: by,
      operands: [mask],
      problem: `the mask does not broadcast to [${shape.join(', ')}]`,
      remedy: 'Its last axes are those of queries and of keys, each of that size or 1',
    })
  return mask as unknown as Truths
}

const checkOptions = ({ causal, scale, dropout: taken }: AttentionOptions): void => {
  checkIsOptions(operation, taken, { rate: true, key: true } satisfies OptionNames<typeof taken>)
  if (causal !== undefined && typeof causal !== 'boolean')
    throw new ArgumentError({ operation, problem: `causal is ${describe(causal)}, not true or false` })
  if (scale !== undefined && !Number.isFinite(scale))
    throw new ArgumentError({ operation, problem: `scale is ${describe(scale)}, not a finite number` })
}

const checkShapes = (queries: Real, keys: Real, values: Real): void => {
  const operands = [queries, keys, values]
  for (const each of operands) checkIsTensor(operation, each)
  const flat = operands.findIndex(({ shape }) => shape.length < 2)
  if (flat >= 0)
    throw new ShapeError({
      operation,
      operands,
      problem: `the ${['queries', 'keys', 'values'][flat]} have fewer than two axes`,
      remedy: 'Their axes are [..., positions, features]',
    })
  const [e, d] = [queries.shape.at(-1), keys.shape.at(-1)]
  if (e !== d) throw new ShapeError({ operation, operands, problem: `queries have ${e} features and keys ${d}` })
  const [s, n] = [keys.shape.at(-2), values.shape.at(-2)]
  if (s !== n) throw new ShapeError({ operation, operands, problem: `there are ${s} keys and ${n} values` })
}

/** Where each of the scores counts; nothing where all do. */
const allowedIn = (scores: Real, { mask, causal = false }: AttentionOptions): Truths | undefined => {
  const given = mask === undefined ? undefined : checkMask(operation, mask, scores.shape)
  const order = causal ? earlier(scores.shape.at(-2) ?? 0, scores.shape.at(-1) ?? 0) : undefined
  const both = given !== undefined && order !== undefined ? logicalAnd(given, order) : (given ?? order)
  return both === undefined ? undefined : broadcastTo(both, scores.shape)
}

/** The mean of the values, weighted by the softmax of their scores, of which dropout takes some away. */
const weightedMean = (scores: Real, values: Real, { dropout: taken }: AttentionOptions): Real => {
  const weights: Real = softmax(scores)
  return matmul(taken === undefined ? weights : dropout(taken.rate, taken.key).apply({})(weights), values)
}

/** The scores of what is seen; those of all else count for nothing. */
const seenOnly = (scores: Real, seen: Truths): Real => where(seen, scores, Number.NEGATIVE_INFINITY)

/**
 * Scaled dot-product attention (Vaswani et al. 2017): queries `[..., T, E]` look at keys `[..., S, E]` and take the mean of
 * values `[..., S, F]`, weighted by softmax(scale q kᵀ) over the keys: `[..., T, F]`. `scale` is 1 / sqrt(E) without it.
 *
 * With a `mask` (bool, which broadcasts to `[..., T, S]`) a query looks only where it is true, and with `causal` query t
 * looks at the keys 0 to t. What is not looked at has no influence, so long as it is finite, and derivatives of exactly 0. A
 * query that may look nowhere gets zeros. With `dropout`, a rate and a key, some weights are zeroed and the others divided by
 * 1 - rate, as the layer of this name does; without a key nothing is changed. Throws a ShapeError where shapes do not fit, a DTypeError for a mask that is not bool and an
 * ArgumentError for other options out of range.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { scaledDotProductAttention } from 'cotangent/nn'
 *
 * const [q, k, v] = [tensor([[0], [0]]), tensor([[1], [2]]), tensor([[10], [20]])]
 * scaledDotProductAttention(q, k, v)
 * // => [[15.]
 * //     [15.]]
 * scaledDotProductAttention(q, k, v, { causal: true })
 * // => [[10.]
 * //     [15.]]
 * ```
 */
export const scaledDotProductAttention: Attention = withOptions(
  'scaledDotProductAttention',
  3,
  optionNames,
  (queries: Real, keys: Real, values: Real, options: AttentionOptions = {}): Real => {
    checkOptions(options)
    checkShapes(queries, keys, values)
    const { scale = 1 / Math.sqrt(queries.shape.at(-1) ?? 1) } = options
    const scores: Real = mul(matmul(queries, swapAxes(keys, -1, -2)), scale)
    const allowed = allowedIn(scores, options)
    if (allowed === undefined) return weightedMean(scores, values, options)
    if (options.mask === undefined) return weightedMean(seenOnly(scores, allowed), values, options)
    // A row of nothing but -Infinity has no softmax, so one that may look nowhere looks everywhere, and is not taken.
    const somewhere = any(allowed, { axis: -1, keepdims: true })
    const seen = seenOnly(scores, logicalOr(allowed, logicalNot(somewhere)))
    return where(somewhere, weightedMean(seen, values, options), 0)
  },
)
