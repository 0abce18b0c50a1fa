import { inputsOf } from '../network.js'
import type { Loops } from '../workloads/workload.js'

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

/** The network of 3-4-1, record by record. */
export const xorLoops: Loops = ({ examples, initial, network: { rate } }) => {
  const x = inputsOf(examples)
  const y = examples.targets
  return (steps) => {
    const [inputs, hidden] = [3, 4]
    const a = new Float64Array(hidden)
    const w1 = initial.slice(0, inputs * hidden)
    const w2 = initial.slice(inputs * hidden)
    for (let step = 0; step < steps; step++) {
      const record = step % examples.count
      const row = record * inputs
      let z = 0
      for (let j = 0; j < hidden; j++) {
        let sum = 0
        for (let i = 0; i < inputs; i++) sum += x[row + i] * w1[i * hidden + j]
        a[j] = sigmoid(sum)
        z += a[j] * w2[j]
      }
      const output = sigmoid(z)
      const delta = (output - y[record]) * output * (1 - output)
      for (let j = 0; j < hidden; j++) {
        const back = rate * delta * w2[j] * a[j] * (1 - a[j])
        w2[j] -= rate * delta * a[j]
        for (let i = 0; i < inputs; i++) w1[i * hidden + j] -= back * x[row + i]
      }
    }
    return Float64Array.of(...w1, ...w2)
  }
}
