// A dropout that is drawn anew at every call is another function each
// time. Draw the mask before, outside the function.
import { gradientCheck, mul, sum, type Tensor, tensor } from 'cotangent'

type Vector = Tensor<[4], 'float64'>

const mask = (): Vector =>
  tensor([Math.random(), Math.random(), Math.random(), Math.random()])

const value = (x: Vector) => sum(mul(x, mask()))

const gradient = (_: Vector) => mask()

export const byHand = gradientCheck({
  of: { value, gradient },
  at: tensor([1, 2, 3, 4]),
})
