import type { Tensor } from '../../tensor/index.js'
import { add, div, exp, fullLike, lessEqual, log1p, neg, where } from '../primitives/arithmetic.js'

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

/** 1 / (1 + e^-x), for x < 0 as e^x / (1 + e^x). */
export const sigmoidOf = (x: Tensor): Tensor => {
  const { upper, decayed } = decay(x)
  const one = fullLike(x, 1)
  return div(where(upper, one, decayed), add(one, decayed))
}

/** max(x, 0) with slope 0 at 0; NaN for NaN. */
export const positivePart = (x: Tensor): Tensor => {
  const zero = fullLike(x, 0)
  return where(lessEqual(x, zero), zero, x)
}
