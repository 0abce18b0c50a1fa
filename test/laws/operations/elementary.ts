import { binary, type OperationCase, unary } from './cases.js'

/** Elementary functions. */
export const elementary: readonly OperationCase[] = [
  ...unary('exp'),
  ...unary('expm1'),
  ...unary('log', 0.3, 4),
  ...unary('log1p', -0.6, 3),
  ...unary('sqrt', 0.3, 4),
  ...unary('tanh'),
  ...binary('logAddExp'),
  ...binary('power', [0.4, 3], [-2, 3]),
]
