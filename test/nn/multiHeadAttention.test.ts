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
  zeros,
} from 'cotangent'
import { unequal } from 'cotangent/laws'
import { multiHeadAttention, rotary, scaledDotProductAttention } from 'cotangent/nn'
import { type Key, key, seed, standardNormal } from 'cotangent/random'
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
const byDefinition = (
  q: Tensor,
  k: Tensor,
  v: Tensor,
  options: object | ((head: number) => object),
  turned: Turned = (z) => z,
  maps: object = params,
): Tensor => {
  const own = maps as Readonly<Record<'query' | 'key' | 'value' | 'output', Map>>
  const attend = scaledDotProductAttention as unknown as (...args: readonly unknown[]) => Tensor
  const part = ({ weights, bias }: Map, z: Tensor, head: number): Tensor => {
    const columns = [head * width, (head + 1) * width] as const
    return add(matmul(z, slice(weights, [null, [...columns]])) as Tensor, slice(bias, [[...columns]])) as Tensor
  }
  const each = Array.from({ length: B }, (_, b) => {
    const [qs, ks, vs] = [q, k, v].map((z) => take(z, b, { axis: 0 }) as Tensor)
    const taken = Array.from({ length: heads }, (_, head) =>
      attend(
        turned(part(own.query, qs, head)),
        turned(part(own.key, ks, head)),
        part(own.value, vs, head),
        typeof options === 'function' ? options(head) : options,
      ),
    )
    const { weights, bias } = own.output
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

  it('takes a mask for each head', () => {
    const rows = [
      [true, false, true, true, false],
      [true, true, true, true, true],
      [false, false, true, false, true],
    ]
    const found = layer.attend(params)({ query: x, key: memory, mask: tensor([rows.map((row) => [row])]) })
    expect(flat(found)).toEqual(flat(byDefinition(x, memory, memory, (head) => ({ mask: tensor([rows[head]]) }))))
  })

  it('looks at keys and values of other features', () => {
    const [keys, values] = [slice(memory, [null, null, [0, 5]]), slice(other, [null, null, [0, 2]])]
    const cross = multiHeadAttention(E, { heads, keyFeatures: 5, valueFeatures: 2 })
    const [own] = cross.init(seed(4))
    expect([own.key.weights.shape, own.value.weights.shape, own.output.weights.shape]).toEqual([
      [5, 6],
      [2, 6],
      [6, 6],
    ])
    const found = cross.attend(own)({ query: x, key: keys, value: values })
    expect(flat(found)).toEqual(flat(byDefinition(x, keys, values, {}, (z) => z, own)))
    expect(flat(cross.apply(own)({ query: x, key: keys, value: values }))).toEqual(flat(found))
  })

  it('has maps without biases, which are those with zeros', () => {
    const bare = multiHeadAttention(E, { heads, bias: false })
    const [own] = bare.init(seed(4))
    expect(Object.values(own).map((map) => Object.keys(map))).toEqual([
      ['weights'],
      ['weights'],
      ['weights'],
      ['weights'],
    ])
    expect(flat(bare.apply(own)(x))).toEqual(flat(layer.apply(params)(x)))
  })

  it('drops weights with a key', () => {
    const dropping = (given?: Key) => multiHeadAttention(E, { heads, dropout: { rate: 0.5, key: given } })
    expect(flat(dropping().apply(params)(x))).toEqual(flat(layer.apply(params)(x)))
    const [once, again, another] = [key(1), key(1), key(2)].map((given) => flat(dropping(given).apply(params)(x)))
    expect(again).toEqual(once)
    expect(another).not.toEqual(once)
    expect(once).not.toEqual(flat(layer.apply(params)(x)))
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
    [
      'another number of sequences',
      () => loose({ query: x, key: slice(memory, [[0, 1]]) }),
      'there are 2 sequences of queries, 1 of keys',
    ],
    ['maps that are not there', () => layer.apply({} as typeof params), 'there is no parameter query'],
    [
      'values of other features that are not given',
      () =>
        (
          multiHeadAttention(6, { heads: 2, keyFeatures: 6, valueFeatures: 5 }).attend as unknown as typeof layer.attend
        )({
          ...params,
          value: { weights: zeros([5, 6]), bias: zeros([6]) },
        } as unknown as typeof params)({ query: x, key: x }),
      'the value is not of shape [B, S, 5]',
    ],
    [
      'a mask of other keys',
      () => loose({ query: x, key: x, mask: tensor([[true, false]]) }),
      'multiHeadAttention: the mask does not broadcast to [2, 4, 4]',
    ],
    [
      'a mask of other heads',
      () => loose({ query: x, key: x, mask: tensor([[[[true]], [[true]]]]) }),
      'multiHeadAttention: the mask does not broadcast to [2, 3, 4, 4]',
    ],
    ['a mask of floats', () => loose({ query: x, key: x, mask: tensor([1]) }), 'the mask is float64, not bool'],
  ])('%s', (_, made, problem) => expect(made).toThrow(problem))
})
