import {
  add,
  binaryCrossEntropyWithLogits,
  type FloatDType,
  fromTypedArray,
  grad,
  matmul,
  mul,
  relu,
  sigmoid,
  softmaxCrossEntropy,
  square,
  sub,
  sum,
  type Tensor,
  tanh,
  toTypedArray,
  unstack,
  zipTrees,
} from 'cotangent'
import { inputsOf, type Network, type Params, type Problem, placesOf } from '../network.js'
import type { Float } from './contestant.js'

type Matrix = Tensor<[number, number], FloatDType>
type Scalar = Tensor<[], FloatDType>

/** The parameters of a dense layer. */
export interface Layer {
  readonly weights: Matrix
  readonly bias?: Tensor<[number], FloatDType>
}

/** Inputs and targets: of one step as `[batch, width]`, of a whole epoch as `[steps, batch, width]`. */
export interface Batch<T = Matrix> {
  readonly x: T
  readonly y: T
}

const activations = { relu, sigmoid, tanh } as const

const losses: Readonly<Record<Network['loss'], (z: Matrix, y: Matrix) => Scalar>> = {
  'half squared error': (z, y) => mul(sum(square(sub(sigmoid(z), y))), 0.5),
  'sigmoid cross entropy': (z, y) => binaryCrossEntropyWithLogits(z, y),
  'softmax cross entropy': (z, y) => softmaxCrossEntropy(z, y),
}

const dense = ({ weights, bias }: Layer, x: Matrix): Matrix =>
  bias === undefined ? matmul(x, weights) : add(matmul(x, weights), bias)

export const lossOf =
  ({ activation, loss }: Network, { x, y }: Batch) =>
  (layers: readonly Layer[]): Scalar => {
    const hidden = layers.slice(0, -1).reduce((a, layer) => activations[activation](dense(layer, a)), x)
    return losses[loss](dense(layers[layers.length - 1], hidden), y)
  }

export const descend =
  (network: Network) =>
  (layers: readonly Layer[], batch: Batch): readonly Layer[] =>
    zipTrees(layers, grad(lossOf(network, batch))(layers), (weight, slope) =>
      sub(weight, mul(slope, network.rate)),
    ) as readonly Layer[]

const inDtype = (dtype: Float, data: Float64Array): Float64Array | Float32Array =>
  dtype === 'float64' ? data : Float32Array.from(data)

export const layersOf = (network: Network, params: Params, dtype: Float): readonly Layer[] => {
  const part = (from: number, to: number) => inDtype(dtype, params.slice(from, to))
  return placesOf(network).map(({ inputs, outputs, weights, bias, end }) => ({
    weights: fromTypedArray(part(weights, bias), [inputs, outputs]),
    ...(end > bias && { bias: fromTypedArray(part(bias, end), [outputs]) }),
  }))
}

export const paramsOf = (layers: readonly Layer[]): Params =>
  Float64Array.from(
    layers.flatMap(({ weights, bias }) => [
      ...toTypedArray(weights),
      ...(bias === undefined ? [] : toTypedArray(bias)),
    ]),
  )

/** The examples of a whole epoch, and of each of its steps. */
export const dataOf = ({ network, examples, batch }: Problem, dtype: Float) => {
  const steps = examples.count / batch
  const x = fromTypedArray(inDtype(dtype, inputsOf(examples)), [steps, batch, network.sizes[0]])
  const y = fromTypedArray(inDtype(dtype, examples.targets), [steps, batch, network.sizes[network.sizes.length - 1]])
  const [xs, ys] = [unstack(x), unstack(y)]
  return { steps, epoch: { x, y }, batches: xs.map((each, step): Batch => ({ x: each, y: ys[step] })) }
}
