import { type OperationCase, unary } from './cases.js'

/** Powers and logarithms of other bases than e. */
export const powers: readonly OperationCase[] = [
  ...unary('exp2', -9, 9),
  ...unary('log2', 0.3, 4),
  ...unary('log10', 0.3, 4),
  ...unary('cbrt', 0.3, 4),
  ...unary('cbrt', -4, -0.3),
]
