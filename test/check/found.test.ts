import { astype, exp, type GradcheckOptions, gradcheck, mul, square, sum, type Tensor, tensor } from 'cotangent'
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
})
