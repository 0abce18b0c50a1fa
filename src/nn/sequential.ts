import { ArgumentError, type Guard } from '../tensor/index.js'
import { partsAt } from './compose.js'
import type { ChainMismatch, ChainOf, ModelOf, ParamsOfAll, StateMismatch } from './kinds.js'
import type { AnyModel, Untyped } from './model.js'
import { type AllHeld, checkModels, composed, inferenceOf, initialOf, type Step, stepOf } from './stateful.js'

const checkCount = (what: string, given: unknown, count: number): void => {
  if (!Array.isArray(given) || given.length !== count)
    throw new ArgumentError({
      operation: 'sequential',
      problem: `there are ${what} for ${Array.isArray(given) ? given.length : 'no list of'} models, not for ${count}`,
      remedy: `Give the ${what} that the same model makes`,
    })
}

const inLine = <M>(models: readonly Untyped[]): M =>
  composed<M>({
    operation: 'sequential',
    pieces: models,
    init: (state) => {
      const params: unknown[] = []
      let current = state
      for (const { init } of models) {
        const [drawn, after] = init(current)
        params.push(drawn)
        current = after
      }
      return [params, current]
    },
    parts: models.flatMap(({ parts }, index) => partsAt(index, parts)),
    initial: models.map(initialOf),
    step: (params: readonly unknown[]): Step => {
      checkCount('parameters', params, models.length)
      const steps = models.map((model, index) => stepOf(model, params[index]))
      return (x, states) => {
        checkCount('states', states, models.length)
        const after: unknown[] = []
        let current = x
        for (const [index, step] of steps.entries()) {
          const [y, state] = step(current, (states as readonly unknown[])[index])
          after.push(state)
          current = y
        }
        return [current, after]
      }
    },
    inference: (states: readonly unknown[]) => {
      checkCount('states', states, models.length)
      return inLine(models.map((model, index) => inferenceOf(model, states[index])))
    },
  })

/**
 * Models one after another, as `andThen` composes them, with their parameters in a list: `sequential(a, b, c)`, or
 * `sequential(...layers)` of as many layers of one type as are known when it runs. Throws an ArgumentError for a list
 * of parameters of another length.
 *
 * @example
 * ```ts
 * import { tanh, zeros } from 'cotangent'
 * import { activation, dense, sequential } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const net = sequential(dense(3, 4), activation(tanh), dense(4, 1))
 * const [params] = net.init(seed(0))
 * params[2].weights.shape // => [ 4, 1 ]
 * net.apply(params)(zeros([5, 3])).shape // => [ 5, 1 ]
 * ```
 */
export const sequential = <const Ms extends readonly AnyModel[]>(
  ...models: Ms & Guard<ChainMismatch<Ms> | StateMismatch<AllHeld<Ms>, ChainOf<Ms>>>
): ModelOf<ParamsOfAll<Ms>, ChainOf<Ms>, AllHeld<Ms>> => {
  checkModels('sequential', models)
  return inLine(models as unknown as readonly Untyped[])
}
