import {
  argmax,
  astype,
  equal,
  expandDims,
  flattenTree,
  grad,
  item,
  log,
  mean,
  neg,
  softmax,
  takeAlongAxis,
  tanh,
} from 'cotangent'
import { type AnyModel, activation, dense, initializers, sequential } from 'cotangent/nn'
import type { Rand } from 'cotangent/random'
import { type Matrix, numbersOf, relativeDistance, type Scalar } from '../numbers.js'
import { numpyMean } from '../pairwise.js'
import * as hand from './byHand.js'
import type { Examples } from './dataset.js'

/** The parameters of a network: those of its layers, one after the other. */
export type Params = hand.Params

/** A gradient of the loss on some examples. */
export type Gradient = (examples: Examples) => (params: Params) => Params

/** A network of which the gradient is written by hand as well. */
export interface Network {
  readonly init: Rand<Params>
  /** The probabilities of the classes, `[B, C]`, of examples `[B, F]`. */
  readonly apply: (params: Params) => (x: Matrix) => Matrix
  readonly handWritten: Gradient
}

/** A layer as the lesson draws it: output by output, with a standard deviation of one over the root of its inputs. */
const linear = (inputs: number, outputs: number) =>
  dense(inputs, outputs, { weights: initializers.transposed(initializers.lecunNormal) })

/** A model beside its layers by hand; their parameters are in a list, which the types do not tell layer by layer here. */
const network = (model: AnyModel, layers: readonly hand.Layer[]): Network => ({
  ...(model as unknown as Pick<Network, 'init' | 'apply'>),
  handWritten: ({ x, labels }) => hand.gradient(layers)(x, labels),
})

/** One layer, and its softmax. */
export const linearNetwork = (features: number, classes: number): Network =>
  network(sequential(linear(features, classes), activation(softmax)), [hand.linear, hand.softmax])

/** A layer with tanh before that. */
export const tanhNetwork = (features: number, hidden: number, classes: number): Network =>
  network(sequential(linear(features, hidden), activation(tanh), linear(hidden, classes), activation(softmax)), [
    hand.linear,
    hand.tanhLayer,
    hand.linear,
    hand.softmax,
  ])

/** -log p of each example, p the probability that the network gives to its own class: `[B, 1]`. */
const losses =
  ({ apply }: Network) =>
  ({ x, labels }: Examples) =>
  (params: Params): Matrix =>
    neg(log(takeAlongAxis(apply(params)(x), expandDims(labels, 1), { axis: 1 })))

/** Their mean: what training descends. */
export const loss =
  (network: Network) =>
  (examples: Examples) =>
  (params: Params): Scalar =>
    mean(losses(network)(examples)(params))

export const automatic =
  (network: Network): Gradient =>
  (examples) =>
    grad(loss(network)(examples))

/** What parameters come to on some examples. */
export interface Score {
  readonly loss: number
  /** The share of examples to whose class the network gives the greatest probability. */
  readonly accuracy: number
}

export const score = (network: Network, examples: Examples, params: Params): Score => ({
  loss: numpyMean(numbersOf(losses(network)(examples)(params))),
  accuracy: item(
    mean(astype(equal(argmax(network.apply(params)(examples.x), { axis: 1 }), examples.labels), 'float64')),
  ),
})

/** The largest difference of two gradients, relative to the largest entry of the second. */
export const distance = (a: Params, b: Params): number => {
  const [found, expected] = [a, b].map((params) => flattenTree(params)[0].flatMap(numbersOf))
  return relativeDistance(found, expected)
}
