import { domain, fromZero, type OperationCase, unary, withSettings } from './cases.js'

/** Activations. */
export const activations: readonly OperationCase[] = [
  ...unary('leakyRelu', -3, 3, fromZero),
  ...unary('logSigmoid', -9, 9),
  ...unary('relu', -3, 3, fromZero),
  ...unary('sigmoid', -9, 9),
  ...unary('softplus', -9, 9),
  ...withSettings('softplus', [domain([3]), { beta: 2 }]),
  ...withSettings(
    'leakyRelu',
    [domain([3], 0.1, 3), { negativeSlope: 0.2 }],
    [domain([3], -3, -0.1), { negativeSlope: 0.2 }],
  ),
]
