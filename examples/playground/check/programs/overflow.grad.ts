// A softmax as the lessons write it, exp(z) over its sum: the gradient
// is right, but not where exp(z) is more than a number can be.
import {
  div, exp, gradientCheck, log, neg, slice, sub, sum, type Tensor, tensor,
} from 'cotangent'

type Logits = Tensor<[3], 'float64'>

const softmax = (z: Logits) => div(exp(z), sum(exp(z)))

const value = (z: Logits) => neg(sum(log(slice(softmax(z), [[0, 1]]))))

const gradient = (z: Logits) => sub(softmax(z), tensor([1, 0, 0]))

export const byHand = gradientCheck({
  of: { value, gradient },
  at: tensor([1000, 0, 0]),
})
