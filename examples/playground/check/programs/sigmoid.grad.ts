// The slope of the sigmoid, by its own value: s (1 - s).
import {
  gradientCheck, mul, sigmoid, sub, sum, type Tensor, tensor,
} from 'cotangent'

type Vector = Tensor<[3], 'float64'>

const value = (x: Vector) => sum(sigmoid(x))

const gradient = (x: Vector) => {
  const s = sigmoid(x)
  return mul(s, sub(1, s))
}

export const byHand = gradientCheck({
  of: { value, gradient },
  at: tensor([-1, 0, 2]),
})
