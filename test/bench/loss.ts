import { type Network, type Params, type Problem, placesOf } from './network.js'

const activations: Readonly<Record<Network['activation'], (x: number) => number>> = {
  relu: (x) => Math.max(x, 0),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
}

const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))

const total = (terms: readonly number[]): number => terms.reduce((sum, term) => sum + term, 0)

/** The loss of one example, by what the last layer gives before its activation. */
const costs: Readonly<Record<Network['loss'], (outputs: readonly number[], targets: readonly number[]) => number>> = {
  'half squared error': (z, y) => total(z.map((value, j) => (activations.sigmoid(value) - y[j]) ** 2 / 2)),
  'sigmoid cross entropy': (z, y) => total(z.map((value, j) => softplus(value) - y[j] * value)),
  'softmax cross entropy': (z, y) => {
    const top = Math.max(...z)
    const logSum = top + Math.log(total(z.map((value) => Math.exp(value - top))))
    return total(z.map((value, j) => y[j] * (logSum - value)))
  },
}

/** The mean loss over the examples by the definition, in float64: what all trainings are compared by. */
export const lossOf = ({ network, examples }: Problem, params: Params): number => {
  const [inputs, outputs] = [network.sizes[0], network.sizes.at(-1) as number]
  const places = placesOf(network)
  const activation = activations[network.activation]
  const costOf = (example: number): number => {
    const row = examples.inputs.subarray(example * inputs, (example + 1) * inputs)
    const last = places.reduce(
      (values, { outputs: width, weights, bias, end }, layer) => {
        const z = Array.from({ length: width }, (_, j) => (end > bias ? params[bias + j] : 0))
        values.forEach((value, i) => {
          for (let j = 0; j < width; j++) z[j] += value * params[weights + i * width + j]
        })
        return layer < places.length - 1 ? z.map(activation) : z
      },
      Array.from(row, (value) => value / examples.scale),
    )
    return costs[network.loss](last, [...examples.targets.subarray(example * outputs, (example + 1) * outputs)])
  }
  return total(Array.from({ length: examples.count }, (_, example) => costOf(example))) / examples.count
}
