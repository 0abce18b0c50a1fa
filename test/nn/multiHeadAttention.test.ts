import {
  add,
  concatenate,
  greater,
  jacrev,
  matmul,
  ones,
  slice,
  type Tensor,
  take,
  tensor,
  toTypedArray,
  tril,
} from 'cotangent'
import { unequal } from 'cotangent/laws'
import { multiHeadAttention, rotary, scaledDotProductAttention } from 'cotangent/nn'
import { seed, standardNormal } from 'cotangent/random'
import { describe, expect, it } from 'vitest'

const [B, T, S, E, heads] = [2, 4, 5, 6, 3] as const
const width = E / heads
const x = standardNormal([B, T, E])(seed(1))[0]
const memory = standardNormal([B, S, E])(seed(2))[0]
const other = standardNormal([B, S, E])(seed(3))[0]
const layer = multiHeadAttention(E, { heads })
const [params] = layer.init(seed(4))

type Map = { readonly weights: Tensor; readonly bias: Tensor }
type Turned = (x: Tensor) => Tensor

/** Example by example and head by head, with slices of the maps. */
const byDefinition = (q: Tensor, k: Tensor, v: Tensor, options: object, turned: Turned = (z) => z): Tensor => {
  const attend = scaledDotProductAttention as unknown as (...args: readonly unknown[]) => Tensor
  const part = ({ weights, bias }: Map, z: Tensor, head: number): Tensor => {
    const own = [head * width, (head + 1) * width] as const
    return add(matmul(z, slice(weights, [null, [...own]])) as Tensor, slice(bias, [[...own]])) as Tensor
  }
  const each = Array.from({ length: B }, (_, b) => {
    const [qs, ks, vs] = [q, k, v].map((z) => take(z, b, { axis: 0 }) as Tensor)
    const taken = Array.from({ length: heads }, (_, head) =>
      attend(
        turned(part(params.query as Map, qs, head)),
        turned(part(params.key as Map, ks, head)),
        part(params.value as Map, vs, head),
        options,
      ),
    )
    const { weights, bias } = params.output as Map
    return add(matmul(concatenate(taken, { axis: 1 }) as Tensor, weights) as Tensor, bias) as Tensor
  })
  return concatenate(
    each.map((z) => z),
    { axis: 0 },
  ) as Tensor
}

const flat = (y: Tensor): readonly number[] => Array.from(toTypedArray(y))

describe('attention of several heads', () => {
  it('is that of each head with its slice of the maps, to the bit', () => {
    expect(flat(layer.apply(params)(x))).toEqual(flat(byDefinition(x, x, x, {})))
    expect(flat(layer.attend(params)({ query: x, key: memory, value: other }))).toEqual(
      flat(byDefinition(x, memory, other, {})),
    )
  })

  it('takes values from the keys where none are given', () => {
    const [implied, given] = [
      { query: x, key: memory },
      { query: x, key: memory, value: memory },
    ].map(layer.attend(params))
    expect(unequal('result', [implied], [given])).toEqual([])
  })

  it('takes a mask for all examples, or one for each', () => {
    const mask = tensor([[true, false, true, true, false]])
    const found = layer.attend(params)({ query: x, key: memory, mask })
    expect(flat(found)).toEqual(flat(byDefinition(x, memory, memory, { mask })))
    const each = tensor([[[true, false, true, true, false]], [[true, true, true, true, true]]])
    const apart = layer.attend(params)({ query: x, key: memory, mask: each })
    expect(unequal('first', [take(apart, 0, { axis: 0 })], [take(found, 0, { axis: 0 })])).toEqual([])
    const open = layer.attend(params)({ query: x, key: memory })
    expect(unequal('second', [take(apart, 1, { axis: 0 })], [take(open, 1, { axis: 0 })])).toEqual([])
  })

  it('that is causal is that under the lower triangle, and does not know later positions', () => {
    const causal = multiHeadAttention(E, { heads, causal: true })
    const mask = greater(tril(ones([T, T])), 0)
    const found = causal.apply(params)(x)
    expect(unequal('result', [found], [layer.attend(params)({ query: x, key: x, mask })])).toEqual([])
    const jacobian = jacrev((z: typeof x) => causal.apply(params)(z))(x)
    for (let t = 0; t < T; t++) {
      const row = take(jacobian, t, { axis: 1 })
      const later = flat(slice(row, [null, null, null, [t + 1, T]]) as Tensor)
      expect(later.every((derivative) => derivative === 0)).toBe(true)
    }
    expect(flat(jacobian as Tensor).filter((derivative) => derivative !== 0).length).toBe(
      ((B * T * (T + 1)) / 2) * E * E,
    )
  })

  it('turns queries and keys, and not values, with rotary', () => {
    const turning = multiHeadAttention(E, { heads, rotary: { offset: 3 } })
    const turned: Turned = (z) => rotary(z as Tensor<[number, number], 'float64'>, { offset: 3 }) as Tensor
    expect(flat(turning.apply(params)(x))).toEqual(flat(byDefinition(x, x, x, {}, turned)))
  })

  it('draws query, key, value and output in this order', () => {
    expect(Object.keys(params)).toEqual(['query', 'key', 'value', 'output'])
    const drawn = [params.query, params.key, params.value, params.output].map(({ weights }) => flat(weights)[0])
    expect(new Set(drawn).size).toBe(4)
  })
})

describe('mistakes', () => {
  const loose = layer.attend(params) as unknown as (given: object) => unknown

  it.each([
    ['heads that do not divide', () => multiHeadAttention(6, { heads: 4 }), '6 features do not divide into 4 heads'],
    ['no heads', () => multiHeadAttention(6, {} as { heads: number }), 'the number of heads is undefined'],
    ['a key of other features', () => loose({ query: x, key: x.shape }), 'the key is not of shape [B, S, 6]'],
    ['a mask of floats', () => loose({ query: x, key: x, mask: tensor([1]) }), 'the mask is float64, not bool'],
  ])('%s', (_, made, problem) => expect(made).toThrow(problem))
})
