import { type Engine, grad, jit, sigmoid, softmaxCrossEntropy } from 'cotangent'
import { activation, andThen, dense, initializers, named, type ParamsOf, predict } from 'cotangent/nn'
import { pipe } from 'fp-ts/lib/function.js'
import type { Matrix, Scalar } from '../numbers.js'
import * as byHand from './byHand.js'
import type { Digits } from './digits.js'

/** How many digits there are. */
export const classes = 10

/** The lesson's network but for its softmax: normal weights of deviation 1, whatever the number of inputs. */
export const network = (pixels: number, hidden: number) => {
  const drawn = { weights: initializers.transposed(initializers.randn) }
  return pipe(
    named('hidden', dense(pixels, hidden, drawn)),
    andThen(activation(sigmoid, 'sigmoid')),
    andThen(named('output', dense(hidden, classes as number, drawn))),
  )
}

export type Params = ParamsOf<ReturnType<typeof network>>

const modelOf = ({ hidden }: Params) => network(...hidden.weights.shape)

/** The mean cross entropy, from logits: finite for all that are. */
const loss =
  ({ images, labels }: Digits) =>
  (params: Params): Scalar =>
    softmaxCrossEntropy(modelOf(params).apply(params)(images), labels)

/** The digits that images are taken for. */
export const predictions = (params: Params, { images }: Digits, engine: Engine) =>
  jit((x: Matrix) => predict(modelOf(params), params)(x), { engine })(images)

/** What is descended, and how its slopes are found. */
export interface Objective {
  readonly cost: (digits: Digits) => (params: Params) => Scalar
  readonly gradient: (digits: Digits) => (params: Params) => Params
}

/** What the network can be trained with, by name. */
export const objectives = {
  'by-hand': { cost: byHand.cost, gradient: byHand.gradient },
  automatic: { cost: loss, gradient: (digits) => grad(loss(digits)) },
} as const satisfies Record<string, Objective>

export type ObjectiveName = keyof typeof objectives
