import { domain, type OperationCase, of, operation, whole } from './cases.js'

type Pair = readonly [a: readonly number[], b: readonly number[]]

const multiplying = (name: string, ...pairs: readonly Pair[]): readonly OperationCase[] =>
  pairs.map(([a, b]) => of(name, operation[name], domain(a), domain(b)))

const contracting = (
  name: string,
  ...cases: readonly (readonly [...Pair, options?: object])[]
): readonly OperationCase[] =>
  cases.map(([a, b, options]) => of(name, (x, y) => operation[name](x, y, options), domain(a), domain(b)))

/** Contractions. */
export const products: readonly OperationCase[] = [
  ...multiplying(
    'matmul',
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
  ),
  ...multiplying(
    'dot',
    [[3], [3]],
    [[2, 3], [3]],
    [[2], [2, 2, 3]],
    [
      [2, 1, 2],
      [1, 2, 2],
    ],
    [[], [2]],
    [
      [2, 0],
      [0, 3],
    ],
  ),
  ...multiplying(
    'inner',
    [[3], [3]],
    [
      [2, 3],
      [1, 2, 3],
    ],
    [[2], []],
    [[2, 0], [0]],
  ),
  ...multiplying('outer', [[2], [3]], [[2, 2], []], [[0], [2]]),
  ...multiplying(
    'kron',
    [[2], [3]],
    [
      [1, 2],
      [2, 2],
    ],
    [[2], [1, 1, 2]],
    [[], [2]],
    [[0], [2]],
  ),
  ...contracting(
    'tensordot',
    [
      [2, 2],
      [2, 2],
    ],
    [[2, 3], [3, 1], { axes: 1 }],
    [[2], [2], { axes: 0 }],
    [
      [2, 1, 3],
      [3, 2, 2],
      {
        axes: [
          [0, -1],
          [1, 0],
        ],
      },
    ],
    [[2, 0], [0, 2], { axes: [1, 0] }],
  ),
  ...contracting('convolve', [[4], [2]], [[2], [3], { mode: 'same' }], [[3], [3], { mode: 'valid' }]),
  ...contracting('correlate', [[4], [2]], [[2], [4], { mode: 'same' }], [[2], [3], { mode: 'full' }]),
  ...contracting(
    'vecdot',
    [[3], [3]],
    [[2, 3], [3]],
    [[2, 3, 1], [2, 2], { axis: 0 }],
    [[3, 2], [3, 1], { axis: -2 }],
    [[2, 0], [0]],
  ),
  of('tensordot', operation.tensordot, whole([1, 2], -3, 3), whole([1, 2], -3, 3)),
  of('outer', operation.outer, whole([2], -3, 3), whole([], -3, 3)),
]
