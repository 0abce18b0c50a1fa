import { type Engine, flattenTree, jit } from 'cotangent'
import type { TrainState } from 'cotangent/optim'
import { numbersOf, type Row, relativeDistance } from '../numbers.js'
import { unwatched, type Watch } from '../parts.js'
import { completed, type Stage } from '../stages.js'
import type { Digits, Split } from './digits.js'
import { type Instability, instability } from './instability.js'
import { objectives, type Params, predictions } from './network.js'
import { type Scores, scoresOf } from './scores.js'
import { type StableOptions, type StableState, stablePredictions, stableTraining } from './stable.js'
import { initialParams, shuffled, type TrainingOptions, training } from './training.js'

/** All that the lesson depends on. */
export type MnistOptions = TrainingOptions & StableOptions

/** The lesson's own options, but for its digits; and those of the network without its troubles. */
export const defaults: Omit<MnistOptions, keyof Split> = {
  seed: 138,
  hidden: 64,
  rate: 1,
  iterations: 4000,
  every: 100,
  gradient: 'by-hand',
  stable: { hidden: 256, epochs: 30, batchSize: 100, rate: 0.003, weightDecay: 0.01, shift: 2 },
  engine: 'wasm',
}

/** A training's way and what came of it. */
export interface Learnt {
  /** Before the steps that the stages begin with. */
  readonly costs: Row
  /** After the last step. */
  readonly finalCost: number
  readonly scores: Scores
}

/** How far the gradient by hand is from the automatic one, layer by layer: max|a - b| / max|b|. */
export interface Disagreement {
  readonly hidden: number
  readonly output: number
}

export interface MnistFigures {
  readonly lesson: Learnt
  readonly stable: Learnt
  readonly disagreement: Readonly<Record<'initial' | 'trained', Disagreement>>
  readonly instability: Instability
}

/** Where both trainings end. */
export interface Trained {
  readonly lesson: Stage<TrainState<Params>>
  readonly stable: Stage<StableState>
}

const learnt = ({ costs }: Stage<unknown>, labels: Digits['labels'], found: Digits['labels']): Learnt => ({
  costs: costs.slice(0, -1),
  finalCost: costs[costs.length - 1],
  scores: scoresOf(labels, found),
})

const disagreement = (digits: Digits, params: Params, engine: Engine): Disagreement => {
  const [byHand, automatic] = [objectives['by-hand'], objectives.automatic].map(({ gradient }) =>
    jit(gradient(digits), { engine })(params),
  )
  const entries = (layer: object): Row => flattenTree(layer)[0].flatMap(numbersOf)
  return {
    hidden: relativeDistance(entries(byHand.hidden), entries(automatic.hidden)),
    output: relativeDistance(entries(byHand.output), entries(automatic.output)),
  }
}

/** What the trainings came to. */
export const figuresOf = (options: MnistOptions, { lesson, stable }: Trained): MnistFigures => {
  const { test, engine } = options
  const [digits, initial] = [shuffled(options), initialParams(options)]
  return {
    lesson: learnt(lesson, test.labels, predictions(lesson.state.params, test, engine)),
    stable: learnt(stable, test.labels, stablePredictions(stable.state.params, test, options)),
    disagreement: {
      initial: disagreement(digits, initial, engine),
      trained: disagreement(digits, lesson.state.params, engine),
    },
    instability: instability(options.train, initial, engine),
  }
}

/** The whole lesson: a pure function of its options. */
export const mnist = (given: Partial<MnistOptions> & Split, watch: Watch = unwatched): MnistFigures => {
  const options = { ...defaults, ...given }
  return figuresOf(options, {
    lesson: completed(training(options), watch),
    stable: completed(stableTraining(options), watch),
  })
}
