import { ArgumentError } from './errors.js'
import type { TensorType } from './tensor.js'

/**
 * What is thrown where a tensor that is no number in hand stands beside an operator of JavaScript's, or in one of its
 * functions of numbers: they would go on with NaN, and every comparison with that is false.
 */
export const noNumber = (tensor: TensorType): ArgumentError =>
  new ArgumentError({
    operation: 'operator',
    operands: [tensor],
    problem: "JavaScript's operators and Math take numbers, and this tensor is none",
    remedy: 'Use the operations, as add(x, y), mul(x, y), greater(x, y) or exp(x), or read a number with item(x)',
  })
