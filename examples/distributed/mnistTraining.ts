import { applyUpdates, halvedStep, sameBatch, sgd, type TrainState } from 'cotangent/optim'
import type { Digits, Split } from '../lessons/mnist/digits.js'
import { defaults } from '../lessons/mnist/lesson.js'
import { type ObjectiveName, objectives, type Params } from '../lessons/mnist/network.js'
import { initialParams, shuffled } from '../lessons/mnist/training.js'
import type { Training } from './training.js'

/** The lesson's training, with its gradient by hand where none is said. */
export const mnistTraining = (split: Split, gradient: ObjectiveName = defaults.gradient): Training<Params, Digits> => {
  const options = { ...defaults, ...split }
  const { cost, gradient: slopes } = objectives[gradient]
  const optimizer = sgd(options.rate)
  const params = initialParams(options)
  const digits = shuffled(options)
  return {
    step: halvedStep(
      ({ params }: { readonly params: Params }, batch: Digits) => ({
        loss: cost(batch)(params),
        grads: slopes(batch)(params),
      }),
      ({ params, opt }: TrainState<Params>, { loss, grads }) => {
        const [updates, next] = optimizer.update(grads, opt, params)
        return { params: applyUpdates(params, updates), opt: next, loss }
      },
    ),
    first: { params, opt: optimizer.init(params) },
    batchesFrom: () => sameBatch(digits),
  }
}
