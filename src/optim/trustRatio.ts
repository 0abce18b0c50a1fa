import { div, equal, logicalOr, mul, norm, where } from '../graph/index.js'
import { type Leaf, zipped } from './leaves.js'
import { type Optimizer, stateless } from './optimizer.js'

/**
 * Every leaf of the updates times |param| / |update|, and times 1 where either is 0: steps in proportion to what they
 * change (You and others 2020, LAMB, with the identity for phi).
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { scaleByTrustRatio } from 'cotangent/optim'
 *
 * const trust = scaleByTrustRatio()
 * const params = tensor([30, 40])
 * trust.update(tensor([0.6, 0.8]), trust.init(params), params)[0] // => [30. 40.]
 * ```
 */
export const scaleByTrustRatio = (): Optimizer =>
  stateless((updates, params) =>
    zipped(updates, params, (update, param): Leaf => {
      const [step, size] = [norm(update), norm(param)]
      const none = logicalOr(equal(step, 0), equal(size, 0))
      // Where there is no ratio none is computed either, so that no derivative of it goes astray.
      const ratio = where(none, 1, div(size, where(none, 1, step)))
      return mul(update, ratio)
    }),
  )
