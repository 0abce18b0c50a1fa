import { div, type Engine, grad, jit, matmul, mse, mul, reshape, scan, sub, sum } from 'cotangent'
import { pipe } from 'fp-ts/lib/function.js'
import { type Matrix, numbersOf, type Row, roundHalfEven, type Scalar } from '../numbers.js'
import type { Examples, Split } from './split.js'

export interface RegressionOptions {
  readonly rate: number
  readonly iterations: number
  readonly engine: Engine
}

/** A trained line, and its errors on the way. */
export interface Regression {
  readonly weights: Row
  /** The mean squared error after every step. */
  readonly train: Row
  readonly valid: Row
  /** What it predicts of the test examples. */
  readonly predictions: Row
  readonly testError: number
  /** The test error of the predictions rounded to whole numbers, which hides most of it. */
  readonly roundedTestError: number
}

/** The gradient of a loss by the weights, on given examples. */
export type WeightGradient = (examples: Examples) => (weights: Matrix) => Matrix

const predict =
  (inputs: Matrix) =>
  (weights: Matrix): Matrix =>
    matmul(inputs, weights)

const error =
  ({ inputs, targets }: Examples) =>
  (weights: Matrix): Scalar =>
    pipe(weights, predict(inputs), mse(targets))

/** Half the mean squared error: what the lesson descends. */
export const halfError =
  (examples: Examples) =>
  (weights: Matrix): Scalar =>
    pipe(weights, error(examples), mul(0.5))

/** As the lesson writes it: sum over examples of (prediction - target) input / m. */
export const handWritten: WeightGradient =
  ({ inputs, targets }) =>
  (weights) =>
    pipe(weights, predict(inputs), sub(targets), mul(inputs), div(inputs.shape[0]), sum({ axis: 0 }), reshape([-1, 1]))

export const automatic: WeightGradient = (examples) => grad(halfError(examples))

/** The weights' way downhill, with the errors after each step. */
const descend =
  (gradient: WeightGradient, { train, valid }: Split, { rate, iterations }: RegressionOptions) =>
  (initial: Matrix) =>
    scan(
      (weights: Matrix) => {
        const next = pipe(weights, sub(mul(rate, gradient(train)(weights))))
        return [next, { train: error(train)(next), valid: error(valid)(next) }] as const
      },
      initial,
      [],
      { length: iterations },
    )

const meanSquare = (differences: Row): number =>
  differences.reduce((total, difference) => total + difference ** 2, 0) / differences.length

/** Trains a line through iris from given weights, and tests it. */
export const regress =
  (gradient: WeightGradient, split: Split, options: RegressionOptions) =>
  (initial: Matrix): Regression => {
    const [weights, errors] = jit(descend(gradient, split, options), { engine: options.engine })(initial)
    const predictions = numbersOf(predict(split.test.inputs)(weights))
    const targets = numbersOf(split.test.targets)
    return {
      weights: numbersOf(weights),
      train: numbersOf(errors.train),
      valid: numbersOf(errors.valid),
      predictions,
      testError: meanSquare(predictions.map((prediction, index) => prediction - targets[index])),
      roundedTestError: meanSquare(predictions.map((prediction, index) => roundHalfEven(prediction) - targets[index])),
    }
  }
