import {
  add,
  binaryCrossEntropyWithLogits,
  div,
  matmul,
  sigmoid,
  sub,
  sum,
  type Tensor,
  tensor,
  transpose,
} from 'cotangent'

/** Two measurements of each of four things, and whether it is one of those sought. */
export const x = tensor([
  [0.5, 1.5],
  [-1, 0.25],
  [2, -0.5],
  [-0.75, -2],
])
export const y = tensor([[1], [0], [1], [0]])

export interface Params {
  readonly w: Tensor<[2, 1], 'float64'>
  readonly b: Tensor<[1], 'float64'>
}

const logits = ({ w, b }: Params) => add(matmul(x, w), b)

/** The mean cross entropy of logistic regression. */
export const loss = (params: Params) => binaryCrossEntropyWithLogits(logits(params), y)

/** Its gradient, written by hand. */
export const gradient = (params: Params): Params => {
  const error = div(sub(sigmoid(logits(params)), y), 4)
  return { w: matmul(transpose(x), error), b: sum(error, { axis: 0 }) }
}
