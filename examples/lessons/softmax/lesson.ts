import { type Engine, slice, toArray } from 'cotangent'
import { type RandomState, seed } from 'cotangent/random'
import { numbersOf, type Matrix, type Row, type Rows, relativeDistance, rowsOf } from '../numbers.js'
import { type Progress, runParts, silently } from '../parts.js'
import { type Curves, curves } from './curves.js'
import { dataset, type Examples, type Split } from './dataset.js'
import * as hand from './byHand.js'
import * as net from './network.js'

/** All that the lesson depends on; the defaults are its own. */
export interface SoftmaxOptions {
  readonly seed: number
  readonly samples: number
  readonly features: number
  readonly classes: number
  readonly flip: number
  readonly batchSize: number
  /** The learning rate of the first two trainings, of one epoch each. */
  readonly rate: number
  /** Epochs of the two trainings that are plotted, and their learning rates. */
  readonly epochs: number
  readonly linearRate: number
  readonly tanhRate: number
  /** Hidden nodes of the network with tanh. */
  readonly hidden: number
  readonly engine: Engine
}

export const defaults: SoftmaxOptions = {
  seed: 0,
  samples: 100,
  features: 2,
  classes: 2,
  flip: 0.2,
  batchSize: 4,
  rate: 0.1,
  epochs: 30,
  linearRate: 0.005,
  tanhRate: 0.01,
  hidden: 10,
  engine: 'wasm',
}

/** A network before and after one epoch. */
export interface OneEpoch {
  readonly initial: net.Params
  readonly final: net.Params
  readonly before: net.Score
  readonly after: net.Score
  /** The final network on the test examples. */
  readonly test: net.Score
  /** The loss of every batch, before the step that it leads to. */
  readonly batchLosses: Row
}

/** A network trained for many epochs. */
export interface ManyEpochs {
  readonly initial: net.Params
  readonly final: net.Params
  /** After every epoch. */
  readonly train: readonly net.Score[]
  readonly valid: readonly net.Score[]
  /** Over a grid around the training examples, the other features at their means. */
  readonly boundary: Grid
}

/** The same training by the lesson's gradient and by the automatic one. */
export interface Twice<T> {
  readonly handWritten: T
  readonly automatic: T
}

export interface SoftmaxFigures {
  readonly curves: Curves
  readonly dataset: { readonly x: Rows; readonly labels: Row; readonly testX: Rows; readonly testLabels: Row }
  /** The first network on the first ten examples. */
  readonly forward: {
    readonly params: net.Params
    readonly outputs: Rows
    readonly probabilities: Rows
    readonly loss: number
  }
  readonly loop: Twice<OneEpoch>
  readonly net: Twice<OneEpoch>
  readonly linear: Twice<ManyEpochs>
  readonly tanh: Twice<ManyEpochs>
  /** The largest difference of the gradients by hand and automatic at initial weights, relative to the largest entry. */
  readonly disagreement: { readonly linear: number; readonly tanh: number }
}

/** What the lesson draws, in the order in which it draws it. */
const draws = ({ seed: start, hidden, ...options }: SoftmaxOptions) => {
  const { features, classes } = options
  const linear = net.linear(features, classes)
  const tanh = net.tanh(features, hidden, classes)
  return pipe(
    dataset(options),
    State.bindTo('split'),
    State.bind('first', () => linear.init),
    State.bind('second', () => linear.init),
    State.bind('third', () => linear.init),
    State.bind('fourth', () => linear.init),
    State.bind('deep', () => tanh.init),
    State.map((drawn) => ({ ...drawn, linear, tanh })),
    State.evaluate(seed(start)),
  )
}

/** The lesson's parts in its order, each a computation that has not run yet. */
const parts = (options: SoftmaxOptions) => {
  const { split, first, second, third, fourth, deep, linear, tanh } = draws(options)
  const twice = <T>(network: net.Network, run: (gradient: net.Gradient) => T): Twice<T> => ({
    handWritten: run(network.handWritten),
    automatic: run(net.automatic(network)),
  })
  const one = (initial: net.Params) => () =>
    twice(linear, (gradient) => net.oneEpoch(linear, gradient, split, options)(initial))
  const many = (network: net.Network, rate: number, initial: net.Params) => () =>
    twice(network, (gradient) => net.manyEpochs(network, gradient, split, { ...options, rate })(initial))
  const disagreement = (network: net.Network, initial: net.Params): number =>
    net.distance(network.handWritten(split.train)(initial), net.automatic(network)(split.train)(initial))
  return {
    curves,
    dataset: () => shown(split),
    forward: () => net.forward(linear, split.train, 10)(first),
    loop: one(second),
    net: one(third),
    linear: many(linear, options.linearRate, fourth),
    tanh: many(tanh, options.tanhRate, deep),
    disagreement: () => ({ linear: disagreement(linear, third), tanh: disagreement(tanh, deep) }),
  }
}

const shown = ({ train, test }: Split): SoftmaxFigures['dataset'] => ({
  x: rowsOf(train.x),
  labels: numbersOf(train.labels),
  testX: rowsOf(test.x),
  testLabels: numbersOf(test.labels),
})

/** The whole lesson: a pure function of its options. */
export const softmax = (options: Partial<SoftmaxOptions> = {}, progress: Progress = silently): SoftmaxFigures =>
  runParts(parts({ ...defaults, ...options }), progress)
