import { astype, clip, div, maximum, mul, norm, stack } from '../graph/index.js'
import { type FloatDType, filled, type Tensor, type Tree } from '../tensor/index.js'
import { checkPositive, flatParams, type Leaf, type Leaves } from './leaves.js'
import { type Optimizer, stateless } from './optimizer.js'

/**
 * Every element of the updates kept between -limit and limit.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { clipByValue } from 'cotangent/optim'
 *
 * const clipped = clipByValue(1)
 * clipped.update(tensor([0.5, -7]), clipped.init(tensor([0, 0])), tensor([0, 0]))[0] // => [ 0.5 -1. ]
 * ```
 */
export const clipByValue = (limit: number): Optimizer => {
  checkPositive('clipByValue', 'the limit', limit)
  return stateless((updates) => updates.map((leaf): Leaf => clip(leaf, { min: -limit, max: limit })))
}

/** limit / max(length, limit), which is exactly 1 for what is short enough. */
const shortening = (length: Tensor<[], FloatDType>, limit: number): Tensor<[], FloatDType> => {
  const bound = filled(length.dtype, [], limit) as unknown as Tensor<[], FloatDType>
  return div(bound, maximum(length, bound))
}

/**
 * Every leaf of the updates shortened to the length `limit` where its Euclidean norm is larger; others stay as they are, to
 * the bit.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { clipByNorm } from 'cotangent/optim'
 *
 * const clipped = clipByNorm(1)
 * const params = [tensor([0, 0]), tensor(0)]
 * clipped.update([tensor([3, 4]), tensor(0.5)], clipped.init(params), params)[0] // => [ [0.6 0.8], 0.5 ]
 * ```
 */
export const clipByNorm = (limit: number): Optimizer => {
  checkPositive('clipByNorm', 'the limit', limit)
  return stateless((updates) => updates.map((leaf): Leaf => mul(leaf, shortening(norm(leaf), limit))))
}

const lengthOf = (leaves: Leaves): Tensor<[], 'float64'> => {
  if (leaves.length === 0) return filled('float64', [], 0) as unknown as Tensor<[], 'float64'>
  const lengths = leaves.map((leaf): Tensor<[], 'float64'> => astype(norm(leaf), 'float64'))
  return norm(stack(lengths))
}

/**
 * The Euclidean norm of all leaves of a tree together, a float64 scalar. It neither overflows nor underflows where the
 * result does not.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { globalNorm } from 'cotangent/optim'
 *
 * globalNorm({ weights: tensor([2, 3]), bias: tensor(6) }) // => 7.0
 * ```
 */
export const globalNorm = <P extends Tree>(tree: P): Tensor<[], 'float64'> =>
  lengthOf(flatParams('globalNorm', tree).leaves)

/**
 * All updates shortened by one factor, so that the norm of all leaves together is at most `limit` (Pascanu, Mikolov and
 * Bengio 2013); where it is anyway they stay as they are, to the bit.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { clipByGlobalNorm } from 'cotangent/optim'
 *
 * const clipped = clipByGlobalNorm(2.5)
 * const params = [tensor(0), tensor(0)]
 * clipped.update([tensor(3), tensor(4)], clipped.init(params), params)[0] // => [ 1.5, 2.0 ]
 * ```
 */
export const clipByGlobalNorm = (limit: number): Optimizer => {
  checkPositive('clipByGlobalNorm', 'the limit', limit)
  return stateless((updates) => {
    const factor = shortening(lengthOf(updates), limit)
    return updates.map((leaf): Leaf => mul(leaf, astype(factor, leaf.dtype)))
  })
}
