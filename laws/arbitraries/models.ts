import fc from 'fast-check'
import { add, expandDims, sigmoid, softmax, tanh } from '../../src/index.js'
import {
  type AnyModel,
  activation,
  batchNorm,
  dense,
  dropout,
  each,
  flatten,
  identity,
  initializers,
  lambda,
  named,
  parallel,
  residual,
  sequential,
} from '../../src/nn/index.js'
import { key } from '../../src/random/index.js'
import { checkIsOptions, type OptionNames } from '../../src/tensor/index.js'

const weights = [
  initializers.glorotUniform,
  initializers.lecunNormal,
  initializers.randnOverRoot,
  initializers.orthogonal(),
]

/** A model that takes so many features and gives so many, its parameters under a name. */
type Make = (name: string, inputs: number, outputs: number, choice: number) => AnyModel

const layer = (inputs: number, outputs: number, choice: number) =>
  dense(inputs, outputs, { weights: weights[choice % weights.length] })

const changing: readonly Make[] = [
  (name, inputs, outputs, choice) => named(name, layer(inputs, outputs, choice)),
  (name, inputs, outputs, choice) =>
    named(name, sequential(layer(inputs, 3, choice), activation(tanh), layer(3, outputs, choice))),
  (name, inputs, outputs, choice) =>
    named(
      name,
      parallel({ left: layer(inputs, outputs, choice), right: layer(inputs, outputs, choice + 1) }, ({ left, right }) =>
        add(left, right),
      ),
    ),
]

const keeping: readonly Make[] = [
  () => identity,
  () => activation(sigmoid),
  () => activation((x) => softmax(x)),
  (_, __, ___, choice) => dropout(0.25, key(choice)),
  (_, inputs) => flatten([inputs]),
  (name, inputs, _, choice) => named(name, residual(layer(inputs, inputs, choice))),
]

/** Models with a state that change the number of features, by themselves and within compositions of each kind. */
const changingStates: readonly Make[] = [
  (name, inputs, outputs, choice) =>
    named(
      name,
      sequential(batchNorm(inputs), layer(inputs, outputs, choice), activation(tanh), residual(batchNorm(outputs))),
    ),
  (name, inputs, outputs, choice) =>
    named(
      name,
      parallel(
        {
          left: sequential(layer(inputs, outputs, choice), batchNorm(outputs)),
          right: layer(inputs, outputs, choice + 1),
        },
        ({ left, right }) => add(left, right),
      ),
    ),
]

const keepingStates: readonly Make[] = [
  (name, inputs) => named(name, batchNorm(inputs)),
  (name, inputs) =>
    named(
      name,
      sequential(
        lambda([inputs], (x) => expandDims(x, 1)),
        each(1, batchNorm(inputs)),
        flatten([1, inputs]),
      ),
    ),
]

/** A model to be made between two numbers of features, without its name. */
type Plan = (name: string) => (inputs: number, outputs: number) => AnyModel

const plan = (makes: readonly Make[]): fc.Arbitrary<Plan> =>
  fc.tuple(fc.constantFrom(...makes), fc.nat({ max: 3 })).map(
    ([make, choice]) =>
      (name) =>
      (inputs, outputs) =>
        make(name, inputs, outputs, choice),
  )

/** Models that can be composed one after the other, with parameters of different names, and the features they take. */
export interface Chain {
  readonly models: readonly AnyModel[]
  readonly features: number
}

/**
 * Chains of `count` models: dense layers, compositions of some, and what keeps a shape; with `states` models with a state
 * as well, which take batches of two examples at least.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { modelChains } from 'cotangent/laws'
 *
 * fc.sample(modelChains(3), 10).every(({ models }) => models.length === 3) // => true
 * ```
 */
export const modelChains = (count: number, options: { readonly states?: boolean } = {}): fc.Arbitrary<Chain> => {
  checkIsOptions('modelChains', options, { states: true } satisfies OptionNames<typeof options>)
  const { states = false } = options
  const link = fc.oneof(
    fc.tuple(
      fc.constant(true),
      plan(states ? [...changing, ...changingStates] : changing),
      fc.integer({ min: 1, max: 4 }),
    ),
    fc.tuple(fc.constant(false), plan(states ? [...keeping, ...keepingStates] : keeping), fc.constant(0)),
  )
  return fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.array(link, { minLength: count, maxLength: count }))
    .map(([features, links]) => {
      let current = features
      const models = links.map(([changes, make, outputs], index) => {
        const model = make(`model${index}`)(current, changes ? outputs : current)
        if (changes) current = outputs
        return model
      })
      return { models, features }
    })
}
