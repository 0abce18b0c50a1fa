import * as primitive from '../primitives/arithmetic.js'
import type { FloatBinaryOperation, FloatUnaryOperation } from '../signatures/index.js'
import { binary, unary } from './elementwise.js'

/**
 * The exponential e^x of each element, within 1 ulp.
 *
 * @example
 * ```ts
 * import { exp, tensor } from 'cotangent'
 *
 * exp(tensor([0, 1, -Infinity])) // => [1.         2.71828183 0.        ]
 * ```
 */
export const exp: FloatUnaryOperation = unary('exp', primitive.exp)

/**
 * e^x - 1 of each element, within 1 ulp also where x is tiny.
 *
 * @example
 * ```ts
 * import { expm1, tensor } from 'cotangent'
 *
 * expm1(tensor([0, 1e-20])) // => [0.e+00 1.e-20]
 * ```
 */
export const expm1: FloatUnaryOperation = unary('expm1', primitive.expm1)

/**
 * The natural logarithm of each element, within 1 ulp: -Infinity at 0, NaN below.
 *
 * @example
 * ```ts
 * import { log, tensor } from 'cotangent'
 *
 * log(tensor([1, Math.E, 0])) // => [  0.   1. -inf]
 * ```
 */
export const log: FloatUnaryOperation = unary('log', primitive.log)

/**
 * log(1 + x) of each element, within 1 ulp also where x is tiny.
 *
 * @example
 * ```ts
 * import { log1p, tensor } from 'cotangent'
 *
 * log1p(tensor([0, 1e-20])) // => [0.e+00 1.e-20]
 * ```
 */
export const log1p: FloatUnaryOperation = unary('log1p', primitive.log1p)

/**
 * The square root of each element, correctly rounded: NaN below 0. Its derivative at 0 is Infinity.
 *
 * @example
 * ```ts
 * import { sqrt, tensor } from 'cotangent'
 *
 * sqrt(tensor([4, 2])) // => [2.         1.41421356]
 * ```
 */
export const sqrt: FloatUnaryOperation = unary('sqrt', primitive.sqrt)

/**
 * The hyperbolic tangent of each element, within 1 ulp.
 *
 * @example
 * ```ts
 * import { tanh, tensor } from 'cotangent'
 *
 * tanh(tensor([0, 0.5, 800])) // => [0.         0.46211716 1.        ]
 * ```
 */
export const tanh: FloatUnaryOperation = unary('tanh', primitive.tanh)

/**
 * The power a^b of two floating-point operands, which broadcast, within 2 ulp: `power(a, b)` and `pipe(a, power(b))`.
 * NaN for a negative base and a fractional exponent. The derivative is 0 with respect to the base where the exponent is
 * 0, and with respect to the exponent where the base is 0.
 *
 * @example
 * ```ts
 * import { power, tensor } from 'cotangent'
 *
 * power(tensor([0, 2, -3]), 3) // => [  0.   8. -27.]
 * ```
 */
export const power: FloatBinaryOperation = binary('power', primitive.power)
