import { tensor } from 'cotangent'
import { expect, it } from 'vitest'
import { plain } from './plain.js'

it('shows tensors that differ as different', () => {
  expect(plain({ a: [tensor([1, 2])] })).toEqual({ a: [{ dtype: 'float64', shape: [2], elements: [1, 2] }] })
  expect(plain(tensor([1, 2]))).not.toEqual(plain(tensor([1, 3])))
  expect(plain(tensor([1]))).not.toEqual(plain(tensor([1], { dtype: 'float32' })))
  expect(plain(tensor([[1]]))).not.toEqual(plain(tensor([1])))
})
