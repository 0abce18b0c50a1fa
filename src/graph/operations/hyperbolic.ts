import { div, fullLike } from '../primitives/arithmetic.js'
import * as primitive from '../primitives/hyperbolic.js'
import type { FloatBinaryOperation, FloatUnaryOperation } from '../signatures/index.js'
import { binary, floatUnary, unary } from './elementwise.js'

/**
 * The hyperbolic sine (e^x - e^-x) / 2 of each element, within 1 ulp also where x is tiny: it overflows only where the
 * result does. A DTypeError for other than floats.
 *
 * @example
 * ```ts
 * import { sinh, tensor } from 'cotangent'
 *
 * sinh(tensor([0, 1e-20, 1])) // => [0.00000000e+00 1.00000000e-20 1.17520119e+00]
 * ```
 */
export const sinh: FloatUnaryOperation = unary('sinh', primitive.sinh)

/**
 * The hyperbolic cosine (e^x + e^-x) / 2 of each element, within 1 ulp: it overflows only where the result does. A
 * DTypeError for other than floats.
 *
 * @example
 * ```ts
 * import { cosh, tensor } from 'cotangent'
 *
 * cosh(tensor([0, 1, -1])) // => [1.         1.54308063 1.54308063]
 * ```
 */
export const cosh: FloatUnaryOperation = unary('cosh', primitive.cosh)

/**
 * The inverse of sinh, log(x + sqrt(x^2 + 1)), of each element, within 1 ulp also where x is tiny, huge or negative. A
 * DTypeError for other than floats.
 *
 * @example
 * ```ts
 * import { asinh, tensor } from 'cotangent'
 *
 * asinh(tensor([-1, 1e-20, 1e300])) // => [-8.81373587e-01  1.00000000e-20  6.91468675e+02]
 * ```
 */
export const asinh: FloatUnaryOperation = unary('asinh', primitive.asinh)

/**
 * The inverse of cosh that is not negative, log(x + sqrt(x^2 - 1)), of each element, within 1 ulp also where x is near 1
 * or huge: NaN below 1. Its derivative at 1 is Infinity. A DTypeError for other than floats.
 *
 * @example
 * ```ts
 * import { acosh, tensor } from 'cotangent'
 *
 * acosh(tensor([1, 2, 0.5])) // => [0.        1.3169579       nan]
 * ```
 */
export const acosh: FloatUnaryOperation = unary('acosh', primitive.acosh)

/**
 * The inverse of tanh, log((1 + x) / (1 - x)) / 2, of each element, within 1 ulp also where x is tiny or near 1: Infinity
 * with the sign of x at 1 and -1, NaN beyond. A DTypeError for other than floats.
 *
 * @example
 * ```ts
 * import { atanh, tensor } from 'cotangent'
 *
 * atanh(tensor([-0.5, 1e-20, 1])) // => [-5.49306144e-01  1.00000000e-20             inf]
 * ```
 */
export const atanh: FloatUnaryOperation = unary('atanh', primitive.atanh)

/**
 * The length sqrt(a^2 + b^2) of two floating-point operands, which broadcast, within 1 ulp and without overflow or
 * underflow of the squares: `hypot(a, b)` and `pipe(a, hypot(b))`. Infinity where either is infinite, also beside NaN.
 * Its derivatives at (0, 0) are 0. A DTypeError for other than floats, a ShapeError for shapes that do not broadcast.
 *
 * @example
 * ```ts
 * import { hypot, tensor } from 'cotangent'
 *
 * hypot(tensor([3, 5e300]), tensor([4, 12e300])) // => [5.0e+000 1.3e+301]
 * ```
 */
export const hypot: FloatBinaryOperation = binary('hypot', primitive.hypot)

/**
 * The reciprocal square root 1 / sqrt(x) of each element, within 1 ulp: NaN below 0. At 0 it is Infinity and its
 * derivative -Infinity. A DTypeError for other than floats.
 *
 * @example
 * ```ts
 * import { rsqrt, tensor } from 'cotangent'
 *
 * rsqrt(tensor([4, 2, 0])) // => [0.5        0.70710678        inf]
 * ```
 */
export const rsqrt: FloatUnaryOperation = unary('rsqrt', primitive.rsqrt)

/**
 * The reciprocal 1 / x of each element, correctly rounded: at 0 Infinity with the sign of that zero, where its derivative
 * is -Infinity. A DTypeError for other than floats.
 *
 * @example
 * ```ts
 * import { reciprocal, tensor } from 'cotangent'
 *
 * reciprocal(tensor([4, -0.5, 0])) // => [ 0.25 -2.     inf]
 * ```
 */
export const reciprocal: FloatUnaryOperation = floatUnary('reciprocal', (x) => div(fullLike(x, 1), x))
