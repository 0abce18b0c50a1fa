import { astype, type Engine, item, jit, reshape } from 'cotangent'
import { accuracy } from 'cotangent/nn'
import { applyUpdates, fit, sameBatch, sgd, type TrainState } from 'cotangent/optim'
import { type FloatMatrix, numbersOf, type Row } from '../numbers.js'
import type { Watch } from '../parts.js'
import { completed, runOf } from '../stages.js'
import { type Architecture, type Examples, type Layers, type Objective, predictions, probabilities } from './network.js'

export interface TrainingOptions {
  readonly train: Examples
  readonly test: Examples
  readonly rate: number
  readonly iterations: number
  /** The cost is noted before every step of this stride. */
  readonly every: number
  readonly engine: Engine
}

/** How good a network is at some examples. */
export interface Score {
  readonly accuracy: number
  /** That each example is what is to be found. */
  readonly probabilities: Row
}

/** A trained network, and its way. */
export interface Training {
  readonly costs: Row
  /** After the last step. */
  readonly finalCost: number
  readonly train: Score
  readonly test: Score
}

const score = (architecture: Architecture, layers: Layers, { inputs, targets }: Examples, engine: Engine): Score => {
  const predicted = jit(
    (x: FloatMatrix) => [predictions(architecture, layers, x), probabilities(architecture, layers, x)] as const,
    { engine },
  )
  const [classes, probable] = predicted(inputs)
  return {
    accuracy: item(accuracy(astype(reshape(targets, [-1]), 'int32'), classes)),
    probabilities: numbersOf(probable),
  }
}

/** Gradient descent on all examples at once, from given layers on: what comes of it, and the layers that it ends with. */
export const train = (
  objective: Objective,
  architecture: Architecture,
  { train, test, rate, iterations, every, engine }: TrainingOptions,
  initial: Layers,
  watch: Watch,
): readonly [training: Training, layers: Layers] => {
  const optimizer = sgd(rate)
  const step = ({ params, opt }: TrainState<Layers>, examples: Examples): TrainState<Layers> => {
    const [updates, next] = optimizer.update(objective.gradient(examples)(params), opt, params)
    return { params: applyUpdates(params, updates), opt: next }
  }
  const costAt = jit(objective.cost(train), { engine })
  const run = runOf(
    { params: initial, opt: optimizer.init(initial) },
    ({ params }) => item(costAt(params)),
    (state) => fit(step, state, sameBatch(train, iterations), { every, compile: true, jit: { engine } }),
    { total: iterations, every },
  )
  const { costs, state } = completed(run, watch)
  const layers = state.params
  const training = {
    costs: costs.slice(0, -1),
    finalCost: costs[costs.length - 1],
    train: score(architecture, layers, train, engine),
    test: score(architecture, layers, test, engine),
  }
  return [training, layers]
}
