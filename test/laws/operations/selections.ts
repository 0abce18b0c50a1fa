import { domain, type OperationCase, of, operation, truth, whole } from './cases.js'

/** Indexing and choice. */
export const selections: readonly OperationCase[] = [
  of('take', (x, at) => operation.take(x, at), domain([2, 2]), whole([3], -4, 3)),
  of('take', (x, at) => operation.take(x, at, { axis: 1 }), domain([2, 3]), whole([2, 2], -3, 2)),
  of('takeAlongAxis', (x, at) => operation.takeAlongAxis(x, at, { axis: 0 }), domain([3, 2]), whole([2, 2], -3, 2)),
  of('takeAlongAxis', (x, at) => operation.takeAlongAxis(x, at), domain([2, 3]), whole([1, 2], -3, 2)),
  of('scatterAdd', (x, at, y) => operation.scatterAdd(x, at, y), domain([2, 3]), whole([2, 4], -3, 2), domain([2, 4])),
  of(
    'scatterAdd',
    (x, at, y) => operation.scatterAdd(x, at, y, { axis: 0 }),
    domain([3, 2]),
    whole([2, 2], -3, 2),
    domain([]),
  ),
  of('where', operation.where, truth([2, 1]), domain([3]), domain([])),
  of('where', operation.where, truth([]), domain([2]), domain([2])),
]
