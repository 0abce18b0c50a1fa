import { add, cond, div, equal } from '../graph/index.js'
import { checkIsOptions, type OptionNames } from '../tensor/index.js'
import { type Count, checkWhole, counted, type Leaf, type Leaves, noUpdates, zerosOf, zipped } from './leaves.js'
import { checkOptimizer, initAll, type Optimizer, type OptimizerState, transformation, updateAll } from './optimizer.js'

interface Accumulated {
  /** How many gradients there are in the sums. */
  readonly count: Count
  readonly sums: Leaves
  readonly inner: OptimizerState
}

/**
 * An optimizer that is given the mean of every `every` gradients, once for all of them: its updates are zeros between, and
 * its state, with its schedules, stands still. Gradients that are left over wait in the state for those that follow.
 * Large batches in parts; works inside `jit` and `scan`.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { accumulateGradients, sgd } from 'cotangent/optim'
 *
 * const optimizer = accumulateGradients(sgd(1), { every: 2 })
 * const params = tensor(0)
 * const [first, state] = optimizer.update(tensor(1), optimizer.init(params), params)
 * first // => 0.0
 * optimizer.update(tensor(5), state, params)[0] // => -3.0
 * ```
 */
export const accumulateGradients = (optimizer: Optimizer, options: { readonly every: number }): Optimizer => {
  checkIsOptions('accumulateGradients', options, { every: true } satisfies OptionNames<typeof options>)
  checkOptimizer('accumulateGradients', optimizer)
  const { links } = optimizer
  const { every } = options ?? {}
  checkWhole('accumulateGradients', 'every', every, 1)
  return transformation<Accumulated>({
    init: (params, places) => ({ count: noUpdates, sums: zerosOf(params), inner: initAll(links, params, places) }),
    update: (updates, memory, params, places) => {
      const count = counted(memory.count)
      const sums = zipped(memory.sums, updates, (total, g): Leaf => add(total, g))
      const due = (): readonly [Leaves, Accumulated] => {
        const means = sums.map((total): Leaf => div(total, every))
        const [changed, inner] = updateAll(links, means, memory.inner, params, places)
        return [changed, { count: noUpdates, sums: zerosOf(params), inner }]
      }
      const between = (): readonly [Leaves, Accumulated] => [zerosOf(updates), { count, sums, inner: memory.inner }]
      return cond(equal(count, every), due, between)
    },
  })
}
