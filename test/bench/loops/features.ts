import { inputsOf } from '../network.js'
import type { Loops } from '../workloads/workload.js'

/** The network of 2-10-2 with tanh and softmax, a small batch a step. */
export const featuresLoops: Loops = ({ examples, batch, initial, network: { rate } }) => {
  const x = inputsOf(examples)
  const y = examples.targets
  const batches = examples.count / batch
  return (steps) => {
    const [inputs, hidden, classes] = [2, 10, 2]
    const a = new Float64Array(hidden)
    const p = new Float64Array(classes)
    // Weights of the first layer, its bias, those of the second, its bias.
    const [b1, w2] = [inputs * hidden, (inputs + 1) * hidden]
    const b2 = w2 + hidden * classes
    const slopes = new Float64Array(b2 + classes)
    const w = initial.slice()
    for (let step = 0; step < steps; step++) {
      slopes.fill(0)
      const start = (step % batches) * batch
      for (let example = start; example < start + batch; example++) {
        const row = example * inputs
        for (let c = 0; c < classes; c++) p[c] = w[b2 + c]
        for (let j = 0; j < hidden; j++) {
          let sum = w[b1 + j]
          for (let i = 0; i < inputs; i++) sum += x[row + i] * w[i * hidden + j]
          const activated = Math.tanh(sum)
          a[j] = activated
          for (let c = 0; c < classes; c++) p[c] += activated * w[w2 + j * classes + c]
        }
        let top = p[0]
        for (let c = 1; c < classes; c++) if (p[c] > top) top = p[c]
        let total = 0
        for (let c = 0; c < classes; c++) {
          p[c] = Math.exp(p[c] - top)
          total += p[c]
        }
        for (let c = 0; c < classes; c++) {
          p[c] = p[c] / total - y[example * classes + c]
          slopes[b2 + c] += p[c]
        }
        for (let j = 0; j < hidden; j++) {
          let back = 0
          for (let c = 0; c < classes; c++) {
            back += p[c] * w[w2 + j * classes + c]
            slopes[w2 + j * classes + c] += a[j] * p[c]
          }
          back *= 1 - a[j] * a[j]
          slopes[b1 + j] += back
          for (let i = 0; i < inputs; i++) slopes[i * hidden + j] += x[row + i] * back
        }
      }
      for (let at = 0; at < w.length; at++) w[at] -= (rate / batch) * slopes[at]
    }
    return w
  }
}
