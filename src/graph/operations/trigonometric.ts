import * as primitive from '../primitives/trigonometric.js'
import type { FloatBinaryOperation, FloatUnaryOperation } from '../signatures/index.js'
import { binary, unary } from './elementwise.js'

/**
 * The sine of each element, an angle in radians, within 1 ulp for angles of every size: NaN where that is infinite.
 *
 * @example
 * ```ts
 * import { sin, tensor } from 'cotangent'
 *
 * sin(tensor([0, Math.PI / 6, 1e22])) // => [ 0.          0.5        -0.85220085]
 * ```
 */
export const sin: FloatUnaryOperation = unary('sin', primitive.sin)

/**
 * The cosine of each element, an angle in radians, within 1 ulp for angles of every size: NaN where that is infinite.
 *
 * @example
 * ```ts
 * import { cos, tensor } from 'cotangent'
 *
 * cos(tensor([0, Math.PI / 3, 1e22])) // => [1.         0.5        0.52321479]
 * ```
 */
export const cos: FloatUnaryOperation = unary('cos', primitive.cos)

/**
 * The tangent of each element, an angle in radians, within 1 ulp for angles of every size: NaN where that is infinite.
 * No number is an odd multiple of pi/2, so that it has no poles.
 *
 * @example
 * ```ts
 * import { tan, tensor } from 'cotangent'
 *
 * tan(tensor([0, Math.PI / 4, 1e22])) // => [ 0.          1.         -1.62877823]
 * ```
 */
export const tan: FloatUnaryOperation = unary('tan', primitive.tan)

/**
 * The angle of [-pi/2, pi/2] whose sine each element is, within 1 ulp: NaN for one outside of [-1, 1]. Its derivative
 * 1 / sqrt(1 - x^2) is Infinity at -1 and 1.
 *
 * @example
 * ```ts
 * import { asin, tensor } from 'cotangent'
 *
 * asin(tensor([0, 0.5, -1])) // => [ 0.          0.52359878 -1.57079633]
 * ```
 */
export const asin: FloatUnaryOperation = unary('asin', primitive.asin)

/**
 * The angle of [0, pi] whose cosine each element is, within 1 ulp: NaN for one outside of [-1, 1]. Its derivative
 * -1 / sqrt(1 - x^2) is -Infinity at -1 and 1.
 *
 * @example
 * ```ts
 * import { acos, tensor } from 'cotangent'
 *
 * acos(tensor([1, 0.5, -1])) // => [0.         1.04719755 3.14159265]
 * ```
 */
export const acos: FloatUnaryOperation = unary('acos', primitive.acos)

/**
 * The angle of [-pi/2, pi/2] whose tangent each element is, within 1 ulp. Its derivative is 1 / (1 + x^2).
 *
 * @example
 * ```ts
 * import { atan, tensor } from 'cotangent'
 *
 * atan(tensor([0, 1, -Infinity])) // => [ 0.          0.78539816 -1.57079633]
 * ```
 */
export const atan: FloatUnaryOperation = unary('atan', primitive.atan)

/**
 * The angle of [-pi, pi] from the positive x-axis to the point (x, y), within 1 ulp; both operands broadcast:
 * `atan2(y, x)` and `pipe(y, atan2(x))`. Zeros and infinities as IEEE 754 has them: on the negative x-axis it is pi or
 * -pi as the sign of y says, also for -0; two infinite coordinates count as equal; the angle of (0, 0) is 0, and that of
 * (-0, 0) is pi. Its derivative (x dy - y dx) / (x^2 + y^2) neither overflows nor underflows on the way, and is NaN at
 * (0, 0), where the angle has none.
 *
 * @example
 * ```ts
 * import { atan2, tensor } from 'cotangent'
 *
 * atan2(tensor([1, 1, -0]), tensor([1, -1, -1])) // => [ 0.78539816  2.35619449 -3.14159265]
 * ```
 */
export const atan2: FloatBinaryOperation = binary('atan2', primitive.atan2)
