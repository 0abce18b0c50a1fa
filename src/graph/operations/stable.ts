import type { Tensor } from '../../tensor/index.js'
import { add, div, exp, fullLike, lessEqual, log1p, mul, neg, sub, where } from '../primitives/arithmetic.js'

// Each of these chooses between formulas of which one is good on each side of 0. Near 0 both are the same analytic
// function, so the derivatives there are right to any order; what is chosen away is finite, so no NaN comes through.

/** Whether x is not negative, and exp(-|x|), which never overflows. */
export const decay = (x: Tensor): { readonly upper: Tensor; readonly decayed: Tensor } => {
  const upper = lessEqual(fullLike(x, 0), x)
  return { upper, decayed: exp(where(upper, neg(x), x)) }
}

/** log(1 + e^x) = max(x, 0) + log1p(e^-|x|). */
export const logOnePlusExp = (x: Tensor): Tensor => {
  const { upper, decayed } = decay(x)
  return add(where(upper, x, fullLike(x, 0)), log1p(decayed))
}

/**
 * 1 / (1 + e^-x): with d = e^-|x| and the smaller part p = d / (1 + d) of the whole, 1 - p where x >= 0 and d (1 - p)
 * elsewhere. As differences 1 - p and d - d p they take over less of the errors in p than quotients by 1 + d have.
 */
export const sigmoidOf = (x: Tensor): Tensor => {
  const { upper, decayed } = decay(x)
  const one = fullLike(x, 1)
  const whole = where(upper, one, decayed)
  return sub(whole, mul(whole, div(decayed, add(one, decayed))))
}

/** max(x, 0) with slope 0 at 0; NaN for NaN. */
export const positivePart = (x: Tensor): Tensor => {
  const zero = fullLike(x, 0)
  return where(lessEqual(x, zero), zero, x)
}
