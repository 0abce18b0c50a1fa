// Softmax with cross entropy: what comes back to the logits is p - y,
// over the number of examples.
import {
  div, gradientCheck, log, mul, neg, softmax, sub, sum, type Tensor,
  tensor,
} from 'cotangent'

type Logits = Tensor<[2, 3], 'float64'>

const y = tensor([[1, 0, 0], [0, 0, 1]])

const value = (z: Logits) => div(neg(sum(mul(y, log(softmax(z))))), 2)

const gradient = (z: Logits) => div(sub(softmax(z), y), 2)

export const byHand = gradientCheck({
  of: { value, gradient },
  at: tensor([[0.5, -1, 2], [1.5, 0, -0.25]]),
})
