import { filled, isFloat, type Tensor } from '../../tensor/index.js'
import { abs, equal, fullLike, less } from '../primitives/arithmetic.js'
import type { Predicate } from '../signatures/index.js'
import { unary } from './elementwise.js'

/** A question about floating-point elements, which has one answer for all others. */
const ofFloats = (operation: string, ask: (x: Tensor) => Tensor, answerElsewhere: 0 | 1): Predicate =>
  unary(operation, (x) => (isFloat(x.dtype) ? ask(x) : filled('bool', x.shape, answerElsewhere)))

const infinityLike = (x: Tensor): Tensor => fullLike(x, Number.POSITIVE_INFINITY)

const isFalse = (x: Tensor): Tensor => equal(x, fullLike(x, 0))

// Two of these have the names of functions of JavaScript, which are not to be hidden in here.

/**
 * Whether each element is NaN; False for int32 and bool.
 *
 * @example
 * ```ts
 * import { isNaN, tensor } from 'cotangent'
 *
 * isNaN(tensor([1, NaN, Infinity])) // => [False  True False]
 * ```
 */
const whetherNaN: Predicate = ofFloats('isNaN', (x) => isFalse(equal(x, x)), 0)

/**
 * Whether each element is neither infinite nor NaN; True for int32 and bool.
 *
 * @example
 * ```ts
 * import { isFinite, tensor } from 'cotangent'
 *
 * isFinite(tensor([1, NaN, Infinity])) // => [ True False False]
 * ```
 */
const whetherFinite: Predicate = ofFloats('isFinite', (x) => less(abs(x), infinityLike(x)), 1)

export { whetherFinite as isFinite, whetherNaN as isNaN }

/**
 * Whether each element is Infinity or -Infinity; False for int32 and bool.
 *
 * @example
 * ```ts
 * import { isInf, tensor } from 'cotangent'
 *
 * isInf(tensor([1, NaN, -Infinity])) // => [False False  True]
 * ```
 */
export const isInf: Predicate = ofFloats('isInf', (x) => equal(abs(x), infinityLike(x)), 0)
