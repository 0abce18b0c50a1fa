import { type Engine, mul, sub } from 'cotangent'
import { normal, random, seed } from 'cotangent/random'
import { pipe } from 'fp-ts/lib/function.js'
import * as State from 'fp-ts/lib/State.js'
import { type Matrix, numbersOf, type Rows, relativeDistance } from '../numbers.js'
import { type Progress, runParts, silently } from '../parts.js'
import { type Curves, curves } from './curves.js'
import { exclusiveOr, firstInput, newSituation, type TruthTable } from './data.js'
import * as net from './network.js'
import * as single from './neuron.js'

/** All that the lesson depends on; the defaults are its own. */
export interface NeuronsOptions {
  readonly seed: number
  /** Adjustments of the single neuron. */
  readonly iterations: number
  /** Hidden nodes, learning rate and epochs of the network. */
  readonly hidden: number
  readonly rate: number
  readonly epochs: number
  /** What the neuron can learn, and what it takes the network to learn. */
  readonly simple: TruthTable
  readonly hard: TruthTable
  /** What both are asked about when they are trained. */
  readonly newSituation: Rows
  readonly engine: Engine
}

export const defaults: NeuronsOptions = {
  seed: 1,
  iterations: 10_000,
  hidden: 4,
  rate: 0.1,
  epochs: 20_000,
  simple: firstInput,
  hard: exclusiveOr,
  newSituation,
  engine: 'wasm',
}

export interface NeuronsFigures {
  readonly curves: Curves
  readonly neuron: single.Neuron
  readonly automaticNeuron: single.Neuron
  /** The same neuron on what it cannot learn. */
  readonly overtaxed: single.Neuron
  readonly network: net.Network
  readonly automaticNetwork: net.Network
  /** Of the adjustments written by hand and found by automatic differentiation, at the initial weights. */
  readonly disagreement: { readonly neuron: number; readonly w01: number; readonly w12: number }
}

/** The lesson's draws for the neuron: uniform in [-1, 1). */
export const initialNeuron = (start: number, { inputs, targets }: TruthTable): Matrix => {
  const [drawn] = random([inputs[0].length, targets[0].length])(seed(start))
  return sub(mul(2, drawn), 1)
}

/** The lesson's draws for the network: normal, with a standard deviation of one over the root of a layer's nodes. */
export const initialNetwork = ({ seed: start, hidden, hard }: NeuronsOptions): net.Weights => {
  const [inputs, outputs] = [hard.inputs[0].length, hard.targets[0].length]
  return pipe(
    normal(0, hidden ** -0.5, [inputs, hidden]),
    State.bindTo('w01'),
    State.bind('w12', () => normal(0, outputs ** -0.5, [hidden, outputs])),
    State.evaluate(seed(start)),
  )
}

const disagreement = (
  options: NeuronsOptions,
  neuron: Matrix,
  network: net.Weights,
): NeuronsFigures['disagreement'] => {
  const [simple, hard] = [options.simple, options.hard].map(single.examplesOf)
  const [w01, w12] = (['w01', 'w12'] as const).map((layer) =>
    relativeDistance(numbersOf(net.handWritten(hard)(network)[layer]), numbersOf(net.automatic(hard)(network)[layer])),
  )
  const ofNeuron = [single.handWritten, single.automatic].map((adjustment) => numbersOf(adjustment(simple)(neuron)))
  return { neuron: relativeDistance(ofNeuron[0], ofNeuron[1]), w01, w12 }
}

/** The lesson's parts in its order, each a computation that has not run yet. */
const parts = (options: NeuronsOptions) => {
  const neuron = initialNeuron(options.seed, options.simple)
  const network = initialNetwork(options)
  return {
    curves,
    neuron: () => single.neuron(single.handWritten, options.simple, options)(neuron),
    automaticNeuron: () => single.neuron(single.automatic, options.simple, options)(neuron),
    overtaxed: () =>
      single.neuron(single.handWritten, options.hard, options)(initialNeuron(options.seed, options.hard)),
    network: () => net.twoLayers(net.handWritten, options.hard, options)(network),
    automaticNetwork: () => net.twoLayers(net.automatic, options.hard, options)(network),
    disagreement: () => disagreement(options, neuron, network),
  }
}

/** The whole lesson: a pure function of its options. */
export const neurons = (options: Partial<NeuronsOptions> = {}, progress: Progress = silently): NeuronsFigures =>
  runParts(parts({ ...defaults, ...options }), progress)
