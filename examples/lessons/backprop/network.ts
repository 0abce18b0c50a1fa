import {
  argmax,
  div,
  type Engine,
  grad,
  item,
  jit,
  matmul,
  mul,
  scan,
  sigmoid,
  softmax,
  sub,
  transpose,
} from 'cotangent'
import { pipe } from 'fp-ts/lib/function.js'
import { type Matrix, numbersOf, type Row, type Rows, rowsOf, type Scalar } from '../numbers.js'
import { guardedCrossEntropy, sigmoidGradient } from './formulas.js'
import type { Examples, Split } from './split.js'

/** The weights of both layers: `[inputs, hidden]` and `[hidden, classes]`. */
export interface Weights {
  readonly w1: Matrix
  readonly w2: Matrix
}

/** The probabilities of the classes. */
export const network =
  (inputs: Matrix) =>
  ({ w1, w2 }: Weights): Matrix =>
    pipe(inputs, matmul(w1), sigmoid, matmul(w2), softmax)

export const loss =
  ({ inputs, targets }: Examples) =>
  (weights: Weights): Scalar =>
    pipe(weights, network(inputs), guardedCrossEntropy(targets))

export type NetworkGradient = (examples: Examples) => (weights: Weights) => Weights

/** The gradient written by hand, right or with the lesson's two mistakes. */
export const handWritten =
  ({ slopeAt, averaged }: { readonly slopeAt: 'input' | 'output'; readonly averaged: boolean }): NetworkGradient =>
  ({ inputs, targets }) =>
  ({ w1, w2 }) => {
    const z1 = matmul(inputs, w1)
    const a1 = sigmoid(z1)
    const d2 = pipe(a1, matmul(w2), softmax, sub(targets))
    const d1 = pipe(d2, matmul(transpose(w2)), mul(sigmoidGradient(slopeAt === 'input' ? z1 : a1)))
    const count = averaged ? inputs.shape[0] : 1
    return {
      w1: pipe(transpose(inputs), matmul(d1), div(count)),
      w2: pipe(transpose(a1), matmul(d2), div(count)),
    }
  }

/** What the network is trained with, by name. */
export const gradients = {
  /** As the lesson has it: the sigmoid's slope taken at its output, and the sum over examples for the mean. */
  lesson: handWritten({ slopeAt: 'output', averaged: false }),
  /** The slope mended, the sum not. */
  summed: handWritten({ slopeAt: 'input', averaged: false }),
  corrected: handWritten({ slopeAt: 'input', averaged: true }),
  automatic: (examples) => grad(loss(examples)),
} as const satisfies Record<string, NetworkGradient>

export type GradientName = keyof typeof gradients

export interface TrainingOptions {
  readonly rate: number
  readonly iterations: number
  readonly engine: Engine
}

/** A trained network, and its losses on the way. */
export interface Training {
  readonly w1: Rows
  readonly w2: Rows
  /** The loss before every step. */
  readonly train: Row
  readonly valid: Row
  readonly testLoss: number
  readonly testAccuracy: number
  /** The probabilities of the test examples. */
  readonly testOutputs: Rows
}

const descend =
  (gradient: NetworkGradient, { train, valid }: Split, { rate, iterations }: TrainingOptions) =>
  (initial: Weights) =>
    scan(
      (weights: Weights) => {
        const { w1, w2 } = gradient(train)(weights)
        const next = { w1: sub(weights.w1, mul(rate, w1)), w2: sub(weights.w2, mul(rate, w2)) }
        return [next, { train: loss(train)(weights), valid: loss(valid)(weights) }] as const
      },
      initial,
      [],
      { length: iterations },
    )

const accuracy = (outputs: Matrix, targets: Matrix): number => {
  const [predicted, actual] = [outputs, targets].map((rows) => numbersOf(argmax(rows, { axis: 1 })))
  return predicted.filter((label, index) => label === actual[index]).length / actual.length
}

/** Trains the network from given weights, and tests it. */
export const train =
  (gradient: NetworkGradient, split: Split, options: TrainingOptions) =>
  (initial: Weights): Training => {
    const [weights, losses] = jit(descend(gradient, split, options), { engine: options.engine })(initial)
    const outputs = network(split.test.inputs)(weights)
    return {
      w1: rowsOf(weights.w1),
      w2: rowsOf(weights.w2),
      train: numbersOf(losses.train),
      valid: numbersOf(losses.valid),
      testLoss: item(loss(split.test)(weights)),
      testAccuracy: accuracy(outputs, split.test.targets),
      testOutputs: rowsOf(outputs),
    }
  }
