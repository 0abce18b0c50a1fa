import { type DType, DTypeError, type Tensor } from '../../tensor/index.js'
import * as primitive from '../primitives/arithmetic.js'
import type { BinaryOperation, Comparison, UnaryOperation, Where } from '../signatures/index.js'
import { declared } from './dual.js'
import { binary, unary } from './elementwise.js'
import { broadcast, checkNumeric, operandOf, operandsOf } from './operands.js'

/** A comparison of numbers that broadcast. */
const ordering = <F>(operation: string, of: (a: Tensor, b: Tensor) => Tensor): F =>
  binary(operation, (a, b) => {
    checkNumeric(operation, [a, b])
    return of(a, b)
  })

/**
 * Whether a < b, for two operands that broadcast: `less(a, b)` and `pipe(a, less(b))`. False where either is NaN.
 *
 * @example
 * ```ts
 * import { less, tensor } from 'cotangent'
 *
 * less(tensor([1, 2, NaN]), 2) // => [ True False False]
 * ```
 */
export const less: Comparison = ordering('less', primitive.less)

/**
 * Whether a <= b, for two operands that broadcast: `lessEqual(a, b)` and `pipe(a, lessEqual(b))`. False where either
 * is NaN.
 *
 * @example
 * ```ts
 * import { lessEqual, tensor } from 'cotangent'
 *
 * lessEqual(tensor([1, 2, 3]), 2) // => [ True  True False]
 * ```
 */
export const lessEqual: Comparison = ordering('lessEqual', primitive.lessEqual)

/**
 * Whether a > b, for two operands that broadcast: `greater(a, b)` and `pipe(a, greater(b))`. False where either is NaN.
 *
 * @example
 * ```ts
 * import { greater, tensor } from 'cotangent'
 *
 * greater(tensor([1, 2, 3]), 2) // => [False False  True]
 * ```
 */
export const greater: Comparison = ordering('greater', (a, b) => primitive.less(b, a))

/**
 * Whether a >= b, for two operands that broadcast: `greaterEqual(a, b)` and `pipe(a, greaterEqual(b))`. False where
 * either is NaN.
 *
 * @example
 * ```ts
 * import { greaterEqual, tensor } from 'cotangent'
 *
 * greaterEqual(tensor([1, 2, 3]), 2) // => [False  True  True]
 * ```
 */
export const greaterEqual: Comparison = ordering('greaterEqual', (a, b) => primitive.lessEqual(b, a))

/**
 * Whether a = b, for two operands that broadcast: `equal(a, b)` and `pipe(a, equal(b))`. NaN equals nothing.
 *
 * @example
 * ```ts
 * import { equal, tensor } from 'cotangent'
 *
 * equal(tensor([0, 1, NaN]), tensor([-0, 2, NaN])) // => [ True False False]
 * ```
 */
export const equal: Comparison<DType> = binary('equal', primitive.equal)

const not = (x: Tensor): Tensor => primitive.equal(x, primitive.fullLike(x, 0))

/**
 * Whether a and b differ, for two operands that broadcast: `notEqual(a, b)` and `pipe(a, notEqual(b))`. NaN differs
 * from everything.
 *
 * @example
 * ```ts
 * import { notEqual, tensor } from 'cotangent'
 *
 * const x = tensor([1, NaN, 3])
 * notEqual(x, x) // => [False  True False]
 * ```
 */
export const notEqual: Comparison<DType> = binary('notEqual', (a, b) => not(primitive.equal(a, b)))

/**
 * The elements of `x` where the condition (bool) holds and those of `y` elsewhere; all three broadcast. The element not
 * taken has derivative 0, and so has the condition. Throws a DTypeError where the condition is not bool.
 *
 * @example
 * ```ts
 * import { greater, tensor, where } from 'cotangent'
 *
 * const x = tensor([-1, 2, -3])
 * where(greater(x, 0), x, 0) // => [0. 2. 0.]
 * ```
 */
export const where: Where = declared((condition: unknown, x: unknown, y: unknown): Tensor => {
  const chooser = operandOf('where', condition)
  const choices = operandsOf('where', [x, y])
  if (chooser.dtype !== 'bool')
    throw new DTypeError({
      operation: 'where',
      operands: [chooser, ...choices],
      problem: `the condition is ${chooser.dtype}, not bool`,
      remedy: 'Make it by a comparison, or with astype',
    })
  const [c, a, b] = broadcast('where', [chooser, ...choices])
  return primitive.where(c, a, b)
})

const checkBool = (operation: string, ...operands: readonly Tensor[]): void => {
  if (operands[0].dtype !== 'bool')
    throw new DTypeError({
      operation,
      operands,
      problem: `it does not take ${operands[0].dtype}`,
      remedy: 'It needs bool: make it by a comparison, or with astype',
    })
}

/** An operation on two operands of truth values. */
const connective = <F>(operation: string, of: (a: Tensor, b: Tensor) => Tensor): F =>
  binary<F>(operation, (a, b) => {
    checkBool(operation, a, b)
    return of(a, b)
  })

/**
 * Whether a and b both hold, for two bool operands that broadcast.
 *
 * @example
 * ```ts
 * import { logicalAnd, tensor } from 'cotangent'
 *
 * logicalAnd(tensor([true, true, false]), tensor([true, false, false])) // => [ True False False]
 * ```
 */
export const logicalAnd: BinaryOperation<'bool'> = connective('logicalAnd', (a, b) =>
  primitive.where(a, b, primitive.fullLike(b, 0)),
)

/**
 * Whether a or b holds, for two bool operands that broadcast.
 *
 * @example
 * ```ts
 * import { logicalOr, tensor } from 'cotangent'
 *
 * logicalOr(tensor([true, true, false]), tensor([true, false, false])) // => [ True  True False]
 * ```
 */
export const logicalOr: BinaryOperation<'bool'> = connective('logicalOr', (a, b) =>
  primitive.where(a, primitive.fullLike(b, 1), b),
)

/**
 * Whether one of a and b holds and the other does not, for two bool operands that broadcast.
 *
 * @example
 * ```ts
 * import { logicalXor, tensor } from 'cotangent'
 *
 * logicalXor(tensor([true, true, false]), tensor([true, false, false])) // => [False  True False]
 * ```
 */
export const logicalXor: BinaryOperation<'bool'> = connective('logicalXor', (a, b) => not(primitive.equal(a, b)))

/**
 * Whether x does not hold, for a bool operand.
 *
 * @example
 * ```ts
 * import { logicalNot, tensor } from 'cotangent'
 *
 * logicalNot(tensor([true, false])) // => [False  True]
 * ```
 */
export const logicalNot: UnaryOperation<'bool'> = unary('logicalNot', (x) => {
  checkBool('logicalNot', x)
  return not(x)
})
