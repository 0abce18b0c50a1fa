import { add, div, exp, log, matmul, mul, oneHot, sigmoid, sub, sum, transpose } from 'cotangent'
import { pipe } from 'fp-ts/lib/function.js'
import type { Matrix, Scalar } from '../numbers.js'
import type { Digits } from './digits.js'
import type { Params } from './network.js'

// The network as the lesson writes it, a row for each digit where the lesson has a column.

/** exp(z) over its sum: NaN where exp(z) is infinite. */
export const softmax = (z: Matrix): Matrix => div(exp(z), sum(exp(z), { axis: 1, keepdims: true }))

/** The mean of -y log p: NaN where a p is 0. */
export const crossEntropy = (p: Matrix, y: Matrix): Scalar => pipe(mul(y, log(p)), sum, div(-y.shape[0]))

const forward = ({ hidden, output }: Params, x: Matrix) => {
  const z1 = pipe(x, matmul(hidden.weights), add(hidden.bias))
  const a1 = sigmoid(z1)
  const z2 = pipe(a1, matmul(output.weights), add(output.bias))
  return { z1, a1, a2: softmax(z2) }
}

const targets = ({ labels }: Digits, { output }: Params): Matrix => oneHot(labels, output.bias.shape[0])

export const cost =
  (digits: Digits) =>
  (params: Params): Scalar =>
    crossEntropy(forward(params, digits.images).a2, targets(digits, params))

export const gradient =
  (digits: Digits) =>
  (params: Params): Params => {
    const { images } = digits
    const { z1, a1, a2 } = forward(params, images)
    const m = images.shape[0]
    const dz2 = sub(a2, targets(digits, params))
    const da1 = matmul(dz2, transpose(params.output.weights))
    const dz1 = mul(mul(da1, sigmoid(z1)), sub(1, sigmoid(z1)))
    const layer = (input: Matrix, dz: Matrix) => ({
      weights: div(matmul(transpose(input), dz), m),
      bias: div(sum(dz, { axis: 0 }), m),
    })
    return { hidden: layer(images, dz1), output: layer(a1, dz2) }
  }
