import { add, div, equal, full, maximum, mul, sqrt, square, sub, where } from '../graph/index.js'
import { checkIsOptions, type OptionNames } from '../tensor/index.js'
import { checkDecay, checkSize, type Leaf, type Leaves, zerosOf, zipped } from './leaves.js'
import { type Optimizer, transformation } from './optimizer.js'

/** decay past + (1 - decay) now: a mean that forgets. */
export const average = (past: Leaf, now: Leaf, decay: number): Leaf => add(mul(past, decay), mul(now, 1 - decay))

/** The same leaf by leaf. */
export const averages = (past: Leaves, now: Leaves, decay: number): Leaves =>
  zipped(past, now, (each, other) => average(each, other, decay))

/** Squares of all leaves. */
export const squares = (leaves: Leaves): Leaves => leaves.map((leaf) => square(leaf))

/**
 * g / (sqrt(s) + eps). The slope of a root is infinite at 0, where s and its own slope are 0 if all gradients have been:
 * there none is computed, so that derivatives of updates are those of g / eps.
 */
export const overRoot = (g: Leaf, s: Leaf, eps: number): Leaf => {
  const none = equal(s, 0)
  return div(g, add(where(none, 0, sqrt(where(none, 1, s))), eps))
}

const overRoots = (updates: Leaves, sums: Leaves, eps: number): Leaves =>
  zipped(updates, sums, (g, s) => overRoot(g, s, eps))

/** What Adagrad starts from and adds to its roots. */
export interface AdagradOptions {
  readonly initial?: number
  readonly eps?: number
}

export const adagradNames: OptionNames<AdagradOptions> = { initial: true, eps: true }

/**
 * Adagrad: g / (sqrt(s) + eps), s the sum of all squared gradients and `initial` (Duchi, Hazan and Singer 2011). `initial`
 * is 0 and `eps` 1e-10, outside the root, as in PyTorch.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { scaleByAdagrad } from 'cotangent/optim'
 *
 * const adagrad = scaleByAdagrad({ initial: 9, eps: 0 })
 * adagrad.update(tensor([4, 0]), adagrad.init(tensor([0, 0])), tensor([0, 0]))[0] // => [0.8 0. ]
 * ```
 */
export const scaleByAdagrad = (options: AdagradOptions = {}): Optimizer => {
  checkIsOptions('scaleByAdagrad', options, adagradNames)
  const { initial = 0, eps = 1e-10 } = options
  checkSize('scaleByAdagrad', 'initial', initial)
  checkSize('scaleByAdagrad', 'eps', eps)
  return transformation({
    init: (params) => ({ sums: params.map(({ shape, dtype }): Leaf => full(shape, initial, { dtype })) }),
    update: (updates, memory: { readonly sums: Leaves }) => {
      const sums = zipped(memory.sums, squares(updates), (s, g2): Leaf => add(s, g2))
      return [overRoots(updates, sums, eps), { sums }]
    },
  })
}

/** How much of the past RMSProp keeps, what it adds to its roots, and whether it subtracts the mean first. */
export interface RmsOptions {
  readonly decay?: number
  readonly eps?: number
  readonly centered?: boolean
}

export const rmsNames: OptionNames<RmsOptions> = { decay: true, eps: true, centered: true }

/**
 * RMSProp: g / (sqrt(v) + eps), v <- decay v + (1 - decay) g^2 from 0 (Tieleman and Hinton 2012); `centered`, v less the
 * square of the mean gradient, which is averaged in the same way (Graves 2013). `decay` is 0.99 and `eps` 1e-8, outside
 * the root, as in PyTorch.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { scaleByRms } from 'cotangent/optim'
 *
 * const rms = scaleByRms({ decay: 0.75, eps: 0 })
 * rms.update(tensor([3, -5]), rms.init(tensor([0, 0])), tensor([0, 0]))[0] // => [ 2. -2.]
 * ```
 */
export const scaleByRms = (options: RmsOptions = {}): Optimizer => {
  checkIsOptions('scaleByRms', options, rmsNames)
  const { decay = 0.99, eps = 1e-8, centered = false } = options
  checkDecay('scaleByRms', 'decay', decay)
  checkSize('scaleByRms', 'eps', eps)
  return transformation({
    init: (params) => ({ squares: zerosOf(params), means: centered ? zerosOf(params) : [] }),
    update: (updates, memory: { readonly squares: Leaves; readonly means: Leaves }) => {
      const next = averages(memory.squares, squares(updates), decay)
      const means = centered ? averages(memory.means, updates, decay) : []
      // No variance is below 0, but rounding can take the difference there once gradients have long been the same.
      const variances = centered ? zipped(next, means, (v, m): Leaf => maximum(sub(v, square(m)), 0)) : next
      return [overRoots(updates, variances, eps), { squares: next, means }]
    },
  })
}
