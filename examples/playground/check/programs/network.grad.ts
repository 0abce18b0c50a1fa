// A lesson's network of two layers, as it is printed there. The slope
// of the sigmoid is taken at a1, where it has been applied already, and
// the mean's 1/m is left out.
import {
  add, gradientCheck, log, matmul, mean, mul, neg, sigmoid, softmax, sub,
  sum, type Tensor, tensor, transpose,
} from 'cotangent'

interface Weights {
  readonly w1: Tensor<[2, 3], 'float64'>
  readonly w2: Tensor<[3, 2], 'float64'>
}

const x = tensor([[0.5, -1], [2, 0.25], [-0.75, 1], [1, 1.5]])
const y = tensor([[1, 0], [0, 1], [0, 1], [1, 0]])

const sigmoidGradient = (z: Tensor<[4, 3], 'float64'>) =>
  mul(sigmoid(z), sub(1, sigmoid(z)))

const value = ({ w1, w2 }: Weights) => {
  const p = softmax(matmul(sigmoid(matmul(x, w1)), w2))
  return mean(neg(sum(mul(y, log(add(p, 1e-15))), { axis: 1 })))
}

const gradient = ({ w1, w2 }: Weights): Weights => {
  const z1 = matmul(x, w1)
  const a1 = sigmoid(z1)
  const d2 = sub(softmax(matmul(a1, w2)), y)
  const d1 = mul(matmul(d2, transpose(w2)), sigmoidGradient(a1))
  return { w1: matmul(transpose(x), d1), w2: matmul(transpose(a1), d2) }
}

export const byHand = gradientCheck({
  of: { value, gradient },
  at: {
    w1: tensor([[0.5, -1, 0.25], [1.5, 0.75, -0.5]]),
    w2: tensor([[1, -0.5], [0.25, 2], [-1.5, 0.5]]),
  },
})
