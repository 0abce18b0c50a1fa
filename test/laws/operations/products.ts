import { domain, type OperationCase, of, operation } from './cases.js'

/** Contractions. */
export const products: readonly OperationCase[] = (
  [
    [
      [2, 3],
      [3, 2],
    ],
    [[3], [3]],
    [[2, 3], [3]],
    [
      [2, 1, 3],
      [3, 2],
    ],
    [
      [2, 1, 2, 2],
      [3, 2, 1],
    ],
    [
      [2, 0],
      [0, 2],
    ],
  ] as const
).map(([a, b]) => of('matmul', operation.matmul, domain(a), domain(b)))
