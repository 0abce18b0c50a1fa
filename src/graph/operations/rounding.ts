import * as primitive from '../primitives/rounding.js'
import type { UnaryOperation } from '../signatures/index.js'
import { unary } from './elementwise.js'

/**
 * The largest whole number that is not above x; int32 as it is. Its derivative is 0, at the jumps too.
 *
 * @example
 * ```ts
 * import { floor, tensor } from 'cotangent'
 *
 * floor(tensor([1.5, -1.5, 2])) // => [ 1. -2.  2.]
 * ```
 */
export const floor: UnaryOperation = unary('floor', primitive.floor)

/**
 * The least whole number that is not below x; int32 as it is. Its derivative is 0, at the jumps too.
 *
 * @example
 * ```ts
 * import { ceil, tensor } from 'cotangent'
 *
 * ceil(tensor([1.5, -1.5, -0.5])) // => [ 2. -1. -0.]
 * ```
 */
export const ceil: UnaryOperation = unary('ceil', primitive.ceil)

/**
 * x without its fraction: the next whole number on the way to 0; int32 as it is. Its derivative is 0, at the jumps too.
 *
 * @example
 * ```ts
 * import { tensor, trunc } from 'cotangent'
 *
 * trunc(tensor([1.5, -1.5, -0.5])) // => [ 1. -1. -0.]
 * ```
 */
export const trunc: UnaryOperation = unary('trunc', primitive.trunc)

/**
 * The whole number next to x, the even one of two that are as near; int32 as it is. Its derivative is 0, at the jumps
 * too.
 *
 * @example
 * ```ts
 * import { round, tensor } from 'cotangent'
 *
 * round(tensor([0.5, 1.5, 2.4, -0.3])) // => [ 0.  2.  2. -0.]
 * ```
 */
export const round: UnaryOperation = unary('round', primitive.round)
