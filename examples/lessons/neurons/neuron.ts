import {
  add,
  type Engine,
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
import { type Matrix, numbersOf, type Row, type Rows, type Scalar } from '../numbers.js'
import type { TruthTable } from './data.js'

/** A truth table as tensors. */
export interface Examples {
  readonly inputs: Matrix
  readonly targets: Matrix
}

export const examplesOf = ({ inputs, targets }: TruthTable): Examples => ({
  inputs: tensor(inputs),
  targets: tensor(targets),
})

/** One neuron: the sigmoid of the weighted sum of its inputs. */
const think =
  (inputs: Matrix) =>
  (weights: Matrix): Matrix =>
    pipe(inputs, matmul(weights), sigmoid)

/** Half the sum of squared errors: what the adjustment descends. */
export const halfSquaredError =
  ({ inputs, targets }: Examples) =>
  (weights: Matrix): Scalar =>
    pipe(weights, think(inputs), sub(targets), square, sum, mul(0.5))

/** The slope of the sigmoid, given what comes out of it. */
export const slopeAtOutput = (output: Matrix): Matrix => mul(output, sub(1, output))

/** What is added to the weights. */
export type Adjustment = (examples: Examples) => (weights: Matrix) => Matrix

/** As the lesson writes it: inputs' (error slope). */
export const handWritten: Adjustment =
  ({ inputs, targets }) =>
  (weights) => {
    const output = think(inputs)(weights)
    const error = sub(targets, output)
    return matmul(transpose(inputs), mul(error, slopeAtOutput(output)))
  }

export const automatic: Adjustment = (examples) => (weights) => neg(grad(halfSquaredError(examples))(weights))

export interface NeuronOptions {
  readonly iterations: number
  /** What the trained neuron is asked about. */
  readonly newSituation: Rows
  readonly engine: Engine
}

/** A trained neuron, and its way. */
export interface Neuron {
  readonly initial: Row
  readonly weights: Row
  /** The mean squared error before every adjustment. */
  readonly errors: Row
  readonly finalError: number
  readonly firstAdjustment: Row
  readonly lastAdjustment: Row
  readonly outputs: Row
  readonly newSituation: Row
}

const train = (adjustment: Adjustment, examples: Examples, iterations: number) => (initial: Matrix) =>
  scan(
    (weights: Matrix) => {
      const change = adjustment(examples)(weights)
      const error = mse(think(examples.inputs)(weights), examples.targets)
      return [add(weights, change), { change, error }]
    },
    initial,
    [],
    { length: iterations },
  )

/** Trains a neuron on a truth table from given weights. */
export const neuron =
  (adjustment: Adjustment, table: TruthTable, { iterations, newSituation, engine }: NeuronOptions) =>
  (initial: Matrix): Neuron => {
    const examples = examplesOf(table)
    const [weights, history] = jit(train(adjustment, examples, iterations), { engine })(initial)
    const outputs = think(examples.inputs)(weights)
    const changes = numbersOf(history.change)
    const count = table.inputs[0].length * table.targets[0].length
    return {
      initial: numbersOf(initial),
      weights: numbersOf(weights),
      errors: numbersOf(history.error),
      finalError: numbersOf(mse(outputs, examples.targets))[0],
      firstAdjustment: changes.slice(0, count),
      lastAdjustment: changes.slice(-count),
      outputs: numbersOf(outputs),
      newSituation: numbersOf(think(tensor(newSituation))(weights)),
    }
  }
