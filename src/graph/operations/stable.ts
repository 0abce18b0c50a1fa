import type { Tensor } from '../../tensor/index.js'
import { add, exp, fullLike, lessEqual, log1p, neg, sub, where } from '../primitives/arithmetic.js'
import { logistic } from '../primitives/hyperbolic.js'

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
 * 1 / (1 + e^-x), by the smaller part of the whole, s = 1 / (1 + e^|x|): 1 - s where x >= 0 and s elsewhere. Of s the
 * derivative s (1 - s) keeps its digits, however far out x is.
 */
export const sigmoidOf = (x: Tensor): Tensor => {
  const upper = lessEqual(fullLike(x, 0), x)
  const smaller = logistic(where(upper, neg(x), x))
  return where(upper, sub(fullLike(x, 1), smaller), smaller)
}

/** max(x, 0) with slope 0 at 0; NaN for NaN. */
export const positivePart = (x: Tensor): Tensor => {
  const zero = fullLike(x, 0)
  return where(lessEqual(x, zero), zero, x)
}
