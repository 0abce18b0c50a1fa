import { type Engine, item } from 'cotangent'
import { batches } from 'cotangent/data'
import { applyUpdates, fit, lastOf, sgd } from 'cotangent/optim'
import type { Row } from '../numbers.js'
import { boundary, type Grid } from './boundary.js'
import type { Examples, Split } from './dataset.js'
import { type Gradient, loss, type Network, type Params, type Score, score } from './network.js'

export interface TrainingOptions {
  readonly rate: number
  readonly batchSize: number
  readonly engine: Engine
}

/** The states after each batch of one epoch of gradient descent; the batches are rows in their order, as in the lesson. */
const epoch = (
  network: Network,
  gradient: Gradient,
  train: Examples,
  { rate, batchSize, engine }: TrainingOptions,
  params: Params,
) => {
  const optimizer = sgd(rate)
  const step = (before: { readonly params: Params }, batch: Examples) => {
    const [updates] = optimizer.update(gradient(batch)(before.params), optimizer.init(before.params), before.params)
    return { params: applyUpdates(before.params, updates), loss: loss(network)(batch)(before.params) }
  }
  return fit(step, { params }, batches(train, { batchSize }), { jit: { engine } })
}

/** A network before and after one epoch. */
export interface OneEpoch {
  readonly initial: Params
  readonly final: Params
  readonly before: Score
  readonly after: Score
  /** The final network on the test examples. */
  readonly test: Score
  /** The loss of every batch, before the step that it leads to. */
  readonly batchLosses: Row
}

export const oneEpoch = (
  network: Network,
  gradient: Gradient,
  { train, test }: Split,
  options: TrainingOptions,
  initial: Params,
): OneEpoch => {
  const states = [...epoch(network, gradient, train, options, initial)]
  const final = states[states.length - 1].params
  return {
    initial,
    final,
    before: score(network, train, initial),
    after: score(network, train, final),
    test: score(network, test, final),
    batchLosses: states.map((state) => item(state.loss)),
  }
}

/** A network trained for many epochs. */
export interface ManyEpochs {
  readonly initial: Params
  readonly final: Params
  /** After every epoch. */
  readonly train: readonly Score[]
  readonly valid: readonly Score[]
  /** Over the plane of the first two features. */
  readonly boundary: Grid
}

/** A network after an epoch, on the examples that it is trained with and on the others. */
export interface AfterEpoch {
  readonly params: Params
  readonly train: Score
  readonly valid: Score
}

/** A training of many epochs, one after the other as they are asked for. */
export const epochs = function* (
  network: Network,
  gradient: Gradient,
  { train, test }: Split,
  options: TrainingOptions & { readonly epochs: number },
  initial: Params,
): Generator<AfterEpoch, void, undefined> {
  let params = initial
  for (let count = 0; count < options.epochs; count++) {
    params = lastOf(epoch(network, gradient, train, options, params), { params }).params
    yield { params, train: score(network, train, params), valid: score(network, test, params) }
  }
}

export const manyEpochs = (
  network: Network,
  gradient: Gradient,
  split: Split,
  options: TrainingOptions & { readonly epochs: number },
  initial: Params,
): ManyEpochs => {
  const states = [...epochs(network, gradient, split, options, initial)]
  const final = states.at(-1)?.params ?? initial
  return {
    initial,
    final,
    train: states.map(({ train }) => train),
    valid: states.map(({ valid }) => valid),
    boundary: boundary(network.apply(final), split.train.x),
  }
}
