import { noAttributes } from '../../../graph/index.js'
import { isFloat, sizeOf } from '../../../tensor/index.js'
import { allOf, operandOf } from '../matching.js'
import type { Rule } from '../rewriting.js'
import { normalReciprocal } from './algebra.js'

/**
 * x / y = x (1 / y) but for rounding, which divides once where y is the same for many elements of x: one number, or what
 * is broadcast. Of y below the normal numbers 1 / y may overflow where x / y does not.
 */
export const byReciprocal: Rule<'div'> = ({ operands: [x, y], results: [type] }, rewriting) => {
  if (!isFloat(type.dtype)) return undefined
  const known = normalReciprocal(y)
  if (known !== undefined) return rewriting.apply('mul', noAttributes, x, allOf(y, known))
  const divisor = operandOf('broadcastTo', y)
  if (divisor === undefined || sizeOf(divisor.shape) >= sizeOf(type.shape)) return undefined
  const reciprocal = rewriting.apply('div', noAttributes, allOf(divisor, 1), divisor)
  const repeated = rewriting.apply('broadcastTo', { shape: type.shape }, reciprocal)
  return rewriting.apply('mul', noAttributes, x, repeated)
}
