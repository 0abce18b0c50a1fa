// A bias is added to every row, so what comes back to it is summed over
// the rows. Here that of the first row alone is taken.
import {
  add, gradientCheck, matmul, mul, slice, square, sum, type Tensor,
  tensor, transpose,
} from 'cotangent'

interface Params {
  readonly w: Tensor<[2, 2], 'float64'>
  readonly b: Tensor<[2], 'float64'>
}

const x = tensor([[1, 2], [-1, 0.5], [0.25, -2]])

const out = ({ w, b }: Params) => add(matmul(x, w), b)

const value = (params: Params) => sum(square(out(params)))

const gradient = (params: Params): Params => {
  const error = mul(out(params), 2)
  return {
    w: matmul(transpose(x), error),
    b: sum(slice(error, [[0, 1]]), { axis: 0 }),
  }
}

export const byHand = gradientCheck({
  of: { value, gradient },
  at: {
    w: tensor([[0.5, -1], [1, 0.25]]),
    b: tensor([0.5, -2]),
  },
})
