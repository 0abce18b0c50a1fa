// A lesson's way back through a leaky relu: where z is not above 0 it
// writes the slope 0.01, and forgets what comes in.
import {
  gradientCheck, greater, leakyRelu, matmul, mul, square, sub, sum,
  type Tensor, tensor, transpose, where,
} from 'cotangent'

type Weights = Tensor<[2, 2], 'float64'>
type Batch = Tensor<[3, 2], 'float64'>

const x = tensor([[1, 2], [-1, 0.5], [0.25, -2]])
const y = tensor([[1, 0], [0, 1], [1, 1]])

const value = (w: Weights) => sum(square(sub(leakyRelu(matmul(x, w)), y)))

const backward = (da: Batch, z: Batch) => where(greater(z, 0), da, 0.01)

const gradient = (w: Weights) => {
  const z = matmul(x, w)
  const da = mul(sub(leakyRelu(z), y), 2)
  return matmul(transpose(x), backward(da, z))
}

export const byHand = gradientCheck({
  of: { value, gradient },
  at: tensor([[0.5, -1], [1, 0.25]]),
})
