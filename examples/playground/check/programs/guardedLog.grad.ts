// The lessons take log(p + 1e-15), so that it is finite, and the slope
// p - y of the logarithm without it. For p of ordinary size nobody sees
// the difference. Here a label's probability is some 1e-18.
import {
  add, div, gradientCheck, log, mul, neg, softmax, sub, sum, type Tensor,
  tensor,
} from 'cotangent'

type Logits = Tensor<[2, 2], 'float64'>

const y = tensor([[1, 0], [0, 1]])

const value = (z: Logits) =>
  div(neg(sum(mul(y, log(add(softmax(z), 1e-15))))), 2)

const gradient = (z: Logits) => div(sub(softmax(z), y), 2)

export const byHand = gradientCheck({
  of: { value, gradient },
  at: tensor([[-20, 21], [0.5, 1]]),
})
