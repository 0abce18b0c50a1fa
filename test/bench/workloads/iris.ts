import { iris as flowers } from '../../../examples/data/iris.js'
import { irisLoops } from '../loops/iris.js'
import type { Network } from '../network.js'
import { drawsFrom } from '../random.js'
import { normalWeights, oneHot } from './make.js'
import type { Workload } from './workload.js'

const network: Network = {
  sizes: [4, 10, 3],
  biased: false,
  activation: 'sigmoid',
  loss: 'softmax cross entropy',
  // The lesson's gradient is a sum over the 120 examples, at a rate of 0.01.
  rate: 1.2,
}

/** The lesson trains on the first 40 of each 50. */
const trained = flowers.species.flatMap((_, row) => (row % 50 < 40 ? [row] : []))

/** Lesson 000: three kinds of iris by two layers, all examples at once. */
export const iris: Workload = {
  name: 'iris',
  title: 'iris: 120 x 4-10-3 sigmoid and softmax, full batch',
  dtype: 'float64',
  problem: (count = trained.length) => {
    const rows = trained.slice(0, count)
    return {
      network,
      examples: {
        count: rows.length,
        inputs: Float64Array.from(rows.flatMap((row) => flowers.measurements[row])),
        scale: 1,
        targets: oneHot(
          rows.map((row) => flowers.species[row]),
          3,
        ),
      },
      batch: rows.length,
      initial: normalWeights(network, drawsFrom(37), () => 1),
    }
  },
  training: 1000,
  compared: 10,
  loops: irisLoops,
  targets: { 'NumPy as in the lesson': 3, 'JavaScript loops': 1.5, 'jax-js': 100, 'TensorFlow.js': 30 },
}
