import {
  astype,
  cosineSimilarity,
  exp,
  type GradcheckOptions,
  grad,
  gradcheck,
  logCosh,
  mul,
  norm,
  qr,
  sigmoid,
  square,
  sum,
  type Tensor,
  tensor,
} from 'cotangent'
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'

/** What random programs and planted faults found wrong with the check itself. */
describe('gradcheck', () => {
  const point = { a: tensor([1, 2], { dtype: 'float32' }), b: tensor([3, 4]) }
  const mixed = ({ a, b }: { readonly a: Tensor<[2], 'float32'>; readonly b: Tensor<[2], 'float64'> }) =>
    sum(mul(square(astype(a, 'float64')), exp(b)))

  it.each<GradcheckOptions>([{ mode: 'forward' }, { mode: 'forward', order: 2 }, { mode: 'forward', batched: true }])(
    'takes the gradient of a float64 value in a float32 leaf: %o',
    (options) => expect(isRight(gradcheck(mixed, point, options))).toBe(true),
  )

  it.each([3, -1.5, 0.1, 7])('takes a norm of order %d for what it is, whose scale counts as a constant', (ord) =>
    expect(isRight(gradcheck((x) => norm(x, { ord }), tensor([0.73, 1.1, -0.3], { dtype: 'float32' })))).toBe(true),
  )

  it('takes slopes for right that are rounding alone, on both sides', () => {
    // The gradient of the cosine similarity of a vector with itself, which is 1 everywhere.
    const similarity = (x: Tensor<[2], 'float64'>) => cosineSimilarity(sigmoid(x), sigmoid(x), { axis: 0 })
    const slopes = (x: Tensor<[2], 'float64'>) => sum(mul(grad(similarity)(x), tensor([0.5, 1.75])))
    const at = tensor([-1.79199219, -0.52441406])
    expect(isRight(gradcheck(slopes, at))).toBe(true)
    expect(isRight(gradcheck({ value: slopes, gradient: (x) => mul(x, 1e-9) }, at))).toBe(false)
  })

  it('takes no slope for wrong whose error is less than its tolerance, however small both are', () => {
    const triangle = (x: Tensor<[3, 3], 'float64'>) => sum(qr(x)[1])
    const at = tensor([
      [0, 0, 0],
      [0, 0, 0],
      [0, 2, 0],
    ])
    const found = gradcheck(triangle, at, { order: 2, only: { path: '', index: [1, 2] } })
    expect(isRight(found) || found.left.reason !== 'wrong').toBe(true)
  })

  it('finds no jump where one formula of log cosh takes over from the other', () =>
    expect(isRight(gradcheck((x) => logCosh(x, tensor([0, 0]), { reduction: 'sum' }), tensor([1, -1])))).toBe(true))
})
