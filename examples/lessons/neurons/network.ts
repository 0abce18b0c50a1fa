import {
  add,
  type Engine,
  expandDims,
  grad,
  jit,
  matmul,
  mse,
  mul,
  neg,
  scan,
  sigmoid,
  square,
  sub,
  sum,
  tensor,
  transpose,
} from 'cotangent'
import { pipe } from 'fp-ts/lib/function.js'
import { type Matrix, numbersOf, type Row, type Rows, rowsOf, type Scalar } from '../numbers.js'
import type { TruthTable } from './data.js'
import { type Examples, examplesOf, slopeAtOutput } from './neuron.js'

/** The weights of both layers: `[inputs, hidden]` and `[hidden, outputs]`. */
export interface Weights {
  readonly w01: Matrix
  readonly w12: Matrix
}

const hiddenLayer =
  (inputs: Matrix) =>
  ({ w01 }: Weights): Matrix =>
    pipe(inputs, matmul(w01), sigmoid)

export const network =
  (inputs: Matrix) =>
  (weights: Weights): Matrix =>
    pipe(weights, hiddenLayer(inputs), matmul(weights.w12), sigmoid)

/** Half the sum of squared errors: what the adjustment descends. */
export const halfSquaredError =
  ({ inputs, targets }: Examples) =>
  (weights: Weights): Scalar =>
    pipe(weights, network(inputs), sub(targets), square, sum, mul(0.5))

/** What is added to the weights, but for the learning rate. */
export type Adjustment = (examples: Examples) => (weights: Weights) => Weights

/** As the lesson writes it: the errors of the output layer, brought back through its weights. */
export const handWritten: Adjustment =
  ({ inputs, targets }) =>
  (weights) => {
    const layer1 = hiddenLayer(inputs)(weights)
    const layer2 = pipe(layer1, matmul(weights.w12), sigmoid)
    const delta2 = mul(sub(targets, layer2), slopeAtOutput(layer2))
    const delta1 = mul(matmul(delta2, transpose(weights.w12)), slopeAtOutput(layer1))
    return { w01: matmul(transpose(inputs), delta1), w12: matmul(transpose(layer1), delta2) }
  }

export const automatic: Adjustment = (examples) => (weights) => {
  const { w01, w12 } = grad(halfSquaredError(examples))(weights)
  return { w01: neg(w01), w12: neg(w12) }
}

export interface NetworkOptions {
  readonly rate: number
  readonly epochs: number
  /** What the trained network is asked about. */
  readonly newSituation: Rows
  readonly engine: Engine
}

/** A trained network, and its losses on the way. */
export interface Network {
  readonly w01: Rows
  readonly w12: Rows
  /** The mean squared error over all records after every epoch. */
  readonly losses: Row
  /** Of the training records, after training. */
  readonly hidden: Rows
  readonly outputs: Row
  readonly newSituation: Row
}

/** Every epoch adjusts the weights to one record after the other: a loop in a loop. */
const train =
  (adjustment: Adjustment, examples: Examples, { rate, epochs }: NetworkOptions) =>
  (initial: Weights) => {
    const records = { inputs: expandDims(examples.inputs, 1), targets: expandDims(examples.targets, 1) }
    const step = (weights: Weights, record: Examples) => {
      const { w01, w12 } = adjustment(record)(weights)
      return [{ w01: add(weights.w01, mul(rate, w01)), w12: add(weights.w12, mul(rate, w12)) }, []] as const
    }
    const epoch = (weights: Weights) => {
      const [next] = scan(step, weights, records)
      return [next, mse(network(examples.inputs)(next), examples.targets)] as const
    }
    return scan(epoch, initial, [], { length: epochs })
  }

/** Trains the network on a truth table from given weights. */
export const twoLayers =
  (adjustment: Adjustment, table: TruthTable, options: NetworkOptions) =>
  (initial: Weights): Network => {
    const examples = examplesOf(table)
    const [weights, losses] = jit(train(adjustment, examples, options), { engine: options.engine })(initial)
    return {
      w01: rowsOf(weights.w01),
      w12: rowsOf(weights.w12),
      losses: numbersOf(losses),
      hidden: rowsOf(hiddenLayer(examples.inputs)(weights)),
      outputs: numbersOf(network(examples.inputs)(weights)),
      newSituation: numbersOf(network(tensor(options.newSituation))(weights)),
    }
  }
