import { describe, expect, it } from 'vitest'
import { add, makeGraph, ones, tensor } from '../../src/index.js'

// The tester is there in all of these tests (test/support/equality.ts); process.test.ts shows that a user's import brings it.
describe('tensors in expectations', () => {
  it('are equal if their types and elements are', () => {
    expect(tensor([1, Number.NaN])).toEqual(tensor([1, Number.NaN]))
    expect({ a: [tensor(1)] }).toStrictEqual({ a: [tensor(1)] })
  })

  it.each([
    ['an element', tensor([1, 2]), tensor([1, 3])],
    ['a shape', tensor([1, 2]), tensor([[1, 2]])],
    ['a dtype', tensor([1]), ones([1], { dtype: 'float32' })],
    ['a sign of zero', tensor(0), tensor(-0)],
  ])('differ by %s', (_, a, b) => {
    expect(a).not.toEqual(b)
    expect({ deep: [a] }).not.toStrictEqual({ deep: [b] })
  })

  it('are themselves, as expressions', () => {
    makeGraph((x: ReturnType<typeof tensor<number>>) => {
      expect(x).toEqual(x)
      expect(add(x, 1)).not.toEqual(add(x, 1))
      return x
    })(tensor(1))
  })
})
