import { featuresLoops } from '../loops/features.js'
import type { Network } from '../network.js'
import { drawsFrom } from '../random.js'
import { normalWeights, oneHot } from './make.js'
import type { Workload } from './workload.js'

const network: Network = {
  sizes: [2, 10, 2],
  biased: true,
  activation: 'tanh',
  loss: 'softmax cross entropy',
  rate: 0.01,
}

/** Lesson 001: two classes by two features, four examples a step of 80, 30 epochs. */
export const features: Workload = {
  name: 'features',
  title: 'two features: batch 4, 2-10-2 tanh and softmax',
  dtype: 'float64',
  problem: (count = 80) => {
    const draws = drawsFrom(2)
    const labels = Array.from({ length: count }, () => (draws.uniform() < 0.5 ? 0 : 1))
    // The features are float32 in the lesson.
    const feature = (label: number): number => Math.fround(draws.normal() + (label === 0 ? -1 : 1))
    return {
      network,
      examples: {
        count,
        inputs: Float64Array.from(labels.flatMap((label) => [feature(label), feature(label)])),
        scale: 1,
        targets: oneHot(labels, 2),
      },
      batch: 4,
      initial: normalWeights(network, drawsFrom(3), (inputs) => inputs ** -0.5),
    }
  },
  training: 600,
  compared: 60,
  loops: featuresLoops,
  targets: { 'NumPy as in the lesson': 25, 'JavaScript loops': 0.9, 'jax-js': 1000, 'TensorFlow.js': 300 },
}
