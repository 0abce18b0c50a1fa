import { add, mul } from '../graph/index.js'
import { checkIsOptions, type OptionNames } from '../tensor/index.js'
import { checkDecay, type Leaves, zerosOf, zipped } from './leaves.js'
import { type Optimizer, transformation } from './optimizer.js'

/** How much of the past a trace keeps, and whether it looks ahead as Nesterov's does. */
export interface TraceOptions {
  readonly decay?: number
  readonly nesterov?: boolean
}

const optionNames: OptionNames<TraceOptions> = { decay: true, nesterov: true }

/**
 * Momentum: t <- g + decay t, from t = 0, is the update (Polyak 1964); with `nesterov` it is g + decay t (Sutskever
 * and others 2013, in the form that takes the gradient where the parameters are). `decay` is 0.9, from 0 to below 1.
 * As PyTorch's SGD without dampening.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { trace } from 'cotangent/optim'
 *
 * const momentum = trace({ decay: 0.5 })
 * const [, state] = momentum.update(tensor(1), momentum.init(tensor(0)), tensor(0))
 * momentum.update(tensor(1), state, tensor(0))[0] // => 1.5
 * ```
 */
export const trace = (options: TraceOptions = {}): Optimizer => {
  checkIsOptions('trace', options, optionNames)
  const { decay = 0.9, nesterov = false } = options
  checkDecay('trace', 'decay', decay)
  return transformation({
    init: (params) => ({ trace: zerosOf(params) }),
    update: (updates, memory: { readonly trace: Leaves }) => {
      const after = (past: Leaves): Leaves => zipped(updates, past, (g, t) => add(g, mul(t, decay)))
      const next = after(memory.trace)
      return [nesterov ? after(next) : next, { trace: next }]
    },
  })
}
