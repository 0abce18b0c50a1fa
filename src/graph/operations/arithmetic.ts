import * as primitive from '../primitives/arithmetic.js'
import type { BinaryOperation, FloatBinaryOperation, UnaryOperation } from '../signatures/index.js'
import { declared } from './dual.js'
import { binary, unary } from './elementwise.js'
import { numericOperandOf } from './operands.js'

/**
 * The sum a + b of two operands, which broadcast; int32 wraps. Throws a ShapeError or DTypeError where they do not
 * match.
 *
 * @example
 * ```ts
 * import { add, tensor } from 'cotangent'
 *
 * add(tensor([[1, 2], [3, 4]]), tensor([10, 20]))
 * // => [[11. 22.]
 * //     [13. 24.]]
 * add(tensor([1, 2]), 0.5) // => [1.5 2.5]
 * ```
 */
export const add: BinaryOperation = binary('add', primitive.add)

/**
 * The difference a - b of two operands, which broadcast: `sub(a, b)` and `pipe(a, sub(b))`.
 *
 * @example
 * ```ts
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { sub, tensor } from 'cotangent'
 *
 * sub(1, tensor([1, 2])) // => [ 0. -1.]
 * pipe(tensor([1, 2]), sub(1)) // => [0. 1.]
 * ```
 */
export const sub: BinaryOperation = binary('sub', primitive.sub)

/**
 * The product a b of two operands, element by element, which broadcast; int32 wraps.
 *
 * @example
 * ```ts
 * import { mul, tensor } from 'cotangent'
 *
 * mul(tensor([1, 2, 3]), 2) // => [2. 4. 6.]
 * ```
 */
export const mul: BinaryOperation = binary('mul', primitive.mul)

/**
 * The quotient a / b of two floating-point operands, which broadcast: `div(a, b)` and `pipe(a, div(b))`. Throws a
 * DTypeError for int32.
 *
 * @example
 * ```ts
 * import { div, tensor } from 'cotangent'
 *
 * div(tensor([1, -1, 0]), 0) // => [ inf -inf  nan]
 * ```
 */
export const div: FloatBinaryOperation = binary('div', primitive.div)

/**
 * The negative -x of each element.
 *
 * @example
 * ```ts
 * import { neg, tensor } from 'cotangent'
 *
 * neg(tensor([1, -2])) // => [-1.  2.]
 * ```
 */
export const neg: UnaryOperation = unary('neg', primitive.neg)

/**
 * The magnitude |x| of each element; its derivative at 0 is 0.
 *
 * @example
 * ```ts
 * import { abs, tensor } from 'cotangent'
 *
 * abs(tensor([1, -2])) // => [1. 2.]
 * ```
 */
export const abs: UnaryOperation = unary('abs', primitive.abs)

/**
 * -1, 0 or 1 as each element is negative, zero or positive; NaN for NaN. Its derivative is 0.
 *
 * @example
 * ```ts
 * import { sign, tensor } from 'cotangent'
 *
 * sign(tensor([-3, 0, 5])) // => [-1.  0.  1.]
 * ```
 */
export const sign: UnaryOperation = unary('sign', primitive.sign)

/**
 * The square x^2 of each element.
 *
 * @example
 * ```ts
 * import { square, tensor } from 'cotangent'
 *
 * square(tensor([1, -2, 3])) // => [1. 4. 9.]
 * ```
 */
export const square: UnaryOperation = declared((value: unknown) => {
  const x = numericOperandOf('square', value)
  return primitive.mul(x, x)
})

/**
 * The larger of two operands, which broadcast; NaN where either is NaN. The derivative of a tie is shared half and
 * half.
 *
 * @example
 * ```ts
 * import { maximum, tensor } from 'cotangent'
 *
 * maximum(tensor([1, 5, 3]), tensor([4, 2, 3])) // => [4. 5. 3.]
 * ```
 */
export const maximum: BinaryOperation = binary('maximum', primitive.maximum)

/**
 * The smaller of two operands, which broadcast; NaN where either is NaN. The derivative of a tie is shared half and
 * half.
 *
 * @example
 * ```ts
 * import { minimum, tensor } from 'cotangent'
 *
 * minimum(tensor([1, 5, 3]), 2) // => [1. 2. 2.]
 * ```
 */
export const minimum: BinaryOperation = binary('minimum', primitive.minimum)
