import {
  add,
  concatenate,
  expandDims,
  full,
  less,
  lessEqual,
  matmul,
  mul,
  repeat,
  reshape,
  slice,
  softmax,
  stack,
  sub,
  swapAxes,
  take,
  tanh,
  unstack,
  where,
} from '../../../graph/index.js'
import type { FloatDType, Tensor } from '../../../tensor/index.js'
import { misshapen, type OperatorCall, type Operators, optional, refused } from '../operator.js'
import { asFloat, maybe, type Real, real, type Truths, upTo, type Whole, whole } from './operands.js'

/** Features [B, T, heads F] by heads: [B, heads, T, F]. */
export const headsOf = (call: OperatorCall, x: Real, heads: number): Real => {
  const [batch, steps, features] = x.shape
  if (x.shape.length !== 3 || !(heads >= 1) || features % heads !== 0)
    throw misshapen(call, `[${x.shape.join(', ')}] is not [batch, steps, features] of ${heads} heads`)
  return swapAxes(reshape(x, [batch, steps, heads, features / heads]), 1, 2)
}

/** Heads [B, heads, T, F] side by side again: [B, T, heads F]. */
export const joinedHeads = (x: Real): Real => {
  const [batch, heads, steps, features] = x.shape
  return reshape(swapAxes(x, 1, 2) as Real, [batch, steps, heads * features])
}

/** What is added to a score that does not count. */
const nowhere = Number.NEGATIVE_INFINITY

const number = (value: number, dtype: FloatDType): Real => full([], value, { dtype }) as Real

/** Nothing where it is true, and otherwise what takes a score away. */
export const where0 = (seen: Truths, dtype: FloatDType, hidden = nowhere): Real =>
  where(seen, number(0, dtype), number(hidden, dtype)) as Real

/** Keys up to that of each query, of which the first has so many keys before it. */
export const earlier = (queries: number, keys: number, before: number | Whole): Truths =>
  lessEqual(upTo(keys), add(expandDims(upTo(queries), 1), before))

/** Scores [B, heads, T, S]: products of queries and keys. */
export const scoresOf = (queries: Real, keys: Real, scale: number): Real =>
  mul(matmul(queries, swapAxes(keys, -1, -2) as Real), scale)

/** A mask as what is added to scores of so many keys; where it is shorter, those behind it do not count. */
const additive = (mask: Tensor, dtype: FloatDType, keys: number): Real => {
  const added = mask.dtype === 'bool' ? where0(mask as Truths, dtype) : asFloat(mask, dtype)
  const given = added.shape[added.shape.length - 1]
  if (given === keys || given === 1) return added
  const rest = full([...added.shape.slice(0, -1), keys - given], nowhere, { dtype }) as Real
  return concatenate([added, rest], { axis: -1 })
}

/** Keys or values with those before them. */
export const after = (past: Real | undefined, x: Real): Real =>
  past === undefined ? x : concatenate([past, x], { axis: 2 })

const attention = (call: OperatorCall): readonly Tensor[] => {
  const { attributes } = call
  const [q, k, v] = [real(call, 0), real(call, 1), real(call, 2)]
  const flat = q.shape.length === 3
  const byHeads = (x: Real, name: string): Real => (flat ? headsOf(call, x, attributes.int(name)) : x)
  const queries = byHeads(q, 'q_num_heads')
  const past = maybe(call, 4, real)
  const [keys, values] = [
    after(past, byHeads(k, 'kv_num_heads')),
    after(maybe(call, 5, real), byHeads(v, 'kv_num_heads')),
  ]
  const [, heads, steps, features] = queries.shape
  const [, shared, total] = keys.shape
  if (heads % shared !== 0) throw misshapen(call, `${heads} heads of queries do not share ${shared} of keys`)
  const each = (x: Real): Real => (heads === shared ? x : repeat(x, heads / shared, { axis: 1 }))
  const { dtype } = queries
  const raw = scoresOf(queries, each(keys), attributes.float('scale', 1 / Math.sqrt(features)))
  const cap = attributes.float('softcap', 0)
  const capped: Real = cap > 0 ? mul(tanh(mul(raw, 1 / cap)), cap) : raw
  const mask = optional(call, 3)
  const lengths = maybe(call, 6, whole)
  // Keys that were there before the queries: in a cache of fixed size the last queries belong to the last keys that count.
  const before =
    lengths === undefined ? (past?.shape[2] ?? 0) : sub(reshape(lengths, [lengths.shape[0], 1, 1, 1]), steps)
  const masks = [
    mask && additive(mask, dtype, total),
    lengths && where0(less(upTo(total), reshape(lengths, [lengths.shape[0], 1, 1, 1])), dtype),
    attributes.int('is_causal', 0) === 0 ? undefined : where0(earlier(steps, total, before), dtype),
  ]
  const masked = masks.reduce<Real>((scores, one) => (one === undefined ? scores : add(scores, one)), capped)
  const weights: Real = softmax(masked)
  const y: Real = matmul(weights, each(values))
  const mode = attributes.int('qk_matmul_output_mode', 0)
  // In the order of the steps, as corrected in ONNX 1.22: at first 1 and 2 were the other way round.
  const told = [raw, capped, masked, weights][mode]
  if (told === undefined) throw refused(call, `there is no qk_matmul_output_mode ${mode}`)
  return [flat ? joinedHeads(y) : y, keys, values, told]
}

/** How features are turned by the angles of their positions. */
interface Turn {
  /** Cosines and sines [B, 1, T, F / 2], or what broadcasts to that. */
  readonly cosines: Real
  readonly sines: Real
  readonly interleaved: boolean
}

/** The first features of x [B, heads, T, F] turned, pair by pair: neighbours, or those of two halves. */
const turned = (x: Real, { cosines, sines, interleaved }: Turn): Real => {
  const half = cosines.shape[cosines.shape.length - 1]
  const axis = x.shape.length - 1
  const inner = x.shape.slice(0, -1)
  const [moving, still] = [
    slice(x, [...inner.map(() => null), [0, 2 * half]]),
    slice(x, [...inner.map(() => null), [2 * half]]),
  ]
  const pairs = reshape(moving as Real, [...inner, ...(interleaved ? [half, 2] : [2, half])] as readonly number[])
  const [a, b] = unstack(pairs, { axis: interleaved ? -1 : -2 }) as readonly Real[]
  const both: readonly [Real, Real] = [sub(mul(a, cosines), mul(b, sines)), add(mul(a, sines), mul(b, cosines))]
  const made = reshape(stack(both, { axis: interleaved ? -1 : -2 }) as Real, [...inner, 2 * half])
  return concatenate([made, still as Real], { axis })
}

/** Features by their heads, turned and put back as they came. */
export const rotary = (
  call: OperatorCall,
  x: Real,
  [cosines, sines]: readonly [Real, Real],
  positions: Whole | undefined,
): Real => {
  const { attributes } = call
  const flat = x.shape.length === 3
  const heads = attributes.int('num_heads', 0)
  const width = attributes.int('rotary_embedding_dim', 0)
  const count = heads > 0 ? heads : x.shape[2] / (2 * cosines.shape[cosines.shape.length - 1])
  const apart = flat ? headsOf(call, x, count) : x
  const cached = (cache: Real): Real => {
    const rows: Real = positions === undefined ? cache : (take(cache, positions, { axis: 0 }) as Real)
    const own = width > 0 ? (slice(rows, [null, null, [0, width / 2]]) as Real) : rows
    return expandDims(own, 1)
  }
  const made = turned(apart, {
    cosines: cached(cosines),
    sines: cached(sines),
    interleaved: attributes.int('interleaved', 0) !== 0,
  })
  return flat ? joinedHeads(made) : made
}

/** Attention, and what tells it positions. */
export const attentions: Operators = {
  Attention: attention,
  RotaryEmbedding: (call) => [rotary(call, real(call, 0), [real(call, 1), real(call, 2)], maybe(call, 3, whole))],
}
