import type { Shape, Tensor } from '../../../src/tensor/index.js'
import { domain, type OperationCase, of, operation, withSettings } from './cases.js'

/** Matrices whose diagonal is far from 0 and from the other elements. */
const regular = (x: Tensor): Tensor =>
  operation.add(x, operation.mul(5, operation.eye(x.shape.at(-1), { dtype: x.dtype })))

const matrices = (shape: Shape) => domain(shape, -1, 1)

/** An operation on square matrices far from singular, in several shapes. */
const onRegular = (name: string, apply = operation[name]): readonly OperationCase[] =>
  [
    [3, 3],
    [2, 2, 2],
    [1, 1],
    [0, 0],
    [0, 2, 2],
  ].map((shape) => of(name, (x) => apply(regular(x)), matrices(shape)))

const systems: readonly (readonly [a: Shape, b: Shape])[] = [
  [[3, 3], [3]],
  [
    [2, 2],
    [2, 2],
  ],
  [[2, 2, 2], [2]],
  [
    [2, 2],
    [2, 2, 1],
  ],
  [
    [2, 1, 2, 2],
    [3, 2, 1],
  ],
  [
    [0, 0],
    [0, 2],
  ],
  [
    [2, 2],
    [2, 0],
  ],
]

/** Linear algebra: matrices under no, one and several leading axes, and those without elements. */
export const linearAlgebra: readonly OperationCase[] = [
  ...onRegular('cholesky'),
  ...onRegular('inverse'),
  ...onRegular('matrixPower', (x) => operation.matrixPower(x, -2)),
  ...withSettings('matrixPower', [domain([2, 2]), 5], [domain([2, 2, 2]), 1], [domain([2, 2]), 0]),
  ...onRegular('det'),
  ...withSettings('det', [domain([2, 2])], [domain([3, 2, 2])]),
  ...onRegular('slogdet').map((one) => ({ ...one, f: (x: Tensor) => operation.slogdet(regular(x)) as never })),
  ...systems.flatMap(([a, b]) => [
    of('solve', (x, y) => operation.solve(regular(x), y), matrices(a), domain(b)),
    of('triangularSolve', (x, y) => operation.triangularSolve(regular(x), y), matrices(a), domain(b)),
    of(
      'triangularSolve',
      (x, y) => operation.triangularSolve(x, y, { lower: true, unitDiagonal: true }),
      matrices(a),
      domain(b),
    ),
  ]),
]
