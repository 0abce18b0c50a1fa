import { erfc as erfcKernel, erf as erfKernel, irrationals, type Tensor } from '../../tensor/index.js'
import { type Interval, unary, unaryOf } from '../elementwise.js'
import { abs, exp, fullLike, less, mul, nearLike, neg, where } from './arithmetic.js'

/** From here on e^(-x^2) is 0 in every dtype. */
const vanishing = 30

/** 2/sqrt(pi) e^(-x^2); x is bounded where that is 0, so that no derivative multiplies the 0 by infinity. */
const slope = (x: Tensor): Tensor => {
  const bound = fullLike(x, vanishing)
  const bounded = where(less(bound, abs(x)), bound, x)
  return mul(nearLike(x, irrationals.erfSlope), exp(neg(mul(bounded, bounded))))
}

const eitherSide: Interval = [-3, 3]

/** Where erfc is small and its digits are its own. */
const tail: Interval = [2, 5]

// erf'(x) = 2/sqrt(pi) e^(-x^2)
export const erfRecord = unary(
  'erf',
  erfKernel,
  { jvp: (dx, x) => mul(dx, slope(x)), vjp: (cotangent, x) => mul(cotangent, slope(x)) },
  eitherSide,
)
export const erf = unaryOf(erfRecord)

// erfc' = -erf'
export const erfcRecord = unary(
  'erfc',
  erfcKernel,
  { jvp: (dx, x) => mul(dx, neg(slope(x))), vjp: (cotangent, x) => neg(mul(cotangent, slope(x))) },
  eitherSide,
  tail,
)
export const erfc = unaryOf(erfcRecord)
