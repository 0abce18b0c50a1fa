import { inputsOf, type Network, placesOf } from '../network.js'
import type { Loops } from '../workloads/workload.js'
import { backward, type Extents, forward, update } from './dense.js'

const reluInPlace = (a: Float64Array): void => {
  for (let at = 0; at < a.length; at++) if (a[at] < 0) a[at] = 0
}

const sigmoidInPlace = (a: Float64Array): void => {
  for (let at = 0; at < a.length; at++) a[at] = 1 / (1 + Math.exp(-a[at]))
}

const softmaxInPlace = (a: Float64Array, classes: number): void => {
  for (let row = 0; row < a.length; row += classes) {
    let top = a[row]
    for (let c = 1; c < classes; c++) if (a[row + c] > top) top = a[row + c]
    let total = 0
    for (let c = 0; c < classes; c++) {
      a[row + c] = Math.exp(a[row + c] - top)
      total += a[row + c]
    }
    for (let c = 0; c < classes; c++) a[row + c] /= total
  }
}

const activate = (a: Float64Array, activation: Network['activation']): void =>
  activation === 'relu' ? reluInPlace(a) : sigmoidInPlace(a)

/** d becomes the slope before the activation that gave a. */
const throughActivation = (d: Float64Array, a: Float64Array, activation: Network['activation']): void => {
  if (activation === 'relu') for (let at = 0; at < d.length; at++) d[at] = a[at] > 0 ? d[at] : 0
  else for (let at = 0; at < d.length; at++) d[at] *= a[at] * (1 - a[at])
}

/** Networks of wide layers over all examples at once. */
export const picturesLoops: Loops = ({ network, examples, initial }) => {
  const rows = examples.count
  const x = inputsOf(examples)
  const y = examples.targets
  const layers = placesOf(network).map(({ inputs, outputs, weights, bias, end }) => ({
    extents: [rows, inputs, outputs] as Extents,
    initialWeights: initial.subarray(weights, bias),
    initialBias: initial.subarray(bias, end),
    w: new Float64Array(bias - weights),
    b: new Float64Array(outputs),
    slope: new Float64Array(bias - weights),
    a: new Float64Array(rows * outputs),
    d: new Float64Array(rows * outputs),
  }))
  const last = layers[layers.length - 1]
  const inputTo = (layer: number): Float64Array => (layer === 0 ? x : layers[layer - 1].a)

  const step = (): void => {
    for (const [at, { w, b, a, extents }] of layers.entries()) {
      forward(inputTo(at), w, b, a, extents)
      if (a !== last.a) activate(a, network.activation)
    }
    if (network.loss === 'softmax cross entropy') softmaxInPlace(last.a, last.extents[2])
    else sigmoidInPlace(last.a)
    for (let at = 0; at < last.d.length; at++) last.d[at] = (last.a[at] - y[at]) / rows
    for (let at = layers.length - 1; at >= 0; at--) {
      const { w, b, d, slope, extents } = layers[at]
      if (at > 0) {
        backward(d, w, layers[at - 1].d, extents)
        throughActivation(layers[at - 1].d, layers[at - 1].a, network.activation)
      }
      update(inputTo(at), d, w, b, slope, network.rate, extents)
    }
  }

  return (steps) => {
    for (const { w, b, initialWeights, initialBias } of layers) {
      w.set(initialWeights)
      b.set(initialBias)
    }
    for (let count = 0; count < steps; count++) step()
    return Float64Array.from(layers.flatMap(({ w, b }) => [...w, ...b]))
  }
}
