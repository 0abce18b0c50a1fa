import type { InputDomain } from '../../../laws/index.js'
import type { Tensor } from '../../../src/tensor/index.js'
import { domain, type OperationCase, operation, truth, whole, withSettings } from './cases.js'

/** An operation that gives several tensors. */
const several = (
  name: string,
  f: (...inputs: readonly Tensor[]) => unknown,
  ...domains: readonly InputDomain[]
): OperationCase => ({ name, f: (...inputs) => f(...inputs) as readonly Tensor[], domains })

/** The parts of one operand, by settings. */
const parts = (
  name: string,
  ...cases: readonly (readonly [x: InputDomain, ...settings: readonly unknown[]])[]
): readonly OperationCase[] =>
  cases.map(([x, ...settings]) => several(name, (input) => operation[name](input, ...settings), x))

/** The same elements in other places, several times, in parts, on diagonals. */
export const rearranging: readonly OperationCase[] = [
  ...withSettings('ravel', [domain([2, 3])], [domain([])], [domain([2, 0])]),
  ...withSettings(
    'flatten',
    [domain([2, 1, 3])],
    [domain([2, 1, 3]), { startAxis: 1 }],
    [domain([2, 1, 3]), { endAxis: -2 }],
    [domain([])],
    [domain([2, 0, 3]), { startAxis: -2 }],
  ),
  ...withSettings(
    'roll',
    [domain([3]), 1],
    [domain([2, 3]), -4],
    [domain([2, 3]), [1, -2], { axis: [0, -1] }],
    [domain([2, 3]), 1, { axis: [0, 1] }],
    [domain([2, 0]), 1, { axis: 1 }],
    [whole([3], -9, 9), 2],
  ),
  ...withSettings(
    'tile',
    [domain([3]), 2],
    [domain([2, 1]), [2, 1, 3]],
    [domain([2, 3]), [1, 0]],
    [domain([]), [2]],
    [truth([2]), 2],
  ),
  ...withSettings(
    'repeat',
    [domain([2, 2]), 2],
    [domain([2, 3]), [1, 0, 2], { axis: -1 }],
    [domain([2, 1]), 3, { axis: 0 }],
    [domain([2, 0]), 2, { axis: 1 }],
    [domain([3]), 0],
    [domain([]), [2]],
  ),
  ...parts(
    'split',
    [domain([4]), 2],
    [domain([2, 3]), [1], { axis: -1 }],
    [domain([3, 2]), [-1, 1, 9]],
    [domain([0, 2]), 3],
  ),
  ...parts('unstack', [domain([3])], [domain([2, 3]), { axis: -1 }], [domain([2, 0])]),
  ...['edge', 'reflect', 'symmetric', 'wrap'].flatMap((mode) =>
    withSettings(
      'pad',
      [domain([3]), [[2, 1]], { mode }],
      [
        domain([2, 1]),
        [
          [5, 0],
          [1, 2],
        ],
        { mode },
      ],
    ),
  ),
  ...withSettings(
    'diag',
    [domain([3])],
    [domain([2]), { k: 1 }],
    [domain([2]), { k: -2 }],
    [domain([0]), { k: 1 }],
    [domain([3, 2])],
    [domain([2, 3]), { k: 1 }],
    [domain([2, 3]), { k: -2 }],
  ),
  ...withSettings(
    'diagonal',
    [domain([3, 2])],
    [domain([2, 3, 2]), { offset: 1, axis1: -2, axis2: -1 }],
    [domain([2, 1, 3]), { offset: -1, axis1: 2, axis2: 0 }],
    [domain([2, 2]), { offset: 3 }],
  ),
  ...withSettings(
    'trace',
    [domain([3, 2])],
    [domain([2, 3, 2]), { offset: 1, axis1: 1, axis2: 2 }],
    [domain([2, 0])],
    [truth([2, 2])],
  ),
  ...['tril', 'triu'].flatMap((name) =>
    withSettings(
      name,
      [domain([3, 2])],
      [domain([2, 2, 3]), { k: 1 }],
      [domain([3, 3]), { k: -1 }],
      [domain([2, 0])],
      [whole([2, 2], -9, 9), { k: -5 }],
    ),
  ),
  several('meshgrid', (x, y) => operation.meshgrid([x, y], { indexing: 'ij' }), domain([2]), domain([3])),
  several('meshgrid', (x, y, z) => operation.meshgrid([x, y, z]), domain([2]), domain([1]), domain([])),
  several('broadcastArrays', (x, y) => operation.broadcastArrays([x, y]), domain([2, 1]), domain([3])),
  several('broadcastArrays', (x, y) => operation.broadcastArrays([x, y]), domain([]), domain([0, 2])),
]
