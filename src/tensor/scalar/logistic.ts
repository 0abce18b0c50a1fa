import type { Arithmetic } from './arithmetic.js'
import { exp } from './exp.js'

/** From here on 1 / (1 + e^-x) rounds to 1. */
const saturated = 40

/**
 * 1 / (1 + e^-x), within 2 ulp.
 *
 * With d = e^x and p = d / (1 + d): p where x >= 0, where it takes over at most half of the error in d, and d - d p
 * elsewhere, which takes over no more than d of the error in p.
 */
export const logistic = <T>(o: Arithmetic<T>, x: T): T => {
  const d = exp(o, o.minimum(x, o.constant(saturated)))
  const p = o.div(d, o.add(o.constant(1), d))
  return o.select(o.less(x, o.constant(0)), o.sub(d, o.mul(d, p)), p)
}
