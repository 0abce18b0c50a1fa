import {
  argmax,
  astype,
  equal,
  type Engine,
  expandDims,
  grad,
  item,
  jit,
  log,
  mean,
  mul,
  neg,
  softmax,
  sub,
  takeAlongAxis,
  tanh,
  zipTrees,
} from 'cotangent'
import { batches } from 'cotangent/data'
import { activation, dense, sequential } from 'cotangent/nn'
import { fit } from 'cotangent/optim'
import type { Rand } from 'cotangent/random'
import type { Matrix, Scalar } from '../numbers.js'
import * as hand from './byHand.js'
import type { Examples } from './dataset.js'

/** A network, its gradient written by hand as well: the layers' parameters stand in a list. */
export interface Network {
  readonly init: Rand<hand.Params>
  readonly apply: (params: hand.Params) => (x: Matrix) => Matrix
  readonly handWritten: (examples: Examples) => (params: hand.Params) => hand.Params
}

/** Of the lesson's layers: its weights, drawn output by output, have a standard deviation of one over the root of the inputs. */
const lessonWeights = { weights: lesson }

export const linearNetwork = (inputs: number, classes: number): Network => ({
  ...(sequential(dense(inputs, classes, lessonWeights), activation(softmax))),
  handWritten: ({ x, labels }) => hand.gradient([hand.linear, hand.softmax])(x, labels),
})

export const tanhNetwork = (inputs: number, hidden: number, classes: number): Network => ({
  ...sequential(
    dense(inputs, hidden, lessonWeights),
    activation(tanh),
    dense(hidden, classes, lessonWeights),
    activation(softmax),
  ),
  handWritten: ({ x, labels }) => hand.gradient([hand.linear, hand.tanhLayer, hand.linear, hand.softmax])(x, labels),
})

/** The mean of -log p over the examples, p the probability that the network gives to an example's own class. */
export const loss =
  ({ apply }: Network) =>
  ({ x, labels }: Examples) =>
  (params: hand.Params): Scalar =>
    neg(mean(log(takeAlongAxis(apply(params)(x), expandDims(labels, 1), { axis: 1 }))))

/** The share of examples to whose class the network gives the greatest probability. */
export const accuracy =
  ({ apply }: Network) =>
  ({ x, labels }: Examples) =>
  (params: hand.Params): Scalar =>
    mean(astype(equal(argmax(apply(params)(x), { axis: 1 }), labels), 'float64'))

/** What parameters come to on some examples. */
export interface Score {
  readonly loss: number
  readonly accuracy: number
}

export const score =
  (network: Network) =>
  (examples: Examples) =>
  (params: hand.Params): Score => ({
    loss: item(loss(network)(examples)(params)),
    accuracy: item(accuracy(network)(examples)(params)),
  })

export type Gradient = (examples: Examples) => (params: hand.Params) => hand.Params

export const automatic =
  (network: Network): Gradient =>
  (examples) =>
    grad(loss(network)(examples))

export interface TrainingOptions {
  readonly rate: number
  readonly batchSize: number
  readonly engine: Engine
}

/** The parameters before training, and after every epoch; an epoch goes through the examples in their order. */
export function* training(
  gradient: Gradient,
  train: Examples,
  { rate, batchSize, engine }: TrainingOptions,
  initial: hand.Params,
): Generator<hand.Params> {
}
