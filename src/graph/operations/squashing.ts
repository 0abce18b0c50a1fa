import { itself, rootOf, type Tensor } from '../../tensor/index.js'
import {
  abs,
  add,
  div,
  fullLike,
  less,
  lessEqual,
  log,
  log1p,
  mul,
  nearLike,
  neg,
  sub,
  tanh,
  where,
} from '../primitives/arithmetic.js'
import { hypot } from '../primitives/hyperbolic.js'
import type { FloatUnaryOperation, Squareplus, SquareplusOptions } from '../signatures/index.js'
import { checkNotNegative } from './attributes.js'
import { dual } from './dual.js'
import { floatUnary } from './elementwise.js'
import { floatOperandOf } from './operands.js'
import { squareplusNames } from './optionNames.js'

/** 1 / (1 + |x|) */
const share = (size: Tensor): Tensor => div(fullLike(size, 1), add(fullLike(size, 1), size))

/**
 * x / (1 + |x|), where |x| >= 1 as 1 - 1 / (1 + |x|) with the sign of x, so that its derivative 1 / (1 + |x|)^2 keeps its
 * digits; 1 and -1 at the infinities. (Turian et al., Quadratic Features and Deep Architectures for Chunking, 2009.)
 *
 * @example
 * ```ts
 * import { softsign, tensor } from 'cotangent'
 *
 * softsign(tensor([-Infinity, 0, 1, 3])) // => [-1.    0.    0.5   0.75]
 * ```
 */
export const softsign: FloatUnaryOperation = floatUnary('softsign', (x) => {
  const [zero, one] = [fullLike(x, 0), fullLike(x, 1)]
  const size = abs(x)
  const small = less(size, one)
  const near = where(small, x, zero)
  const rest = share(size)
  const far = where(less(x, zero), sub(rest, one), sub(one, rest))
  return where(small, div(near, add(one, abs(near))), far)
})

/**
 * x - tanh(x). Near 0, where it is x^3 / 3, it is as exact as x is.
 *
 * @example
 * ```ts
 * import { tanhShrink, tensor } from 'cotangent'
 *
 * tanhShrink(tensor([-8, 0, 1])) // => [-7.00000023  0.          0.23840584]
 * ```
 */
export const tanhShrink: FloatUnaryOperation = floatUnary('tanhShrink', (x) => sub(x, tanh(x)))

/**
 * (x + sqrt(x^2 + `b`)) / 2, a smooth relu without exponentials (`b` is 4), where x < 0 as b / (2 (sqrt(x^2 + b) - x)), so
 * that its digits are not lost. (Barron, Squareplus: A Softplus-Like Algebraic Rectifier, 2021.)
 *
 * @example
 * ```ts
 * import { squareplus, tensor } from 'cotangent'
 *
 * squareplus(tensor([-1e6, 0, 1.5])) // => [1.e-06 1.e+00 2.e+00]
 * squareplus(tensor([-2, 0, 2]), { b: 0 }) // => [0. 0. 2.]
 * ```
 */
export const squareplus: Squareplus = dual(
  'squareplus',
  1,
  squareplusNames,
  (value: unknown, { b = 4 }: SquareplusOptions = {}): Tensor => {
    const x = floatOperandOf('squareplus', value)
    const width = checkNotNegative('squareplus', 'b', b)
    const [zero, half] = [fullLike(x, 0), fullLike(x, 0.5)]
    const upper = lessEqual(zero, x)
    const root = hypot(x, nearLike(x, rootOf(width)))
    // Below 0 the size of x is added, which never gives 0 but for b = 0 and x = 0.
    const size = where(upper, fullLike(x, 1), sub(root, x))
    return where(upper, mul(half, add(x, root)), div(nearLike(x, itself(width / 2)), size))
  },
)

/**
 * log(p / (1 - p)), the inverse of `sigmoid`: for p in [1/4, 3/4] as log1p((2p - 1) / (1 - p)) and elsewhere as
 * log(p) - log(1 - p), so that no digits are lost. -Infinity at 0, Infinity at 1, and NaN outside [0, 1].
 *
 * @example
 * ```ts
 * import { logit, tensor } from 'cotangent'
 *
 * logit(tensor([0, 0.2, 0.5, 1])) // => [       -inf -1.38629436  0.                 inf]
 * ```
 */
export const logit: FloatUnaryOperation = floatUnary('logit', (p) => {
  const [one, half] = [fullLike(p, 1), fullLike(p, 0.5)]
  const central = less(abs(sub(p, half)), fullLike(p, 0.25))
  const [inner, outer] = [where(central, p, half), where(central, half, p)]
  const odds = div(sub(add(inner, inner), one), sub(one, inner))
  return where(central, log1p(odds), sub(log(outer), log1p(neg(outer))))
})
