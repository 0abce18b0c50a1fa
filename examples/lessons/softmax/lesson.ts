import type { Engine } from 'cotangent'
import { seed } from 'cotangent/random'
import { pipe } from 'fp-ts/lib/function.js'
import * as State from 'fp-ts/lib/State.js'
import { numbersOf, type Row, type Rows, rowsOf } from '../numbers.js'
import { type Progress, runParts, silently } from '../parts.js'
import { type Curves, curves } from './curves.js'
import { dataset, type Split } from './dataset.js'
import { type Forward, forward } from './forward.js'
import { automatic, distance, type Gradient, linearNetwork, type Network, type Params, tanhNetwork } from './network.js'
import { type Saturated, saturated } from './saturated.js'
import { type AfterEpoch, epochs, type ManyEpochs, manyEpochs, type OneEpoch, oneEpoch } from './training.js'

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

/** The same training by the lesson's gradient and by the automatic one. */
export interface Twice<T> {
  readonly handWritten: T
  readonly automatic: T
}

export interface SoftmaxFigures {
  readonly curves: Curves
  readonly dataset: { readonly x: Rows; readonly labels: Row; readonly testX: Rows; readonly testLabels: Row }
  /** The first network on the first ten examples. */
  readonly forward: Forward
  readonly saturated: Saturated
  readonly loop: Twice<OneEpoch>
  readonly net: Twice<OneEpoch>
  readonly linear: Twice<ManyEpochs>
  readonly tanh: Twice<ManyEpochs>
  /** The largest difference of the gradients by hand and automatic at initial weights, relative to the largest entry. */
  readonly disagreement: { readonly linear: number; readonly tanh: number }
}

/** What the lesson draws, in the order in which it draws it. */
export const draws = ({ seed: start, hidden, ...options }: SoftmaxOptions) => {
  const { features, classes } = options
  const linear = linearNetwork(features, classes)
  const tanh = tanhNetwork(features, hidden, classes)
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

/** A training of many epochs that has not begun: its states come one by one as they are asked for. */
export interface Training {
  readonly name: 'linear' | 'tanh'
  readonly network: Network
  readonly split: Split
  readonly epochs: number
  readonly states: Iterable<AfterEpoch>
}

/** The two trainings that the lesson draws while they go on, by the automatic gradient. */
export const trainings = (options: SoftmaxOptions): readonly Training[] => {
  const { split, fourth, deep, linear, tanh } = draws(options)
  return (
    [
      ['linear', linear, options.linearRate, fourth],
      ['tanh', tanh, options.tanhRate, deep],
    ] as const
  ).map(([name, network, rate, initial]) => ({
    name,
    network,
    split,
    epochs: options.epochs,
    states: epochs(network, automatic(network), split, { ...options, rate }, initial),
  }))
}

/** The lesson's parts in its order, each a computation that has not run yet. */
const parts = (options: SoftmaxOptions) => {
  const { split, first, second, third, fourth, deep, linear, tanh } = draws(options)
  const twice = <T>(network: Network, run: (gradient: Gradient) => T): Twice<T> => ({
    handWritten: run(network.handWritten),
    automatic: run(automatic(network)),
  })
  const one = (initial: Params) => () =>
    twice(linear, (gradient) => oneEpoch(linear, gradient, split, options, initial))
  const many = (network: Network, rate: number, initial: Params) => () =>
    twice(network, (gradient) => manyEpochs(network, gradient, split, { ...options, rate }, initial))
  const disagreement = (network: Network, initial: Params): number =>
    distance(network.handWritten(split.train)(initial), automatic(network)(split.train)(initial))
  return {
    curves,
    dataset: () => shown(split),
    forward: () => forward(linear, split.train, 10, first),
    saturated,
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
