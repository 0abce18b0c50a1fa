import { arange, div, type Engine, item, numericalGradient, reshape, sigmoid, softmax, tensor } from 'cotangent'
import { random, seed, standardNormal } from 'cotangent/random'
import { pipe } from 'fp-ts/lib/function.js'
import * as State from 'fp-ts/lib/State.js'
import { type Flowers, iris } from '../../data/iris.js'
import { numbersOf, type Row, type Rows, relativeDistance, rowsOf } from '../numbers.js'
import { mapRecord, type Progress, runParts, silently } from '../parts.js'
import { type Calculus, calculus } from './calculus.js'
import { guardedCrossEntropy, sigmoidGradient } from './formulas.js'
import { encodeLabels } from './labels.js'
import { type GradientName, gradients, loss, type Training, train, type Weights } from './network.js'
import * as line from './regression.js'
import { classified, type Examples, numbered } from './split.js'

/** All that the lesson depends on; the defaults are its own. */
export interface BackpropOptions {
  readonly seed: number
  readonly hidden: number
  /** Learning rate and number of steps of the network. */
  readonly rate: number
  readonly iterations: number
  /** Learning rate and number of steps of the linear regression. */
  readonly linearRate: number
  readonly linearIterations: number
  readonly flowers: Flowers
  readonly engine: Engine
}

export const defaults: BackpropOptions = {
  seed: 37,
  hidden: 10,
  rate: 0.01,
  iterations: 1000,
  linearRate: 0.03,
  linearIterations: 100,
  flowers: iris,
  engine: 'wasm',
}

export interface Labels {
  readonly labels: readonly (string | number)[]
  readonly classes: readonly (string | number)[]
  readonly indices: Row
  readonly matrix: Rows
}

/** How far a gradient is from the one that automatic differentiation gives: max|a - b| / max|b|. */
export interface Disagreement {
  readonly w1: number
  readonly w2: number
}

export interface BackpropFigures {
  readonly calculus: Calculus
  readonly activations: {
    readonly sigmoid: Row
    readonly sigmoidGradient: Row
    readonly softmax: Row
    readonly largeSoftmax: Row
    readonly crossEntropy: number
    readonly perfectCrossEntropy: number
  }
  readonly labels: { readonly names: Labels; readonly codes: Labels }
  readonly regression: {
    readonly initial: Row
    readonly handWritten: line.Regression
    readonly automatic: line.Regression
    /** Of the two gradients at the initial weights. */
    readonly disagreement: number
  }
  readonly network: {
    readonly initial: { readonly w1: Rows; readonly w2: Rows }
    readonly gradients: Readonly<Record<GradientName, { readonly w1: Rows; readonly w2: Rows }>>
    /** At the initial weights, of each gradient as it is, and of its mean over the examples where it is their sum. */
    readonly disagreement: Readonly<Record<GradientName | 'numeric', Disagreement>>
    readonly disagreementOfMeans: Readonly<Record<'lesson' | 'summed', Disagreement>>
    readonly training: Readonly<Record<GradientName, Training>>
  }
}

const activations = (): BackpropFigures['activations'] => ({
  sigmoid: numbersOf(sigmoid(arange(5))),
  sigmoidGradient: numbersOf(sigmoidGradient(reshape(arange(5), [1, 5]))),
  softmax: numbersOf(softmax(tensor([1, 3, 5]))),
  largeSoftmax: numbersOf(softmax(tensor([1000, 0, 0]))),
  crossEntropy: item(guardedCrossEntropy(tensor([[1, 0, 0]]))(tensor([[0.7, 0.2, 0.1]]))),
  perfectCrossEntropy: item(guardedCrossEntropy(tensor([[1, 0, 0]]))(tensor([[1, 0, 0]]))),
})

const encoded = (labels: readonly (string | number)[]): Labels => {
  const { classes, indices, matrix } = encodeLabels(labels)
  return { labels, classes, indices, matrix: rowsOf(matrix) }
}

const regression = ({ seed: start, flowers, engine, ...options }: BackpropOptions): BackpropFigures['regression'] => {
  const split = numbered(flowers)
  const [initial] = random([flowers.measurements[0].length, 1])(seed(start))
  const settings = { rate: options.linearRate, iterations: options.linearIterations, engine }
  const [byHand, byMachine] = [line.handWritten, line.automatic].map((gradient) =>
    numbersOf(gradient(split.train)(initial)),
  )
  return {
    initial: numbersOf(initial),
    handWritten: line.regress(line.handWritten, split, settings)(initial),
    automatic: line.regress(line.automatic, split, settings)(initial),
    disagreement: relativeDistance(byHand, byMachine),
  }
}

/** The lesson's draws: standard normal numbers, the first layer's before the second's. */
export const initialWeights = ({ seed: start, hidden, flowers }: BackpropOptions): Weights =>
  pipe(
    standardNormal([flowers.measurements[0].length, hidden]),
    State.bindTo('w1'),
    State.bind('w2', () => standardNormal([hidden, flowers.names.length])),
    State.evaluate(seed(start)),
  )

const layers = ({ w1, w2 }: Weights) => ({ w1: rowsOf(w1), w2: rowsOf(w2) })

const disagreement = (found: Weights, expected: Weights): Disagreement => ({
  w1: relativeDistance(numbersOf(found.w1), numbersOf(expected.w1)),
  w2: relativeDistance(numbersOf(found.w2), numbersOf(expected.w2)),
})

/** The gradients at the initial weights, held against each other and against differences. */
const comparison = (examples: Examples, initial: Weights) => {
  const found = mapRecord(gradients, (gradient) => gradient(examples)(initial))
  const count = examples.inputs.shape[0]
  const meanOf = ({ w1, w2 }: Weights): Weights => ({ w1: div(w1, count), w2: div(w2, count) })
  const numeric = numericalGradient(loss(examples), initial, { epsilon: 1e-5, method: 'central' })
  return {
    gradients: mapRecord(found, layers),
    disagreement: mapRecord({ ...found, numeric }, (one) => disagreement(one, found.automatic)),
    disagreementOfMeans: mapRecord({ lesson: found.lesson, summed: found.summed }, (one) =>
      disagreement(meanOf(one), found.automatic),
    ),
  }
}

/** The lesson's parts in its order, each a computation that has not run yet. */
const parts = (options: BackpropOptions) => {
  const split = classified(options.flowers)
  const initial = initialWeights(options)
  const settings = { rate: options.rate, iterations: options.iterations, engine: options.engine }
  return {
    calculus,
    activations,
    labels: () => ({ names: encoded(['John', 'Tim', 'Tom', 'John', 'Marry', 'Tom']), codes: encoded([-1, 0, 1]) }),
    regression: () => regression(options),
    comparison: () => ({ initial: layers(initial), ...comparison(split.train, initial) }),
    lesson: () => train(gradients.lesson, split, settings)(initial),
    summed: () => train(gradients.summed, split, settings)(initial),
    corrected: () => train(gradients.corrected, split, settings)(initial),
    automatic: () => train(gradients.automatic, split, settings)(initial),
  }
}

/** The whole lesson: a pure function of its options. */
export const backprop = (options: Partial<BackpropOptions> = {}, progress: Progress = silently): BackpropFigures => {
  const {
    comparison: compared,
    lesson,
    summed,
    corrected,
    automatic,
    ...others
  } = runParts(parts({ ...defaults, ...options }), progress)
  return { ...others, network: { ...compared, training: { lesson, summed, corrected, automatic } } }
}
