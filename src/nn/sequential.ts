import { ArgumentError, type Guard } from '../tensor/index.js'
import { partsAt } from './compose.js'
import type { ChainMismatch, ChainOf, ModelOf, ParamsOfAll } from './kinds.js'
import { type AnyModel, typed, type Untyped } from './model.js'

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
  ...models: Ms & Guard<ChainMismatch<Ms>>
): ModelOf<ParamsOfAll<Ms>, ChainOf<Ms>> => {
  const all = models as unknown as readonly Untyped[]
  return typed<AnyModel>({
    init: (state) => {
      const params: unknown[] = []
      let current = state
      for (const { init } of all) {
        const [drawn, after] = init(current)
        params.push(drawn)
        current = after
      }
      return [params, current]
    },
    apply: (params: readonly unknown[]) => {
      if (params.length !== all.length)
        throw new ArgumentError({
          operation: 'sequential',
          problem: `there are parameters for ${params.length} models, not for ${all.length}`,
        })
      const functions = all.map(({ apply }, index) => apply(params[index]))
      return (x: never): unknown => functions.reduce((value: unknown, f) => f(value), x)
    },
    parts: all.flatMap(({ parts }, index) => partsAt(index, parts)),
  }) as ModelOf<ParamsOfAll<Ms>, ChainOf<Ms>>
}
