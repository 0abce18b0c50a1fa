import type { Tensor } from '../../tensor/index.js'
import { declared, dual } from './dual.js'
import { alike, floatOperandOf, operandOf } from './operands.js'

/** An operation on one operand, element by element. */
export const unary = <F>(operation: string, of: (x: Tensor) => Tensor): F =>
  declared((x: unknown) => of(operandOf(operation, x)))

/** An operation on one floating-point operand, element by element. */
export const floatUnary = <F>(operation: string, of: (x: Tensor) => Tensor): F =>
  declared((x: unknown) => of(floatOperandOf(operation, x)))

/** An operation on two operands, which broadcast. */
export const binary = <F>(operation: string, of: (a: Tensor, b: Tensor) => Tensor): F =>
  dual(operation, 2, {}, (x: unknown, y: unknown) => {
    const [a, b] = alike(operation, [x, y])
    return of(a, b)
  })
