import {
  add,
  binaryCrossEntropyWithLogits,
  type FloatDType,
  fromTypedArray,
  grad,
  iterate,
  jit,
  matmul,
  mul,
  relu,
  scan,
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
import { type Contestant, type Float, inProcess } from './contestant.js'

type Matrix = Tensor<[number, number], FloatDType>
type Scalar = Tensor<[], FloatDType>

interface Layer {
  readonly weights: Matrix
  readonly bias?: Tensor<[number], FloatDType>
}

/** Inputs and targets: of one step as `[batch, width]`, of a whole epoch as `[steps, batch, width]`. */
interface Batch<T = Matrix> {
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

const lossOf =
  ({ activation, loss }: Network, { x, y }: Batch) =>
  (layers: readonly Layer[]): Scalar => {
    const hidden = layers.slice(0, -1).reduce((a, layer) => activations[activation](dense(layer, a)), x)
    return losses[loss](dense(layers[layers.length - 1], hidden), y)
  }

const descend =
  (network: Network) =>
  (layers: readonly Layer[], batch: Batch): readonly Layer[] =>
    zipTrees(layers, grad(lossOf(network, batch))(layers), (weight, slope) =>
      sub(weight, mul(slope, network.rate)),
    ) as readonly Layer[]

const inDtype = (dtype: Float, data: Float64Array): Float64Array | Float32Array =>
  dtype === 'float64' ? data : Float32Array.from(data)

const layersOf = (network: Network, params: Params, dtype: Float): readonly Layer[] => {
  const part = (from: number, to: number) => inDtype(dtype, params.slice(from, to))
  return placesOf(network).map(({ inputs, outputs, weights, bias, end }) => ({
    weights: fromTypedArray(part(weights, bias), [inputs, outputs]),
    ...(end > bias && { bias: fromTypedArray(part(bias, end), [outputs]) }),
  }))
}

const paramsOf = (layers: readonly Layer[]): Params =>
  Float64Array.from(
    layers.flatMap(({ weights, bias }) => [
      ...toTypedArray(weights),
      ...(bias === undefined ? [] : toTypedArray(bias)),
    ]),
  )

/** The examples of a whole epoch, and of each of its steps. */
const dataOf = ({ network, examples, batch }: Problem, dtype: Float) => {
  const steps = examples.count / batch
  const x = fromTypedArray(inDtype(dtype, inputsOf(examples)), [steps, batch, network.sizes[0]])
  const y = fromTypedArray(inDtype(dtype, examples.targets), [steps, batch, network.sizes[network.sizes.length - 1]])
  const [xs, ys] = [unstack(x), unstack(y)]
  return { steps, epoch: { x, y }, batches: xs.map((each, step): Batch => ({ x: each, y: ys[step] })) }
}

/** The whole training as one compiled program: a loop over epochs, and in it one over their batches. */
export const wholeTraining = (dtype: Float): Contestant => ({
  name: 'cotangent, one scan',
  dtype,
  prepare: (problem) => {
    const { steps, epoch, batches } = dataOf(problem, dtype)
    const initial = layersOf(problem.network, problem.initial, dtype)
    const step = descend(problem.network)
    const train = (layers: readonly Layer[]): readonly Layer[] =>
      steps === 1 ? step(layers, batches[0]) : scan((each, batch) => [step(each, batch), null], layers, epoch)[0]
    const known = new Map<number, () => readonly Layer[]>()
    const training = (count: number) => {
      if (count % steps !== 0) throw new Error(`${count} steps are no number of epochs of ${steps}`)
      const compiled = jit((layers: readonly Layer[]) => iterate(train, count / steps, layers))
      return () => compiled(initial)
    }
    return inProcess((count) => {
      const run = known.get(count) ?? training(count)
      known.set(count, run)
      return () => {
        const trained = run()
        return () => paramsOf(trained)
      }
    })
  },
})

/** A compiled step that JavaScript calls, over and over. */
export const singleSteps = (dtype: Float): Contestant => ({
  name: 'cotangent, step by step',
  dtype,
  prepare: (problem) => {
    const { steps, batches } = dataOf(problem, dtype)
    const initial = layersOf(problem.network, problem.initial, dtype)
    const onBatch = jit(descend(problem.network))
    const onAll = jit((layers: readonly Layer[]) => descend(problem.network)(layers, batches[0]))
    const step = steps === 1 ? onAll : onBatch
    return inProcess((count) => () => {
      let layers = initial
      for (let at = 0; at < count; at++) layers = step(layers, batches[at % steps])
      return () => paramsOf(layers)
    })
  },
})
