import { picturesLoops } from '../loops/pictures.js'
import type { Network } from '../network.js'
import { drawsFrom } from '../random.js'
import { normalWeights, oneHot } from './make.js'
import type { Workload } from './workload.js'

const network: Network = {
  sizes: [784, 64, 10],
  biased: true,
  activation: 'sigmoid',
  loss: 'softmax cross entropy',
  rate: 1,
}

/** Lesson 003: digits by two layers, all 60,000 at once, here drawn: noise over a pattern for each digit, mostly black. */
export const mnist: Workload = {
  name: 'mnist',
  title: 'MNIST: 60000 x 784-64-10 sigmoid and softmax, full batch',
  dtype: 'float32',
  problem: (count = 60_000) => {
    const draws = drawsFrom(138)
    const patterns = Float64Array.from({ length: 7840 }, draws.uniform)
    const labels = Array.from({ length: count }, () => Math.floor(draws.uniform() * 10))
    const inputs = new Uint8Array(count * 784)
    labels.forEach((label, row) => {
      for (let at = 0; at < 784; at++) {
        const light = (patterns[label * 784 + at] + draws.uniform()) / 2 - 0.65
        if (light > 0) inputs[row * 784 + at] = Math.round((light / 0.35) * 255)
      }
    })
    return {
      network,
      examples: { count, inputs, scale: 255, targets: oneHot(labels, 10) },
      batch: count,
      initial: normalWeights(network, drawsFrom(5), () => 1),
    }
  },
  training: 2,
  compared: 1,
  loops: picturesLoops,
  targets: {
    'NumPy as in the lesson': { older: 0.65, newer: 1 },
    'JavaScript loops': 8,
    'jax-js': 3,
    'TensorFlow.js': 10,
  },
  nativeTargets: [
    { peer: 'NumPy', dtype: 'float32', of: 1 },
    { peer: 'PyTorch', dtype: 'float32', of: 1.4 },
    { peer: 'NumPy', dtype: 'float64', of: 2.2 },
  ],
}
