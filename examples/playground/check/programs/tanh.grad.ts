// A lesson's way back through tanh: the slope 1 - tanh² is right, but
// what comes in is dropped.
import {
  gradientCheck, matmul, mul, square, sub, sum, type Tensor, tanh, tensor,
  transpose,
} from 'cotangent'

interface Weights {
  readonly w1: Tensor<[2, 2], 'float64'>
  readonly w2: Tensor<[2, 1], 'float64'>
}
type Batch = Tensor<[3, 2], 'float64'>

const x = tensor([[1, 2], [-1, 0.5], [0.25, -2]])
const y = tensor([[1], [0], [1]])

const value = ({ w1, w2 }: Weights) =>
  sum(square(sub(matmul(tanh(matmul(x, w1)), w2), y)))

const backward = (_: Batch, z: Batch) => sub(1, square(tanh(z)))

const gradient = ({ w1, w2 }: Weights): Weights => {
  const z = matmul(x, w1)
  const a = tanh(z)
  const slope = mul(sub(matmul(a, w2), y), 2)
  return {
    w1: matmul(transpose(x), backward(matmul(slope, transpose(w2)), z)),
    w2: matmul(transpose(a), slope),
  }
}

export const byHand = gradientCheck({
  of: { value, gradient },
  at: {
    w1: tensor([[0.5, -1], [1, 0.25]]),
    w2: tensor([[1.5], [-0.5]]),
  },
})
