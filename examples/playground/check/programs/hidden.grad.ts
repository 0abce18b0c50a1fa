// The square of a root, far from 0: what the function changes by is lost
// beside its value, even among 31 digits.
import {
  add, gradientCheck, ones, sqrt, square, sub, sum, type Tensor, tensor,
} from 'cotangent'

type Vector = Tensor<[1], 'float64'>

const value = (x: Vector) => sum(sub(square(sqrt(add(x, 1e28))), 1e28))

const gradient = (_: Vector) => ones([1])

export const byHand = gradientCheck({
  of: { value, gradient },
  at: tensor([3]),
})
