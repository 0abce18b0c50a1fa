import { domain, type OperationCase, of, operation, withSettings } from './cases.js'

/** Other shapes, orders and joins of the same elements. */
export const shaping: readonly OperationCase[] = [
  ...withSettings('broadcastTo', [domain([3]), [2, 3]], [domain([2, 1]), [4, 2, 3]], [domain([]), [0]]),
  ...withSettings('expandDims', [domain([2]), 0], [domain([2]), [0, -1]]),
  ...withSettings('flip', [domain([2, 3])], [domain([2, 3]), { axis: 1 }]),
  ...withSettings('moveAxis', [domain([2, 1, 3]), 0, -1], [domain([2, 1, 3]), [0, 2], [1, 0]]),
  ...withSettings(
    'pad',
    [domain([2]), [[1, 2]]],
    [
      domain([1, 2]),
      [
        [0, 1],
        [2, 0],
      ],
      { value: 0.5 },
    ],
  ),
  ...withSettings('reshape', [domain([2, 3]), [3, -1]], [domain([0, 2]), [4, 0]], [domain([1]), []]),
  ...withSettings(
    'slice',
    [domain([5]), [[1, 4]]],
    [
      domain([3, 4]),
      [
        [null, null, -1],
        [-3, null, 2],
      ],
    ],
  ),
  ...withSettings('squeeze', [domain([1, 2, 1])], [domain([1, 2, 1]), { axis: 0 }]),
  ...withSettings('swapAxes', [domain([2, 1, 3]), 0, 2]),
  ...withSettings('transpose', [domain([2, 3])], [domain([2, 1, 3]), [2, 0, 1]]),
  of('concatenate', (a, b) => operation.concatenate([a, b, a], { axis: -1 }), domain([2, 1]), domain([2, 2])),
  of('stack', (a, b) => operation.stack([a, b], { axis: 1 }), domain([3]), domain([3])),
]
