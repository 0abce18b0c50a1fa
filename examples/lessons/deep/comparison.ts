import {
  add,
  astype,
  type Engine,
  flattenTree,
  item,
  jit,
  type MappedTree,
  mul,
  type Tensor,
  zipTrees,
} from 'cotangent'
import { numbersOf, type Row, relativeDistance } from '../numbers.js'
import { mapRecord } from '../parts.js'
import { type Architecture, type Examples, type Layers, type ObjectiveName, objectives } from './network.js'

/** A gradient held against the automatic one, and against differences of the cost. */
export interface Comparison {
  /** max|a - b| / max|b| of the weights' slopes, layer by layer, and of the biases'. */
  readonly weights: Row
  readonly biases: Row
  /** How fast the cost grows along the gradient: what the gradient claims, its norm, and what differences of it say. */
  readonly claimed: number
  readonly measured: number
}

const inFloat64 = ({ inputs, targets }: Examples): Examples => ({
  inputs: astype(inputs, 'float64'),
  targets: astype(targets, 'float64'),
})

const entries = (layers: Layers): Row => flattenTree(layers)[0].flatMap(numbersOf)

const norm = (layers: Layers): number => Math.sqrt(entries(layers).reduce((total, entry) => total + entry * entry, 0))

const moved = (layers: Layers, gradient: Layers, by: number): Layers =>
  zipTrees(layers, gradient as MappedTree<Layers, Tensor>, (from, slope) => add(from, mul(by, slope))) as Layers

/** So small that few units pass their kink on the way; a rounding of the cost over it is 1e-8. */
const stepSize = 1e-8

const compare = (cost: (layers: Layers) => number, gradient: Layers, automatic: Layers, layers: Layers): Comparison => {
  const distance = (part: keyof Layers[number]): Row =>
    gradient.map((layer, index) => relativeDistance(numbersOf(layer[part]), numbersOf(automatic[index][part])))
  const claimed = norm(gradient)
  const [before, after] = [-1, 1].map((side) => cost(moved(layers, gradient, (side * stepSize) / claimed)))
  return {
    weights: distance('weights'),
    biases: distance('bias'),
    claimed,
    measured: (after - before) / (2 * stepSize),
  }
}

/**
 * Layers with biases that are a little larger. With biases of 0, a node whose inputs are all 0 stands exactly where relu
 * has its kink, and there the cost has no slope that gradients could agree with.
 */
const offTheKink = (layers: Layers): Layers => layers.map(({ weights, bias }) => ({ weights, bias: add(bias, 0.01) }))

/** All gradients near some layers, off the kinks there, in float64. */
export const comparisons = (
  rounding: Architecture,
  examples: Examples,
  layers: Layers,
  engine: Engine,
): Readonly<Record<ObjectiveName, Comparison>> => {
  const architecture = { ...rounding, dtype: 'float64' } as const
  const exact = inFloat64(examples)
  const place = offTheKink(layers)
  const gradients = mapRecord(objectives, (objective) =>
    jit(objective(architecture).gradient(exact), { engine })(place),
  )
  const cost = jit(objectives.automatic(architecture).cost(exact), { engine })
  return mapRecord(gradients, (gradient) => compare((at) => item(cost(at)), gradient, gradients.automatic, place))
}
