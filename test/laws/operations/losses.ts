import { domain, losses, type OperationCase, of, operation, whole } from './cases.js'

/** Losses. */
export const lossCases: readonly OperationCase[] = [
  ...losses('mse', [-3, 3], [-3, 3]),
  ...losses('binaryCrossEntropy', [0.1, 0.9], [0, 1]),
  ...losses('binaryCrossEntropyWithLogits', [-9, 9], [0, 1]),
  of('softmaxCrossEntropy', operation.softmaxCrossEntropy, domain([4, 3]), whole([4], 0, 2)),
  of('softmaxCrossEntropy', operation.softmaxCrossEntropy, domain([2, 3]), domain([2, 3], 0, 1)),
  of(
    'softmaxCrossEntropy',
    (z, t) => operation.softmaxCrossEntropy(z, t, { labelSmoothing: 0.1, reduction: 'none', axis: 0 }),
    domain([3, 2]),
    whole([2], 0, 2),
  ),
  of('crossEntropy', operation.crossEntropy, domain([2, 3], 0.1, 1), domain([2, 3], 0, 1)),
]
