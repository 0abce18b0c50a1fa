import * as primitive from '../primitives/powers.js'
import type { FloatUnaryOperation } from '../signatures/index.js'
import { unary } from './elementwise.js'

/**
 * The power 2^x of each element, within 1 ulp, and exact for an integral x.
 *
 * @example
 * ```ts
 * import { exp2, tensor } from 'cotangent'
 *
 * exp2(tensor([10, 0.5, -Infinity])) // => [1024.            1.41421356    0.        ]
 * ```
 */
export const exp2: FloatUnaryOperation = unary('exp2', primitive.exp2)

/**
 * The binary logarithm of each element, within 1 ulp, and exact for powers of 2: -Infinity at 0, NaN below.
 *
 * @example
 * ```ts
 * import { log2, tensor } from 'cotangent'
 *
 * log2(tensor([1024, 0.5, 0])) // => [ 10.  -1. -inf]
 * ```
 */
export const log2: FloatUnaryOperation = unary('log2', primitive.log2)

/**
 * The decimal logarithm of each element, within 1 ulp, and exact for powers of 10: -Infinity at 0, NaN below.
 *
 * @example
 * ```ts
 * import { log10, tensor } from 'cotangent'
 *
 * log10(tensor([1000, 2, 0])) // => [3.      0.30103    -inf]
 * ```
 */
export const log10: FloatUnaryOperation = unary('log10', primitive.log10)

/**
 * The cube root of each element, also of negative ones, within 1 ulp, and exact for cubes. Its derivative at 0 is Infinity.
 *
 * @example
 * ```ts
 * import { cbrt, tensor } from 'cotangent'
 *
 * cbrt(tensor([27, -8, 2])) // => [ 3.         -2.          1.25992105]
 * ```
 */
export const cbrt: FloatUnaryOperation = unary('cbrt', primitive.cbrt)
