import type { Network, Params } from '../network.js'
import { placesOf } from '../network.js'
import type { Draws } from '../random.js'

/** Normal weights with a deviation for each layer, by its numbers of inputs and outputs; biases are 0. */
export const normalWeights = (
  network: Network,
  draws: Draws,
  deviation: (inputs: number, outputs: number) => number,
): Params => {
  const places = placesOf(network)
  const params = new Float64Array(places[places.length - 1].end)
  for (const { inputs, outputs, weights, bias } of places)
    for (let at = weights; at < bias; at++) params[at] = draws.normal() * deviation(inputs, outputs)
  return params
}

/** Rows with a 1 at each label. */
export const oneHot = (labels: readonly number[], classes: number): Float64Array => {
  const rows = new Float64Array(labels.length * classes)
  labels.forEach((label, row) => {
    rows[row * classes + label] = 1
  })
  return rows
}
