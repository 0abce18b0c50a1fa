import * as primitive from '../primitives/division.js'
import type { BinaryOperation } from '../signatures/index.js'
import { binary } from './elementwise.js'

/**
 * The quotient a / b rounded down, of two operands that broadcast: `floorDiv(a, b)` and `pipe(a, floorDiv(b))`. It is
 * the floor of the exact quotient, not of the rounded one (more than 51 digits are rounded). By 0 it is a / b, of int32
 * 0. Its derivative is 0.
 *
 * @example
 * ```ts
 * import { floorDiv, tensor } from 'cotangent'
 *
 * floorDiv(tensor([7, -7, 1]), tensor([2, 2, 0.1])) // => [ 3. -4.  9.]
 * floorDiv(tensor([7, -7], { dtype: 'int32' }), 2) // => [ 3 -4]
 * ```
 */
export const floorDiv: BinaryOperation = binary('floorDiv', primitive.floorDiv)

/**
 * a - b floor(a / b), what `floorDiv` leaves, with the sign of b and rounded once, as in Python and NumPy; the operands
 * broadcast. Where b is 0 it is NaN, of int32 0. Its derivative is 1 in a and -floor(a / b) in b.
 *
 * @example
 * ```ts
 * import { remainder, tensor } from 'cotangent'
 *
 * remainder(tensor([7, -7, 7]), tensor([3, 3, -3])) // => [ 1.  2. -2.]
 * ```
 */
export const remainder: BinaryOperation = binary('remainder', primitive.remainder)
