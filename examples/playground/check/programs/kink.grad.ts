// At its kink, relu has no slope but those of its two sides: any number
// from 0 to 1 is taken for right there. Try 0.5, and 2.
import {
  gradientCheck, greater, relu, sum, type Tensor, tensor, where,
} from 'cotangent'

type Vector = Tensor<[3], 'float64'>

const value = (x: Vector) => sum(relu(x))

const atKink = 0

const gradient = (x: Vector) =>
  where(greater(x, 0), 1, where(greater(0, x), 0, atKink))

export const byHand = gradientCheck({
  of: { value, gradient },
  at: tensor([-1, 0, 2]),
})
