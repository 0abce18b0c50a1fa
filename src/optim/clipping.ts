import { astype, clip, div, maximum, mul, norm, stack } from '../graph/index.js'
import { filled, type Tensor, type Tree } from '../tensor/index.js'
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

type Scalar = Tensor<[], 'float64'>

const scalar = (value: number): Scalar => filled('float64', [], value) as unknown as Scalar

/** limit / max(length, limit), which is exactly 1 for what is short enough: in float64, which holds every limit. */
const shortening = (length: Scalar, limit: number): Scalar => {
  const bound = scalar(limit)
  return div(bound, maximum(length, bound))
}

/** The norm of a leaf, computed in its dtype. */
const lengthOf = (leaf: Leaf): Scalar => astype(norm(leaf), 'float64')

const shortened = (leaf: Leaf, factor: Scalar): Leaf => mul(leaf, astype(factor, leaf.dtype))

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
  return stateless((updates) => updates.map((leaf): Leaf => shortened(leaf, shortening(lengthOf(leaf), limit))))
}

const lengthOfAll = (leaves: Leaves): Scalar =>
  leaves.length === 0 ? scalar(0) : norm(stack(leaves.map((leaf) => lengthOf(leaf))))

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
  lengthOfAll(flatParams('globalNorm', tree).leaves)

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
    const factor = shortening(lengthOfAll(updates), limit)
    return updates.map((leaf) => shortened(leaf, factor))
  })
}
