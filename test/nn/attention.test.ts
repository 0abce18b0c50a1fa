import {
  isFinite as areFinite,
  concatenate,
  eye,
  grad,
  jacrev,
  matmul,
  max,
  slice,
  stack,
  sum,
  type Tensor,
  take,
  tensor,
  toArray,
  toTypedArray,
  where,
  zeros,
} from 'cotangent'
import { unequal } from 'cotangent/laws'
import { dropout, scaledDotProductAttention } from 'cotangent/nn'
import { key, seed, standardNormal } from 'cotangent/random'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const [T, S, E, F] = [4, 5, 3, 2] as const
type Matrix<R extends number, C extends number> = Tensor<[R, C], 'float64'>
const q: Matrix<4, 3> = standardNormal([T, E])(seed(1))[0]
const k: Matrix<5, 3> = standardNormal([S, E])(seed(2))[0]
const v: Matrix<5, 2> = standardNormal([S, F])(seed(3))[0]

const rowsOf = (x: Tensor<[number, number], 'float64'>): readonly (readonly number[])[] => {
  const [data, columns] = [Array.from(toTypedArray(x)), x.shape[1]]
  return Array.from({ length: x.shape[0] }, (_, row) => data.slice(row * columns, (row + 1) * columns))
}

/** The definition, in plain numbers. */
const byDefinition = (scale: number, seen: (t: number, s: number) => boolean): readonly number[] => {
  const [queries, keys, values] = [rowsOf(q), rowsOf(k), rowsOf(v)]
  return queries.flatMap((query, t) => {
    const weights = keys.map((key, s) =>
      seen(t, s) ? Math.exp(scale * query.reduce((dot, x, e) => dot + x * key[e], 0)) : 0,
    )
    const total = weights.reduce((a, b) => a + b, 0)
    return Array.from({ length: F }, (_, f) =>
      total === 0 ? 0 : values.reduce((mean, value, s) => mean + (weights[s] / total) * value[f], 0),
    )
  })
}

/**
 * Of two computations in float64. A score is a sum of E products, so off by (E + 2) u sum |q k| at most, which becomes the
 * relative error of its exponential; weights and the mean of S values add 2 S + 4 roundings. Values and products of these
 * normal numbers are below 8 and 64. Twice that for the two.
 */
const tolerance = 2 * ((E + 2) * 64 + 2 * S + 4) * 8 * 2 ** -53

const isNear = (found: Tensor, wanted: readonly number[]): boolean =>
  Array.from(toTypedArray(found)).every((x, index) => Math.abs(x - wanted[index]) <= tolerance)

describe('attention', () => {
  it('is the mean that it is defined as', () => {
    const all = (): boolean => true
    expect(isNear(scaledDotProductAttention(q, k, v), byDefinition(1 / Math.sqrt(E), all))).toBe(true)
    expect(isNear(scaledDotProductAttention(q, k, v, { scale: 0.25 }), byDefinition(0.25, all))).toBe(true)
    const earlier = scaledDotProductAttention(q, k, v, { causal: true })
    expect(
      isNear(
        earlier,
        byDefinition(1 / Math.sqrt(E), (t, s) => s <= t),
      ),
    ).toBe(true)
  })

  it('with a mask is attention over the allowed subset', () => {
    fc.assert(
      fc.property(fc.subarray([0, 1, 2, 3, 4], { minLength: 1 }), (kept) => {
        const mask = tensor([[0, 1, 2, 3, 4].map((s) => kept.includes(s))])
        const subset = [take(k, kept, { axis: 0 }), take(v, kept, { axis: 0 })] as [Matrix<5, 3>, Matrix<5, 2>]
        const wanted = Array.from(toTypedArray(scaledDotProductAttention(q, ...subset)))
        return isNear(scaledDotProductAttention(q, k, v, { mask }), wanted)
      }),
      { numRuns: 20 },
    )
  })

  it('joins mask and causality', () => {
    const mask = tensor([[false, true, true, false, true]])
    const both = scaledDotProductAttention(q, k, v, { mask, causal: true })
    expect(
      isNear(
        both,
        byDefinition(1 / Math.sqrt(E), (t, s) => s <= t && [1, 2, 4].includes(s)),
      ),
    ).toBe(true)
  })

  it('is not changed by what is not allowed, to the bit, however large that is', () => {
    const mask = tensor([[true, true, false, true, false]])
    const hidden = tensor([[false], [false], [true], [false], [true]])
    const found = scaledDotProductAttention(q, where(hidden, 1e300, k), where(hidden, -1e300, v), { mask })
    expect(unequal('result', [found], [scaledDotProductAttention(q, k, v, { mask })])).toEqual([])
  })

  it('does not know later inputs where it is causal: the derivatives are exactly 0', () => {
    const own = slice(k, [[0, T]])
    const jacobian = jacrev((x: Matrix<4, 3>) => scaledDotProductAttention(x, x, x, { causal: true }))(own)
    for (let t = 0; t < T; t++) {
      const later = slice(take(jacobian, t, { axis: 0 }), [null, [t + 1, T]])
      expect(Array.from(toTypedArray(later)).every((x) => x === 0)).toBe(true)
      expect(Number(toTypedArray(max(take(take(jacobian, t, { axis: 0 }), t, { axis: 1 }) as Tensor))[0])).not.toBe(0)
    }
  })

  it('gives zeros to a query that may look nowhere, and finite derivatives', () => {
    const mask = tensor([[true], [false], [true], [false]])
    const found = scaledDotProductAttention(q, k, v, { mask })
    const zero = zeros([1, F])
    const rows = [0, 1, 2, 3].map((t) => (t % 2 === 0 ? slice(scaledDotProductAttention(q, k, v), [[t, t + 1]]) : zero))
    expect(unequal('result', [found], [concatenate(rows as Tensor[], { axis: 0 }) as Tensor])).toEqual([])
    const f = (a: typeof q, b: typeof k, c: typeof v) => sum(scaledDotProductAttention(a, b, c, { mask }))
    for (const gradient of grad(f, { argnums: [0, 1, 2] })(q, k, v))
      expect(Array.from(toTypedArray(areFinite(gradient))).every((each) => each === 1)).toBe(true)
  })

  it('drops weights as the layer of this name does, after the softmax', () => {
    const [rate, own] = [0.4, key(5)]
    // The weights are what is given of values that are the identity.
    const [weights, dropped] = [{}, { dropout: { rate, key: own } }].map((options) =>
      scaledDotProductAttention(q, k, eye(S), options),
    )
    expect(unequal('weights', [dropped], [dropout(rate, own).apply({})(weights)])).toEqual([])
    expect(toArray(dropped).flat()).toContain(0)
    const found = scaledDotProductAttention(q, k, v, { dropout: { rate, key: own } })
    expect(unequal('result', [found], [matmul(dropped, v)])).toEqual([])
    const inUse = scaledDotProductAttention(q, k, v, { dropout: { rate } })
    expect(unequal('result', [inUse], [scaledDotProductAttention(q, k, v)])).toEqual([])
    const mask = tensor([[true, true, false, true, true]])
    const masked = scaledDotProductAttention(q, k, eye(S), { mask, dropout: { rate, key: own } })
    const open = dropout(rate, own).apply({})(scaledDotProductAttention(q, k, eye(S), { mask }))
    expect(unequal('weights', [masked], [open])).toEqual([])
  })

  it('takes any axes in front', () => {
    const wide = scaledDotProductAttention(stack([q, q]), stack([k, k]), stack([v, v]))
    const one = scaledDotProductAttention(q, k, v)
    expect(unequal('result', [wide], [stack([one, one])])).toEqual([])
  })
})

describe('mistakes', () => {
  const attend = scaledDotProductAttention as unknown as (...args: readonly unknown[]) => unknown

  it.each([
    [[q, v, v], 'queries have 3 features and keys 2'],
    [[q, k, q], 'there are 5 keys and 4 values'],
    [[take(q, 0, { axis: 0 }), k, v], 'the queries have fewer than two axes'],
    [[q, k, v, { mask: tensor([1]) }], 'the mask is float64, not bool'],
    [[q, k, v, { causal: 1 }], 'causal is 1, not true or false'],
    [[q, k, v, { scale: Number.NaN }], 'scale is NaN, not a finite number'],
    [[q, k, v, { mask: tensor([true, false]) }], 'scaledDotProductAttention: the mask does not broadcast to [4, 5]'],
  ])('%#: is named', (args, problem) => expect(() => attend(...args)).toThrow(problem))
})
