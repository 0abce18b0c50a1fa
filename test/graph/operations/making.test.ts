import { describe, expect, it } from 'vitest'
import { elementsOf, untyped } from './untyped.js'

const {
  arange,
  astype,
  eye,
  fromTypedArray,
  full,
  item,
  linspace,
  mul,
  ones,
  tensor,
  toArray,
  toTypedArray,
  transpose,
  zeros,
} = untyped

describe('tensor', () => {
  it('is float64 of numbers and bool of booleans, unless told otherwise', () => {
    expect(tensor([1, 2]).dtype).toBe('float64')
    expect(tensor(true).dtype).toBe('bool')
    expect(tensor([[true], [false]]).dtype).toBe('bool')
    expect(tensor([true, 2]).dtype).toBe('float64')
    expect(tensor([]).dtype).toBe('float64')
    expect(tensor([true, false], { dtype: 'float32' }).dtype).toBe('float32')
    expect(tensor([[1, 2, 3]]).shape).toEqual([1, 3])
    expect(tensor([[], []]).shape).toEqual([2, 0])
  })

  it('copies what it is made of, and what is read out of it', () => {
    const nested = [
      [1, 2],
      [3, 4],
    ]
    const flat = new Float64Array([1, 2, 3, 4])
    const [x, y] = [tensor(nested), fromTypedArray(flat, [2, 2])]
    nested[0][0] = 9
    flat[0] = 9
    toTypedArray(x)[1] = 9
    toArray(x)[1][1] = 9
    toTypedArray(transpose(x))[0] = 9
    for (const z of [x, y]) expect(elementsOf(z)).toEqual([1, 2, 3, 4])
  })
})

describe('fromTypedArray', () => {
  it('takes the dtype of the array, or converts', () => {
    expect(fromTypedArray(new Int32Array([1]), [1]).dtype).toBe('int32')
    expect(fromTypedArray(new Uint8Array([1, 0]), [2]).dtype).toBe('bool')
    expect(elementsOf(fromTypedArray(new Uint8Array([7, 255]), [2], { dtype: 'float32' }))).toEqual([7, 255])
    expect(elementsOf(fromTypedArray(new Uint16Array([7, 65535]), [2], { dtype: 'int32' }))).toEqual([7, 65535])
    expect(() => fromTypedArray(new Uint16Array([7]), [1])).toThrow(/fromTypedArray: the data .*Uint16Array/)
    expect(() => fromTypedArray(new Float64Array([0.5]), [1], { dtype: 'int32' })).toThrow(/is no int32/)
    expect(() => fromTypedArray(new Uint8Array(3), [2], { dtype: 'int32' })).toThrow(
      /fromTypedArray: shape \[2\] takes 2/,
    )
  })
})

describe('the other makers', () => {
  it('make what they say', () => {
    expect(toArray(zeros([2, 1]))).toEqual([[0], [0]])
    expect(toArray(ones([2], { dtype: 'int32' }))).toEqual([1, 1])
    expect(full([2], true).dtype).toBe('bool')
    expect(toArray(full([], 2.5))).toBe(2.5)
    expect(toArray(eye(2, 3))).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ])
    expect(toArray(eye(1, { dtype: 'bool' }))).toEqual([[true]])
    expect(toArray(arange(3))).toEqual([0, 1, 2])
    expect(toArray(arange(5, 2))).toEqual([])
    expect(toArray(arange(5, 2, -2, { dtype: 'int32' }))).toEqual([5, 3])
    expect(toArray(linspace(0, 1, 3))).toEqual([0, 0.5, 1])
    expect(toArray(linspace(2, 3, 1))).toEqual([2])
  })

  it('hold one number, however large the shape', () => {
    expect(full([60000, 60000], 0).shape).toEqual([60000, 60000])
    expect(elementsOf(mul(full([2, 2], 3), 2))).toEqual([6, 6, 6, 6])
  })
})

describe('reading', () => {
  it('gives JavaScript values', () => {
    expect(item(tensor([[7]]))).toBe(7)
    expect(item(tensor(true))).toBe(true)
    expect(toArray(tensor([true]))).toEqual([true])
    expect(toTypedArray(tensor([1], { dtype: 'float32' }))).toEqual(new Float32Array([1]))
  })

  it('astype converts as documented', () => {
    const x = tensor([1.7, -1.7, NaN, 1e99, 0])
    expect(toArray(astype(x, 'int32'))).toEqual([1, -1, 0, 2 ** 31 - 1, 0])
    expect(toArray(astype(x, 'bool'))).toEqual([true, true, true, true, false])
    expect(toArray(astype(tensor(0.1), 'float32'))).toBe(Math.fround(0.1))
    expect(toArray(astype('float64')(tensor([true, false])))).toEqual([1, 0])
  })
})
