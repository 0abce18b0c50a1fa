import { inputsOf } from '../network.js'
import type { Loops } from '../workloads/workload.js'

/** The network of 4-10-3 with sigmoid and softmax, over all examples at once. */
export const irisLoops: Loops = ({ examples, initial, network: { rate } }) => {
  const { count } = examples
  const x = inputsOf(examples)
  const y = examples.targets
  return (steps) => {
    const [inputs, hidden, classes] = [4, 10, 3]
    const a = new Float64Array(hidden)
    const p = new Float64Array(classes)
    const dw1 = new Float64Array(inputs * hidden)
    const dw2 = new Float64Array(hidden * classes)
    const w1 = initial.slice(0, inputs * hidden)
    const w2 = initial.slice(inputs * hidden)
    for (let step = 0; step < steps; step++) {
      dw1.fill(0)
      dw2.fill(0)
      for (let example = 0; example < count; example++) {
        const row = example * inputs
        p.fill(0)
        for (let j = 0; j < hidden; j++) {
          let sum = 0
          for (let i = 0; i < inputs; i++) sum += x[row + i] * w1[i * hidden + j]
          const activated = 1 / (1 + Math.exp(-sum))
          a[j] = activated
          for (let c = 0; c < classes; c++) p[c] += activated * w2[j * classes + c]
        }
        let top = p[0]
        for (let c = 1; c < classes; c++) if (p[c] > top) top = p[c]
        let total = 0
        for (let c = 0; c < classes; c++) {
          p[c] = Math.exp(p[c] - top)
          total += p[c]
        }
        for (let c = 0; c < classes; c++) p[c] = p[c] / total - y[example * classes + c]
        for (let j = 0; j < hidden; j++) {
          let back = 0
          for (let c = 0; c < classes; c++) {
            back += p[c] * w2[j * classes + c]
            dw2[j * classes + c] += a[j] * p[c]
          }
          back *= a[j] * (1 - a[j])
          for (let i = 0; i < inputs; i++) dw1[i * hidden + j] += x[row + i] * back
        }
      }
      for (let at = 0; at < w1.length; at++) w1[at] -= (rate / count) * dw1[at]
      for (let at = 0; at < w2.length; at++) w2[at] -= (rate / count) * dw2[at]
    }
    return Float64Array.of(...w1, ...w2)
  }
}
