import * as primitive from '../primitives/bits.js'
import type { BinaryOperation } from '../signatures/index.js'
import { binary } from './elementwise.js'

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
