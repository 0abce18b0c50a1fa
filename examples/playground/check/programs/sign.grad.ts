// The slope of the cosine is minus the sine.
import {
  cos, gradientCheck, mul, sin, sum, type Tensor, tensor,
} from 'cotangent'

type Vector = Tensor<[3], 'float64'>

const value = (x: Vector) => sum(mul(cos(x), 2))

const gradient = (x: Vector) => mul(sin(x), 2)

export const byHand = gradientCheck({
  of: { value, gradient },
  at: tensor([1, 2, 3]),
})
