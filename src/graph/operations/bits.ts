import { DTypeError } from '../../tensor/index.js'
import { fullLike } from '../primitives/arithmetic.js'
import * as primitive from '../primitives/bits.js'
import type { BinaryOperation, UnaryOperation } from '../signatures/index.js'
import { binary, unary } from './elementwise.js'

/**
 * The bits that two int32 operands have in common; they broadcast.
 *
 * @example
 * ```ts
 * import { bitwiseAnd, tensor } from 'cotangent'
 *
 * bitwiseAnd(tensor([0b1100, -1], { dtype: 'int32' }), 0b1010) // => [ 8 10]
 * ```
 */
export const bitwiseAnd: BinaryOperation<'int32'> = binary('bitwiseAnd', primitive.bitwiseAnd)

/**
 * The bits that at least one of two int32 operands has; they broadcast.
 *
 * @example
 * ```ts
 * import { bitwiseOr, tensor } from 'cotangent'
 *
 * bitwiseOr(tensor([0b1100, -1], { dtype: 'int32' }), 0b1010) // => [14 -1]
 * ```
 */
export const bitwiseOr: BinaryOperation<'int32'> = binary('bitwiseOr', primitive.bitwiseOr)

/**
 * The bits in which two int32 operands differ; they broadcast.
 *
 * @example
 * ```ts
 * import { bitwiseXor, tensor } from 'cotangent'
 *
 * bitwiseXor(tensor([0b1100, -1], { dtype: 'int32' }), 0b1010) // => [  6 -11]
 * ```
 */
export const bitwiseXor: BinaryOperation<'int32'> = binary('bitwiseXor', primitive.bitwiseXor)

/**
 * The opposite of every bit of an int32 operand, which is -1 - x.
 *
 * @example
 * ```ts
 * import { bitwiseNot, tensor } from 'cotangent'
 *
 * bitwiseNot(tensor([0, 5, -1], { dtype: 'int32' })) // => [-1 -6  0]
 * ```
 */
export const bitwiseNot: UnaryOperation<'int32'> = unary('bitwiseNot', (x) => {
  if (x.dtype !== 'int32')
    throw new DTypeError({
      operation: 'bitwiseNot',
      operands: [x],
      problem: `it does not take ${x.dtype}`,
      remedy: x.dtype === 'bool' ? 'For truth values there is logicalNot' : 'It needs int32: convert with astype',
    })
  return primitive.bitwiseXor(x, fullLike(x, -1))
})

/**
 * The 32 bits of x moved `count` places up, zeros coming in: int32 operands that broadcast, `count` modulo 32.
 *
 * @example
 * ```ts
 * import { shiftLeft, tensor } from 'cotangent'
 *
 * shiftLeft(tensor([1, 3], { dtype: 'int32' }), 4) // => [16 48]
 * ```
 */
export const shiftLeft: BinaryOperation<'int32'> = binary('shiftLeft', primitive.shiftLeft)

/**
 * The 32 bits of x moved `count` places down, copies of its sign coming in, which is floor(x / 2^count): int32 operands
 * that broadcast, `count` modulo 32.
 *
 * @example
 * ```ts
 * import { shiftRight, tensor } from 'cotangent'
 *
 * shiftRight(tensor([256, -1, -7], { dtype: 'int32' }), 1) // => [128  -1  -4]
 * ```
 */
export const shiftRight: BinaryOperation<'int32'> = binary('shiftRight', primitive.shiftRight)

/**
 * The 32 bits of x moved `count` places down, zeros coming in: int32 operands that broadcast, `count` modulo 32.
 *
 * @example
 * ```ts
 * import { shiftRightLogical, tensor } from 'cotangent'
 *
 * shiftRightLogical(tensor([256, -1], { dtype: 'int32' }), 4) // => [       16 268435455]
 * ```
 */
export const shiftRightLogical: BinaryOperation<'int32'> = binary('shiftRightLogical', primitive.shiftRightLogical)
