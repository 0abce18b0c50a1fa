import {
  add,
  expandDims,
  gelu,
  greater,
  less,
  matmul,
  moveAxis,
  mul,
  reshape,
  sigmoid,
  softmax,
  split,
  stack,
  sum,
  swapAxes,
  take,
  unstack,
  zeros,
} from '../../../graph/index.js'
import type { Tensor } from '../../../tensor/index.js'
import { misshapen, type OperatorCall, type Operators, optional, refused } from '../operator.js'
import { after, earlier, headsOf, joinedHeads, rotary, scoresOf, where0 } from './attention.js'
import { layerNormalized, rmsNormalized } from './normalization.js'
import { maybe, type Real, real, type Truths, upTo, type Whole, whole } from './operands.js'

const plus = (x: Real, y: Real | undefined): Real => (y === undefined ? x : add(x, y))

/** alpha A B, where axes of A and B are turned round: the last two, or the first of a batch to be the last but one. */
const fusedProduct = (call: OperatorCall): Real => {
  const { attributes } = call
  const turned = (x: Real, name: string): Real => {
    const rank = x.shape.length
    const first = attributes.int(`transBatch${name}`, 0) === 0 || rank < 3 ? x : (moveAxis(x, 0, rank - 2) as Real)
    return attributes.int(`trans${name}`, 0) === 0 || rank < 2 ? first : (swapAxes(first, -1, -2) as Real)
  }
  return mul(matmul(turned(real(call, 0), 'A'), turned(real(call, 1), 'B')), attributes.float('alpha', 1))
}

/** What a mask [B, S] of ones and zeros, [B, T, S], or the lengths [B] of sequences say of scores [B, heads, T, S]. */
const seenBy = (call: OperatorCall, mask: Whole, keys: number, batch: number): Truths => {
  const [first] = mask.shape
  if (mask.shape.length === 1 && first === batch) return less(upTo(keys), reshape(mask, [batch, 1, 1, 1]))
  const seen: Truths = greater(mask, 0)
  if (mask.shape.length === 2) return expandDims(expandDims(seen, 1), 1)
  if (mask.shape.length === 3) return expandDims(seen, 1)
  throw refused(call, `a mask [${mask.shape.join(', ')}] is not read`)
}

/** Queries, keys and values by heads, and what is added to their scores. */
interface Attended {
  readonly queries: Real
  readonly keys: Real
  readonly values: Real
  readonly mask: Whole | undefined
  readonly bias: Real | undefined
  /** How many of the keys were there before. */
  readonly before: number
}

const attended = (call: OperatorCall, { queries, keys, values, mask, bias, before }: Attended): Real => {
  const { attributes } = call
  const [batch, , steps, features] = queries.shape
  const total = keys.shape[2]
  const { dtype } = queries
  const scale = attributes.float('scale', 0)
  const raw = scoresOf(queries, keys, scale === 0 ? 1 / Math.sqrt(features) : scale)
  const masks = [
    mask && where0(seenBy(call, mask, total, batch), dtype, attributes.float('mask_filter_value', -10000)),
    attributes.int('unidirectional', 0) === 0 ? undefined : where0(earlier(steps, total, before), dtype),
    bias,
  ]
  const scores = masks.reduce<Real>((all, one) => (one === undefined ? all : add(all, one)), raw)
  return joinedHeads(matmul(softmax(scores), values) as Real)
}

/** Attention of a sequence to itself, whose weights for queries, keys and values stand side by side. */
const selfAttention = (call: OperatorCall): readonly Tensor[] => {
  const { attributes } = call
  const [x, weights] = [real(call, 0), real(call, 1)]
  const heads = attributes.int('num_heads')
  if (attributes.int('do_rotary', 0) !== 0) throw refused(call, 'do_rotary = 1 is not read')
  const products = plus(matmul(x, weights), maybe(call, 2, real))
  const third = products.shape[2] / 3
  const sizes = attributes.ints('qkv_hidden_sizes', [third, third, third])
  if (sizes.length !== 3 || sizes[0] + sizes[1] + sizes[2] !== products.shape[2])
    throw misshapen(call, `qkv_hidden_sizes [${sizes.join(', ')}] do not make up ${products.shape[2]} columns`)
  const [queries, keys, values] = split(products, [sizes[0], sizes[0] + sizes[1]], {
    axis: 2,
  }) as unknown as readonly Real[]
  const past = maybe(call, 4, real)
  const [pastKeys, pastValues] = past === undefined ? [] : (unstack(past) as readonly Real[])
  const [allKeys, allValues] = [
    after(pastKeys, headsOf(call, keys, heads)),
    after(pastValues, headsOf(call, values, heads)),
  ]
  const y = attended(call, {
    queries: headsOf(call, queries, heads),
    keys: allKeys,
    values: allValues,
    mask: maybe(call, 3, whole),
    bias: maybe(call, 5, real),
    before: pastKeys?.shape[2] ?? 0,
  })
  return call.outputs < 2 ? [y] : [y, stack([allKeys, allValues]) as Real]
}

/** Attention of queries to keys and values that are given, as [B, T, heads F]. */
const headedAttention = (call: OperatorCall): readonly Tensor[] => {
  const heads = call.attributes.int('num_heads')
  const given = [0, 1, 2].map((index) => real(call, index))
  if (given.some(({ shape }) => shape.length !== 3))
    throw refused(call, 'queries, keys and values that are not [batch, steps, features] are not read')
  const ends = given.map(({ shape }) => shape[2])
  const bias = maybe(call, 3, real)
  const biases =
    bias === undefined ? [] : (split(bias, [ends[0], ends[0] + ends[1]], { axis: 0 }) as unknown as readonly Real[])
  const [queries, keys, values] = given.map((each, index) => headsOf(call, plus(each, biases[index]), heads))
  const past = maybe(call, 6, real)
  const [allKeys, allValues] = [after(past, keys), after(maybe(call, 7, real), values)]
  const before = past?.shape[2] ?? 0
  const mask = maybe(call, 4, whole)
  return [
    attended(call, { queries, keys: allKeys, values: allValues, mask, bias: maybe(call, 5, real), before }),
    allKeys,
    allValues,
  ]
}

const epsilonOf = (call: OperatorCall): number => call.attributes.float('epsilon', 1e-12)

/** The sum of x, what goes past a layer and a bias, normalised; and the sum itself, the fourth result. */
const skipped = (call: OperatorCall, simplified: boolean): readonly Tensor[] => {
  const total = plus(add(real(call, 0), real(call, 1)), maybe(call, simplified ? 3 : 4, real))
  const last = [total.shape.length - 1]
  if (simplified) {
    const [y, inverse] = rmsNormalized(total, last, epsilonOf(call), real(call, 2))
    return [y, zeros(inverse.shape, { dtype: total.dtype }), inverse, total]
  }
  const [y, average, inverse] = layerNormalized(total, last, epsilonOf(call), [real(call, 2), maybe(call, 3, real)])
  return [y, average, inverse, total]
}

/** Words, places and segments as vectors, whose sum is normalised; how many words each sequence has; the sum. */
const embedded = (call: OperatorCall): readonly Tensor[] => {
  const words = whole(call, 0)
  const [batch, steps] = words.shape
  const rows = (table: Real, places: Whole): Real => take(table, places, { axis: 0 })
  const segments = optional(call, 4) === undefined ? undefined : rows(real(call, 4), whole(call, 1))
  const places = maybe(call, 8, whole) ?? upTo(steps)
  const total = plus(add(rows(real(call, 2), words), rows(real(call, 3), places)), segments)
  const mask = maybe(call, 7, whole)
  const counts = mask === undefined ? zeros([batch], { dtype: 'int32' }) : sum(mask, { axis: 1 })
  return [layerNormalized(total, [2], epsilonOf(call), [real(call, 5), real(call, 6)])[0], counts, total]
}

/** Positions [B, T], or the first of them alone. */
const positionsOf = (call: OperatorCall, steps: number): Whole => {
  const given = whole(call, 1)
  return given.shape.length === 2 ? given : (expandDims(add(upTo(steps), given), 0) as Whole)
}

const turnedByPosition = (call: OperatorCall): Real => {
  const { attributes } = call
  if (attributes.float('scale', 1) !== 1) throw refused(call, 'a scale is not read')
  const x = real(call, 0)
  const steps = x.shape[x.shape.length - 2]
  return rotary(call, x, [real(call, 2), real(call, 3)], positionsOf(call, steps))
}

/** Operators of `com.microsoft` that text models are exported with. */
export const textOperators: Operators = {
  FusedMatMul: (call) => [fusedProduct(call)],
  Gelu: (call) => [gelu(real(call, 0))],
  BiasGelu: (call) => [gelu(add(real(call, 0), real(call, 1)))],
  FastGelu: (call) => [gelu(plus(real(call, 0), maybe(call, 1, real)), { approximate: 'tanh' })],
  QuickGelu: (call) => {
    const x = real(call, 0)
    return [mul(x, sigmoid(mul(x, call.attributes.float('alpha', 1.702))))]
  },
  Attention: selfAttention,
  MultiHeadAttention: headedAttention,
  RotaryEmbedding: (call) => [turnedByPosition(call)],
  SkipLayerNormalization: (call) => skipped(call, false),
  SkipSimplifiedLayerNormalization: (call) => skipped(call, true),
  EmbedLayerNormalization: embedded,
}
