// A function that jumps has no derivative there, whatever one writes
// down. Let the point be beside the jump, 0.1 say.
import {
  gradientCheck, greater, sum, type Tensor, tensor, where,
} from 'cotangent'

type Vector = Tensor<[2], 'float64'>

const value = (x: Vector) => sum(where(greater(x, 0), x, -1))

const gradient = (x: Vector) => where(greater(x, 0), 1, 0)

export const byHand = gradientCheck({
  of: { value, gradient },
  at: tensor([0, 2]),
})
