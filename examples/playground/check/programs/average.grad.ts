// The loss is a mean over three examples, the gradient that of their
// sum.
import {
  gradientCheck, matmul, mean, mul, square, sub, type Tensor, tensor,
  transpose,
} from 'cotangent'

type Weights = Tensor<[2, 1], 'float64'>

const x = tensor([[1, 2], [3, -1], [0, 4]])
const y = tensor([[1], [0], [2]])

const value = (w: Weights) => mean(square(sub(matmul(x, w), y)))

const gradient = (w: Weights) =>
  mul(matmul(transpose(x), sub(matmul(x, w), y)), 2)

export const byHand = gradientCheck({
  of: { value, gradient },
  at: tensor([[0.5], [-1]]),
})
