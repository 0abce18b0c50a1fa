import { astype, mul, neg } from '../graph/index.js'
import type { Tensor } from '../tensor/index.js'
import { type Count, checkNumber, counted, type Leaves, noUpdates, zerosOf } from './leaves.js'
import { type Optimizer, stateless, transformation } from './optimizer.js'
import { type Rate, rateOf } from './schedules.js'

/**
 * The updates times a number.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { scale } from 'cotangent/optim'
 *
 * const halved = scale(0.5)
 * halved.update(tensor([2, 4]), halved.init(tensor([0, 0])), tensor([0, 0]))[0] // => [1. 2.]
 * ```
 */
export const scale = (factor: number): Optimizer => {
  checkNumber('scale', 'the factor', factor)
  return stateless((updates) => updates.map((leaf) => mul(leaf, factor)))
}

/** Updates times a scalar that depends on how many updates there have been. */
const scaledBy = (factorOf: (step: Count) => Tensor<[]>): Optimizer =>
  transformation({
    init: () => ({ count: noUpdates }),
    update: (updates: Leaves, { count }) => {
      const factor = factorOf(count)
      return [updates.map((leaf) => mul(leaf, astype(factor, leaf.dtype))), { count: counted(count) }]
    },
  })

/**
 * The updates times what a schedule gives for their number: 0 for the first one.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { linearSchedule, scaleBySchedule } from 'cotangent/optim'
 *
 * const fading = scaleBySchedule(linearSchedule({ start: 1, end: 0, steps: 2 }))
 * const [, state] = fading.update(tensor(8), fading.init(tensor(0)), tensor(0))
 * fading.update(tensor(8), state, tensor(0))[0] // => 4.0
 * ```
 */
export const scaleBySchedule = (schedule: (step: Count) => Tensor<[]>): Optimizer =>
  scaledBy(rateOf('scaleBySchedule', schedule))

/**
 * The updates times the negative rate, a number or a schedule: downhill. The last link of most optimizers.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { scaleByLearningRate } from 'cotangent/optim'
 *
 * const downhill = scaleByLearningRate(0.5)
 * downhill.update(tensor([2, 4]), downhill.init(tensor([0, 0])), tensor([0, 0]))[0] // => [-1. -2.]
 * ```
 */
export const scaleByLearningRate = (rate: Rate): Optimizer => {
  if (typeof rate === 'number') return scale(-checkNumber('scaleByLearningRate', 'the rate', rate))
  const rateAt = rateOf('scaleByLearningRate', rate)
  return scaledBy((step) => neg(rateAt(step)))
}

/**
 * No updates at all, whatever the gradients: for what is not to move.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { zeroUpdates } from 'cotangent/optim'
 *
 * zeroUpdates.update(tensor([2, 4]), zeroUpdates.init(tensor([0, 0])), tensor([0, 0]))[0] // => [0. 0.]
 * ```
 */
export const zeroUpdates: Optimizer = stateless(zerosOf)
