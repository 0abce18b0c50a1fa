import { sign } from '../graph/index.js'
import { checkIsOptions, type OptionNames } from '../tensor/index.js'
import { average, averages } from './adaptive.js'
import { checkDecay, type Leaf, type Leaves, zerosOf, zipped } from './leaves.js'
import { type Optimizer, transformation } from './optimizer.js'

/** How much of the momentum goes into an update (`b1`), and how much of it stays (`b2`). */
export interface LionOptions {
  readonly b1?: number
  readonly b2?: number
}

export const lionNames: OptionNames<LionOptions> = { b1: true, b2: true }

/**
 * Lion: sign(b1 m + (1 - b1) g), and then m <- b2 m + (1 - b2) g, from 0 (Chen and others 2023, algorithm 2). `b1` is 0.9
 * and `b2` 0.99. The sign of 0 is 0.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { scaleByLion } from 'cotangent/optim'
 *
 * const lion = scaleByLion()
 * lion.update(tensor([0.2, -30, 0]), lion.init(tensor([1, 1, 1])), tensor([1, 1, 1]))[0] // => [ 1. -1.  0.]
 * ```
 */
export const scaleByLion = (options: LionOptions = {}): Optimizer => {
  checkIsOptions('scaleByLion', options, lionNames)
  const { b1 = 0.9, b2 = 0.99 } = options
  checkDecay('scaleByLion', 'b1', b1)
  checkDecay('scaleByLion', 'b2', b2)
  return transformation({
    init: (params) => ({ momentum: zerosOf(params) }),
    update: (updates, { momentum }: { readonly momentum: Leaves }) => [
      zipped(momentum, updates, (m, g): Leaf => sign(average(m, g, b1))),
      { momentum: averages(momentum, updates, b2) },
    ],
  })
}
