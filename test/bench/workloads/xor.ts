import { xorLoops } from '../loops/xor.js'
import type { Network } from '../network.js'
import { drawsFrom } from '../random.js'
import { normalWeights } from './make.js'
import type { Workload } from './workload.js'

const network: Network = {
  sizes: [3, 4, 1],
  biased: false,
  activation: 'sigmoid',
  loss: 'half squared error',
  rate: 0.1,
}

/** Lesson 002: exclusive or by two layers, one record a step, 20,000 epochs. */
export const xor: Workload = {
  name: 'xor',
  title: 'xor: 3-4-1 sigmoid, one record a step',
  dtype: 'float64',
  problem: () => ({
    network,
    examples: {
      count: 4,
      inputs: Float64Array.of(0, 0, 1, 0, 1, 1, 1, 0, 1, 1, 1, 1),
      scale: 1,
      targets: Float64Array.of(0, 1, 1, 0),
    },
    batch: 1,
    initial: normalWeights(network, drawsFrom(1), (_, outputs) => outputs ** -0.5),
  }),
  training: 80_000,
  compared: 80,
  loops: xorLoops,
  targets: { 'NumPy as in the lesson': 100, 'JavaScript loops': 0.9, 'jax-js': 3000, 'TensorFlow.js': 1000 },
}
