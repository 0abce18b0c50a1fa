import { div, where, zeros } from '../graph/index.js'
import { type Key, keyed } from '../random/index.js'
import { ArgumentError, describe, isTensor } from '../tensor/index.js'
import { pointwise } from './activation.js'
import type { NoParams, Pointwise } from './model.js'

/**
 * Elements set to zero with probability `rate`, from 0 to below 1, and the others divided by 1 - rate, so that the
 * expected value stays; without a key nothing is changed, which is the form for inference (Srivastava et al., Dropout,
 * 2014). Another rate, or what is no key, is an ArgumentError.
 *
 * The key is that of one call: a net with dropout is a function of a key (`foldIn` makes one for each place and each
 * step), and so composes and compiles like any other. Its parameters and their draws do not depend on the key. There is an
 * example with several dropouts and normalisations at `batchNorm`.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { andThen, dense, dropout } from 'cotangent/nn'
 * import { type Key, key } from 'cotangent/random'
 *
 * dropout(0.5, key(37)).apply({})(ones([6])) // => [2. 0. 0. 0. 0. 2.]
 * dropout(0.5).apply({})(ones([2])) // => [1. 1.]
 *
 * const net = (key?: Key) => andThen(dense(3, 4), dropout(0.2, key))
 * ```
 */
export const dropout = (rate: number, key?: Key): Pointwise<NoParams> => {
  if (!(rate >= 0 && rate < 1))
    throw new ArgumentError({
      operation: 'dropout',
      problem: `${rate} is no rate`,
      remedy: 'A rate is a number from 0 to below 1',
    })
  return pointwise('dropout', (x) => {
    if (key === undefined) return x
    if (!isTensor(key))
      throw new ArgumentError({
        operation: 'dropout',
        problem: `the key is ${describe(key)}`,
        remedy: 'Make one with key(seed), and one for each place with foldIn(key, place)',
      })
    const kept = keyed.bernoulli(key, 1 - rate, x.shape)
    return where(kept, div(x, 1 - rate), zeros(x.shape, { dtype: x.dtype }))
  })
}
