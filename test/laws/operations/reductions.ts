import { along, domain, type OperationCase, reduction, whole, withSettings, withTies } from './cases.js'

/** Reductions, and what goes along an axis. */
export const reductions: readonly OperationCase[] = [
  ...reduction('sum'),
  ...reduction('mean'),
  ...withTies(reduction('max')),
  ...withTies(reduction('min')),
  ...reduction('logSumExp'),
  ...withSettings(
    'argmax',
    [domain([3])],
    [domain([2, 3]), { axis: 0, keepdims: true }],
    [whole([2, 3], -2, 2), { axis: 1 }],
  ),
  ...along('softmax'),
  ...along('logSoftmax'),
]
