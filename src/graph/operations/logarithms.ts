import type { Tensor } from '../../tensor/index.js'
import { abs, add, equal, exp, fullLike, less, log1p, mul, sub, where } from '../primitives/arithmetic.js'
import type { FloatBinaryOperation } from '../signatures/index.js'
import { dual } from './dual.js'
import { floatsAlike } from './operands.js'

/**
 * log(e^a + e^b) of equal shapes: the larger one plus log1p(e^-distance). Where a = b both choices of which is the larger
 * are the same analytic function, so derivatives are right to any order. The distance of two equal infinities would be
 * NaN: there the sum is their mean, of which each has half the derivative.
 */
export const logAddExpOf = (a: Tensor, b: Tensor): Tensor => {
  const isLarger = less(b, a)
  const [larger, smaller] = [where(isLarger, a, b), where(isLarger, b, a)]
  const infinite = equal(abs(larger), fullLike(larger, Number.POSITIVE_INFINITY))
  const tie = where(infinite, equal(a, b), infinite)
  const half = fullLike(a, 0.5)
  const mean = add(mul(half, a), mul(half, b))
  const distance = where(tie, fullLike(a, 0), sub(smaller, larger))
  return where(tie, mean, add(larger, log1p(exp(distance))))
}

/**
 * log(e^a + e^b) of two floating-point operands, which broadcast, without overflow or underflow. Two equal infinities
 * give themselves, and each has half the derivative.
 *
 * @example
 * ```ts
 * import { logAddExp, tensor } from 'cotangent'
 *
 * logAddExp(tensor([1000, 0, -Infinity]), tensor([1000, -Infinity, -Infinity]))
 * // => [1000.69314718    0.                  -inf]
 * ```
 */
export const logAddExp: FloatBinaryOperation = dual('logAddExp', 2, {}, (x: unknown, y: unknown) => {
  const [a, b] = floatsAlike('logAddExp', [x, y])
  return logAddExpOf(a, b)
})
