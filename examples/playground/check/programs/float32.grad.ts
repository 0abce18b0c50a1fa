// In float32, 1/3 and 2/3 are rounded to 24 bits. The check knows, and
// says how far the entries may be off.
import {
  gradientCheck, mean, mul, square, type Tensor, tensor,
} from 'cotangent'

type Vector = Tensor<[3], 'float32'>

const value = (x: Vector) => mean(square(mul(x, 1 / 3)))

const gradient = (x: Vector) => mul(x, 2 / 27)

export const byHand = gradientCheck({
  of: { value, gradient },
  at: tensor([1, -2, 3], { dtype: 'float32' }),
})
