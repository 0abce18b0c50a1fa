// A function to a vector has a Jacobian: that of softmax is
// diag(p) - p p', a row for each result.
import {
  diag, expandDims, gradientCheck, mul, softmax, sub, type Tensor, tensor,
} from 'cotangent'

type Vector = Tensor<[3], 'float64'>

const value = (x: Vector) => softmax(x)

const jacobian = (x: Vector) => {
  const p = softmax(x)
  return sub(diag(p), mul(expandDims(p, 1), expandDims(p, 0)))
}

export const byHand = gradientCheck({
  of: { value, jacobian },
  at: tensor([-1, 0, 2]),
})
