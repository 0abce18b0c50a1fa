import {
  add,
  div,
  exp,
  expandDims,
  log,
  matmul,
  max,
  mean,
  mul,
  neg,
  oneHot,
  square,
  sub,
  sum,
  type Tensor,
  takeAlongAxis,
  tanh,
  transpose,
} from 'cotangent'
import type { Matrix, Scalar } from '../numbers.js'

/** The class of each example, `[B]`. */
export type Labels = Tensor<[number], 'int32'>

/** Weights `[in, out]` and biases `[out]` of a linear layer; the other layers have none. */
export interface Linear {
  readonly weights: Matrix
  readonly bias: Tensor<[number], 'float64'>
}
type None = Readonly<Record<never, never>>
export type Params = readonly (Linear | None)[]

/** Brings the cotangent of a layer's output back: to its input, and to its parameters. */
type Backward = (cotangent: Matrix) => readonly [input: Matrix, params: Linear | None]

/** A layer as the lesson writes it, but for what it keeps in its fields: that is in `Backward` instead. */
export type Layer = (params: Linear | None) => (x: Matrix) => readonly [y: Matrix, backward: Backward]

export const linear: Layer = (params) => (x) => {
  const { weights, bias } = params as Linear
  return [
    add(matmul(x, weights), bias),
    (dz) => [matmul(dz, transpose(weights)), { weights: matmul(transpose(x), dz), bias: sum(dz, { axis: 0 }) }],
  ]
}

export const softmax: Layer = () => (z) => {
  const exponentials = exp(sub(z, max(z, { axis: 1, keepdims: true })))
  const p = div(exponentials, sum(exponentials, { axis: 1, keepdims: true }))
  return [
    p,
    (dp) => {
      const pdp = mul(p, dp)
      return [sub(pdp, mul(p, sum(pdp, { axis: 1, keepdims: true }))), {}]
    },
  ]
}

export const tanhLayer: Layer = () => (x) => {
  const y = tanh(x)
  return [y, (dy) => [mul(sub(1, square(y)), dy), {}]]
}

/** The mean of -log p over the examples, p the probability of an example's own class, and its cotangent. */
export const crossEntropy = (p: Matrix, labels: Labels): readonly [loss: Scalar, dp: Matrix] => {
  const own = takeAlongAxis(p, expandDims(labels, 1), { axis: 1 })
  const [examples, classes] = p.shape
  return [neg(mean(log(own))), div(mul(oneHot(labels, classes), -1 / examples), p)]
}

/** The gradient of the loss of layers one after the other: forward through all, and back again. */
export const gradient =
  (layers: readonly Layer[]) =>
  (x: Matrix, labels: Labels) =>
  (params: Params): Params => {
    const backwards: Backward[] = []
    const p = layers.reduce((input, layer, index) => {
      const [output, backward] = layer(params[index])(input)
      backwards.push(backward)
      return output
    }, x)
    const [, dp] = crossEntropy(p, labels)
    const [, gradients] = backwards.reduceRight<readonly [Matrix, Params]>(
      ([cotangent, after], backward) => {
        const [input, own] = backward(cotangent)
        return [input, [own, ...after]]
      },
      [dp, []],
    )
    return gradients
  }
