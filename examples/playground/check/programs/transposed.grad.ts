// Of y = x w, what comes back to w is x' dy. Here it is dy' x, which has
// the same shape as long as w is square.
import {
  gradientCheck, matmul, mul, square, sum, type Tensor, tensor, transpose,
} from 'cotangent'

type Weights = Tensor<[2, 2], 'float64'>

const x = tensor([[1, 2], [3, 5], [-1, 0.5]])

const value = (w: Weights) => sum(square(matmul(x, w)))

const gradient = (w: Weights) => {
  const dy = mul(matmul(x, w), 2)
  return matmul(transpose(dy), x)
}

export const byHand = gradientCheck({
  of: { value, gradient },
  at: tensor([[1, -0.5], [2, 1]]),
})
