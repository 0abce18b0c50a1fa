import * as primitive from '../primitives/errorFunction.js'
import type { FloatUnaryOperation } from '../signatures/index.js'
import { unary } from './elementwise.js'

/**
 * The error function of each element, 2/sqrt(pi) times the integral of e^(-t^2) from 0 to x, within 1 ulp. It goes from -1
 * to 1, and its derivative is 2/sqrt(pi) e^(-x^2).
 *
 * @example
 * ```ts
 * import { erf, tensor } from 'cotangent'
 *
 * erf(tensor([0, 0.5, -Infinity])) // => [ 0.          0.52049988 -1.        ]
 * ```
 */
export const erf: FloatUnaryOperation = unary('erf', primitive.erf)

/**
 * The complement 1 - erf x of each element, within 1 ulp also where it is tiny: down to erfc(27.2), of which few bits are
 * left.
 *
 * @example
 * ```ts
 * import { erfc, tensor } from 'cotangent'
 *
 * erfc(tensor([0, -1, 20])) // => [1.00000000e+000 1.84270079e+000 5.39586561e-176]
 * ```
 */
export const erfc: FloatUnaryOperation = unary('erfc', primitive.erfc)
