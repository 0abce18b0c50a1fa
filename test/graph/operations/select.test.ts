import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import type { Tensor } from '../../../src/tensor/index.js'
import { type Refusal, refuses } from './refusals.js'
import { untyped } from './untyped.js'

const { grad, greater, less, mul, select, sum, tensor, toArray, zeros } = untyped

describe('select', () => {
  it('takes the first choice whose condition holds', () => {
    const x = tensor([-1, 0, 1, 2])
    expect(toArray(select([less(x, 0), less(x, 2)], [10, x]))).toEqual([10, 0, 1, 0])
    expect(toArray(select([less(x, 0), less(x, 2)], [10, x], { otherwise: -5 }))).toEqual([10, 0, 1, -5])
    expect(toArray(pipe([less(x, 2)], select([tensor([[1], [2]])], { otherwise: x })))).toEqual([
      [1, 1, 1, 2],
      [2, 2, 2, 2],
    ])
    expect(select([true], [tensor(3, { dtype: 'int32' })])).toMatchObject({ shape: [], dtype: 'int32' })
  })

  it('has the derivative of what is taken, and none of what is not', () => {
    const f = (x: Tensor): Tensor => sum(select([less(x, 0), greater(x, 1)], [mul(x, 3), mul(x, x)]))
    expect(toArray(grad(f)(tensor([-2, 0.5, 2])))).toEqual([3, 0, 4])
  })
})

const flags = () => zeros([2], { dtype: 'bool' })
const refusals: readonly Refusal[] = [
  [() => select([flags()], [1, 2]), 'ArgumentError', 'select: it takes two lists of equal length'],
  [() => select([], []), 'ArgumentError', 'select: it takes two lists of equal length, of at least one'],
  [() => select(flags(), [1]), 'ArgumentError', 'select: it takes two lists of equal length'],
  [() => select([zeros([2])], [1]), 'DTypeError', 'select: a condition is float64, not bool'],
  [() => select([flags()], [zeros([3])]), 'ShapeError', 'select: sizes 2 and 3 differ at axis -1'],
]

describe('refusals', () => refuses(refusals))
