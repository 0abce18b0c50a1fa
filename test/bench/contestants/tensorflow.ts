import type { Tensor, Tensor2D, Variable } from '@tensorflow/tfjs'
import { inputsOf, type Network, type Problem, placesOf } from '../network.js'
import { type Contestant, inProcess } from './contestant.js'

const load = async () => {
  const { default: tf } = await import('@tensorflow/tfjs')
  await import('@tensorflow/tfjs-backend-wasm')
  return tf
}
type TensorFlow = Awaited<ReturnType<typeof load>>
type Scalar = ReturnType<TensorFlow['scalar']>

interface Layer {
  readonly weights: Variable
  readonly bias?: Variable
}

const lossesOf = (tf: TensorFlow): Readonly<Record<Network['loss'], (z: Tensor2D, y: Tensor2D) => Scalar>> => ({
  'half squared error': (z, y) => tf.sigmoid(z).sub(y).square().sum().mul(0.5),
  'sigmoid cross entropy': (z, y) => tf.losses.sigmoidCrossEntropy(y, z),
  'softmax cross entropy': (z, y) => tf.losses.softmaxCrossEntropy(y, z),
})

const lossOf = (tf: TensorFlow, { activation, loss }: Network, layers: readonly Layer[]) => {
  const cost = lossesOf(tf)[loss]
  return (x: Tensor2D, y: Tensor2D): Scalar => {
    const z = layers.reduce((a: Tensor, { weights, bias }, at): Tensor => {
      const product = tf.matMul(at === 0 ? a : tf[activation](a), weights)
      return bias === undefined ? product : product.add(bias)
    }, x)
    return cost(z as Tensor2D, y)
  }
}

/** The initial weights as constants, and variables to be set to them. */
const layersOf = (tf: TensorFlow, { network, initial }: Problem) => {
  const constant = (from: number, to: number, shape: number[]) =>
    tf.tensor(Float32Array.from(initial.subarray(from, to)), shape)
  return placesOf(network).map(({ inputs, outputs, weights, bias, end }) => {
    const start = [constant(weights, bias, [inputs, outputs]), ...(end > bias ? [constant(bias, end, [outputs])] : [])]
    const [first, second] = start.map((values) => tf.variable(values))
    return { start, variables: end > bias ? { weights: first, bias: second } : { weights: first } }
  })
}

/** TensorFlow.js, which knows float32 alone, with its gradient descent. */
export const tensorFlow = (backend: 'cpu' | 'wasm'): Contestant => ({
  name: `TensorFlow.js, ${backend}`,
  dtype: 'float32',
  prepare: async (problem) => {
    const tf = await load()
    if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no backend ${backend} here`)
    const { network, examples, batch } = problem
    const layers = layersOf(tf, problem)
    const variables = layers.flatMap((layer) => Object.values(layer.variables))
    const start = layers.flatMap((layer) => layer.start)
    const loss = lossOf(
      tf,
      network,
      layers.map((layer) => layer.variables),
    )
    const batchesOf = (data: Float64Array, width: number): readonly Tensor2D[] =>
      Array.from({ length: examples.count / batch }, (_, at) =>
        tf.tensor2d(Float32Array.from(data.subarray(at * batch * width, (at + 1) * batch * width)), [batch, width]),
      )
    const xs = batchesOf(inputsOf(examples), network.sizes[0])
    const ys = batchesOf(examples.targets, network.sizes[network.sizes.length - 1])
    const optimizer = tf.train.sgd(network.rate)
    return inProcess(
      async (count) => {
        await tf.setBackend(backend)
        variables.forEach((variable, at) => {
          variable.assign(start[at])
        })
        return () => {
          for (let at = 0; at < count; at++) {
            const [x, y] = [xs[at % xs.length], ys[at % ys.length]]
            optimizer.minimize(() => loss(x, y), false, variables)
          }
          return () => Float64Array.from(variables.flatMap((variable) => [...variable.dataSync()]))
        }
      },
      () => {
        tf.dispose([...xs, ...ys, ...variables, ...start])
        optimizer.dispose()
      },
    )
  },
})
