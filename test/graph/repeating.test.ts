import { describe, expect, it } from 'vitest'
import { add, broadcastTo, expandDims, mul, neg, reshape, tensor, toArray, where } from '../../src/index.js'
import { type Constant, layoutOf, type Tensor } from '../../src/tensor/index.js'

/** How many numbers a tensor holds in memory. */
const held = (x: Tensor): number => layoutOf(x as unknown as Constant).data.length

const row = broadcastTo(tensor([1, 2, 3]), [1000, 1000, 3])
const column = broadcastTo(tensor([[[4]], [[5]]]), [2, 1000, 3])

describe('what is broadcast', () => {
  it('is computed once along an axis where all operands repeat', () => {
    expect(held(neg(row))).toBe(3)
    expect(held(add(row, mul(row, 2)))).toBe(3)
    const both = add(column, broadcastTo(tensor([1, 2, 3]), [2, 1000, 3]))
    expect(held(both)).toBe(6)
    expect(both.shape).toEqual([2, 1000, 3])
    expect(toArray(both)[1][999]).toEqual([6, 7, 8])
    expect(held(where(tensor([[true], [false]]), row.shape.length, tensor([[1, 1, 1]])))).toBe(6)
  })

  it('is still so in another shape', () => {
    expect(held(reshape(row, [1000, 10, 100, 3]))).toBe(3)
    expect(held(expandDims(column, 0))).toBe(2)
    expect(held(reshape(broadcastTo(tensor(7), [6, 4]), [24]))).toBe(1)
    expect(toArray(reshape(broadcastTo(tensor([1, 2]), [2, 2]), [4]))).toEqual([1, 2, 1, 2])
  })
})
