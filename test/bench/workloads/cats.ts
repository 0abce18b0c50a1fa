import { picturesLoops } from '../loops/pictures.js'
import type { Network } from '../network.js'
import { drawsFrom } from '../random.js'
import { normalWeights } from './make.js'
import type { Workload } from './workload.js'

const network: Network = {
  sizes: [12288, 20, 7, 5, 1],
  biased: true,
  activation: 'relu',
  loss: 'sigmoid cross entropy',
  rate: 0.0075,
}

/** Lesson 004: cats or not by four layers, on 209 pictures of 64 x 64 x 3 bytes, here drawn: bright ones are cats. */
export const cats: Workload = {
  name: 'cats',
  title: 'cats: 209 x 12288-20-7-5-1 relu and sigmoid, full batch',
  dtype: 'float32',
  problem: (count = 209) => {
    const draws = drawsFrom(4)
    const labels = Float64Array.from({ length: count }, () => (draws.uniform() < 0.35 ? 1 : 0))
    const pixel = (label: number): number => Math.floor(draws.uniform() * (label === 0 ? 200 : 256))
    return {
      network,
      examples: {
        count,
        inputs: Uint8Array.from({ length: count * 12288 }, (_, at) => pixel(labels[Math.floor(at / 12288)])),
        scale: 255,
        targets: labels,
      },
      batch: count,
      initial: normalWeights(network, drawsFrom(1), (inputs) => inputs ** -0.5),
    }
  },
  training: 20,
  compared: 3,
  loops: picturesLoops,
  targets: {
    'NumPy as in the lesson': { older: 1, newer: 1.5 },
    'JavaScript loops': 8,
    'jax-js': 8,
    'TensorFlow.js': 30,
  },
  nativeTargets: [{ peer: 'NumPy', dtype: 'float32', of: 1 }],
}
