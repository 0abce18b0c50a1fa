import { type Engine, item, jit, take } from 'cotangent'
import { applyUpdates, fit, sameBatch, sgd, type TrainState } from 'cotangent/optim'
import { seed as from, permutation } from 'cotangent/random'
import { pipe } from 'fp-ts/lib/function.js'
import * as State from 'fp-ts/lib/State.js'
import { type Run, runOf } from '../stages.js'
import type { Digits, Split } from './digits.js'
import { network, type ObjectiveName, objectives, type Params } from './network.js'

export interface TrainingOptions extends Split {
  readonly seed: number
  readonly hidden: number
  readonly rate: number
  readonly iterations: number
  /** The cost is noted before every step of this stride. */
  readonly every: number
  /** Whose slopes are descended. */
  readonly gradient: ObjectiveName
  readonly engine: Engine
}

/** What the lesson draws: the order of the digits, and then the weights, the hidden layer's first. */
const draws = ({ seed, hidden, train: { images } }: TrainingOptions) => {
  const [count, pixels] = images.shape
  return pipe(
    permutation(count),
    State.bindTo('order'),
    State.bind('params', () => network(pixels, hidden).init),
    State.evaluate(from(seed)),
  )
}

/** The digits in the lesson's order. */
export const shuffled = (options: TrainingOptions): Digits => {
  const { order } = draws(options)
  const { images, labels } = options.train
  return { images: take(images, order, { axis: 0 }), labels: take(labels, order, { axis: 0 }) }
}

/** The weights that the lesson starts from. */
export const initialParams = (options: TrainingOptions): Params => draws(options).params

/** The lesson's training: gradient descent on all digits at once. */
export const training = (options: TrainingOptions): Run<TrainState<Params>> => {
  const { rate, iterations, every, engine, gradient } = options
  const digits = shuffled(options)
  const params = initialParams(options)
  const objective = objectives[gradient]
  const optimizer = sgd(rate)
  const step = ({ params: at, opt }: TrainState<Params>, batch: Digits): TrainState<Params> => {
    const [updates, next] = optimizer.update(objective.gradient(batch)(at), opt, at)
    return { params: applyUpdates(at, updates), opt: next }
  }
  const costAt = jit(objective.cost(digits), { engine })
  return runOf(
    { params, opt: optimizer.init(params) },
    (state) => item(costAt(state.params)),
    (state, done) => fit(step, state, sameBatch(digits, iterations - done), { every, compile: true, jit: { engine } }),
    { total: iterations, every },
  )
}
