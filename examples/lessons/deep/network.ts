import { astype, binaryCrossEntropyWithLogits, type FloatDType, grad } from 'cotangent'
import {
  activation,
  andThen,
  type DenseParams,
  dense,
  identity,
  initializers,
  type NoParams,
  type Pointwise,
  predict,
  predictProb,
  sequential,
} from 'cotangent/nn'
import { pipe } from 'fp-ts/lib/function.js'
import type { FloatMatrix, FloatScalar } from '../numbers.js'
import { type ActivationName, activations } from './activations.js'
import { costOf, gradientOf } from './byHand.js'

/** Pictures a row each, `[m, inputs]`, and what is to come out of them, `[m, 1]`: 1 or 0. */
export interface Examples {
  readonly inputs: FloatMatrix
  readonly targets: FloatMatrix
}

/** The weights `[inputs, outputs]` and the bias `[outputs]` of each layer. */
export type Layers = readonly DenseParams<number, number, FloatDType>[]

/** How a network is built: its hidden layers, and what each of them ends in. The last layer ends in a sigmoid. */
export interface Architecture {
  readonly inputs: number
  readonly hidden: readonly number[]
  readonly activations: readonly ActivationName[]
  readonly dtype: FloatDType
}

/** Rounding to a dtype, as a layer that has nothing to learn. */
const rounded = (dtype: FloatDType): Pointwise<NoParams> => ({
  init: (state) => [{}, state],
  apply: () => (x) => astype(x, dtype) as never,
  parts: [],
})

/**
 * The network but for its last sigmoid, drawn as the lesson draws it: normal numbers over the root of the inputs. In float32
 * pictures and what nodes give are float32, but weights and sums are float64. Steps are small against weights, and sums are
 * long: rounded to float32, either sends the training along another branch, where nodes come to rest that else would not.
 */
export const network = ({ inputs, hidden, activations: endings, dtype }: Architecture) => {
  const weights = initializers.transposed(initializers.randnOverRoot)
  const sizes = [inputs, ...hidden, 1]
  const layers = sizes.slice(1).map((outputs, index) => {
    const ending = index < hidden.length ? activation(activations[endings[index]].apply, endings[index]) : identity
    return pipe(
      rounded('float64'),
      andThen(dense(sizes[index], outputs, { weights, dtype: 'float64' as FloatDType })),
      andThen(rounded(dtype)),
      andThen(ending),
    )
  })
  return sequential(...layers)
}

/** The probability that each picture shows what is to be found, `[m, 1]`. */
export const probabilities = (architecture: Architecture, layers: Layers, inputs: FloatMatrix): FloatMatrix =>
  predictProb(network(architecture), layers, { logits: true })(inputs)

/** 1 for each picture of which that is more than a half, else 0: `[m]`. */
export const predictions = (architecture: Architecture, layers: Layers, inputs: FloatMatrix) =>
  predict(network(architecture), layers, { logits: true })(inputs)

/** The mean cross entropy, from logits, so that it is finite however sure the network is. */
const loss =
  (architecture: Architecture) =>
  ({ inputs, targets }: Examples) =>
  (layers: Layers): FloatScalar =>
    pipe(inputs, network(architecture).apply(layers), binaryCrossEntropyWithLogits(targets))

/** What is descended, and how its slopes are found. */
export interface Objective {
  readonly cost: (examples: Examples) => (layers: Layers) => FloatScalar
  readonly gradient: (examples: Examples) => (layers: Layers) => Layers
}

const byHand =
  (way: 'lesson' | 'corrected') =>
  ({ activations: hidden }: Architecture): Objective => {
    const endings = [...hidden, 'sigmoid'] as const
    return { cost: costOf(endings), gradient: gradientOf(way, endings) }
  }

/** What the network can be trained with, by name. */
export const objectives = {
  /** Slopes as the lesson writes them. */
  lesson: byHand('lesson'),
  /** Slopes by hand, mended where the lesson's are wrong. */
  corrected: byHand('corrected'),
  automatic: (architecture) => ({
    cost: loss(architecture),
    gradient: (examples) => grad(loss(architecture)(examples)),
  }),
} as const satisfies Record<string, (architecture: Architecture) => Objective>

export type ObjectiveName = keyof typeof objectives
