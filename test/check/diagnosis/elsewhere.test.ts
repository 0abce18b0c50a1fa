import {
  abs,
  add,
  div,
  gradcheck,
  hessiancheck,
  item,
  matmul,
  mean,
  mul,
  neg,
  ones,
  relu,
  sign,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  transpose,
} from 'cotangent'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { sightsFrom } from '../../../src/check/diagnosis/index.js'
import { constantOf } from '../../../src/graph/index.js'
import { rowMajor } from '../../../src/tensor/index.js'

type Vector = Tensor<[3], 'float64'>
type Scalar = Tensor<[], 'float64'>

const likely = <T>(value: (x: T) => Scalar, gradient: (x: T) => T, at: T): string | undefined => {
  const found = gradcheck({ value, gradient }, at)
  if (!isLeft(found)) throw new Error('is right')
  return found.left.diagnosis?.text
}

describe('a mistake that is one at the point alone is not told', () => {
  it('of a number that is the same everywhere there', () => {
    // The length of the point is 3: to leave it out is no factor of 3.
    const length = (x: Vector): Scalar => sum(square(x))
    const value = (x: Vector) => div(square(length(x)), 4) as Scalar
    const at = tensor([1, -1, 1]) as Vector
    expect(likely(value, (x) => x, at)).toBeUndefined()
  })

  it('of residuals that are all on one side', () => {
    const x = tensor([
      [0.5, 1],
      [2, 0.25],
      [1.5, 3],
    ])
    const y = tensor([[0.5], [1], [2]])
    type Weights = Tensor<[2, 1], 'float64'>
    const residual = (w: Weights) => sub(matmul(x, w), y)
    const value = (w: Weights) => sum(abs(residual(w))) as Scalar
    // Negative on the other side, where it is not looked.
    const gradient = (_: Weights) => neg(matmul(transpose(x), ones([3, 1]))) as Weights
    const signed = (w: Weights) => neg(matmul(transpose(x), sign(residual(w)))) as Weights
    const at = tensor([[1], [0.5]]) as Weights
    expect(likely(value, gradient, at)).toBeUndefined()
    expect(likely(value, signed, at)).toBe('the gradient has the wrong sign: negate it')
  })

  it('of a matrix that is symmetric', () => {
    type Square = Tensor<[2, 2], 'float64'>
    const a = tensor([
      [1, 2],
      [3, 5],
    ])
    const value = (w: Square) => sum(square(matmul(a, w))) as Scalar
    // Of w and not of its transposed: at a symmetric one both are a product left untransposed.
    const gradient = (w: Square) => mul(2, matmul(a, matmul(a, transpose(w)))) as Square
    const symmetric = tensor([
      [1, -0.5],
      [-0.5, 2],
    ]) as Square
    expect(likely(value, gradient, symmetric)).toBeUndefined()
    expect(likely(value, (w) => mul(2, matmul(a, matmul(a, w))) as Square, symmetric)).toMatch(/is not transposed/)
  })

  it('where it cannot be seen elsewhere, it is told as it looks', () => {
    // Values that are read make another graph of it at every point.
    const value = (x: Vector) => (item(sum(x)) > 0 ? mean(square(x)) : mean(x)) as Scalar
    expect(likely(value, (x) => mul(2, x) as Vector, tensor([1, 2, 3]) as Vector)).toMatch(/^the gradient is 3 times/)
  })
})

it('other points are the same every time, differ in every entry, and in signs', () => {
  const at = [tensor([0.25, 0.25, 0.25, 0.25, 0, 1]), tensor([[-2]])].map((each) => constantOf('test', each))
  const [one, other] = [0, 1].map(() =>
    sightsFrom(at, () => []).map(({ leaves }) => leaves.map((leaf) => [...rowMajor(leaf)])),
  )
  expect(one).toEqual(other)
  for (const [leaf] of one) expect(new Set(leaf).size).toBe(6)
  const [far, , near] = one.map(([leaf]) => leaf.map(Math.sign))
  expect(new Set(far.slice(0, 4)).size).toBe(2)
  expect(near.slice(0, 4)).toEqual([1, 1, 1, 1])
})

it('of a Hessian it is the gradient that jumps', () => {
  const found = hessiancheck((x: Vector) => sum(add(relu(x), x)), tensor([0, 1, 2]) as Vector)
  expect(isLeft(found) && found.left.problem).toBe('the gradient jumps at the point, in 1 of 9 entries')
})
