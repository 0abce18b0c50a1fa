import type { Shape, Tensor } from '../../../src/tensor/index.js'
import { domain, type OperationCase, of, operation } from './cases.js'

const { add, arange, expandDims, eye, matmul, mul, swapAxes } = operation

/** Matrices whose diagonal grows: the first columns are independent, and the numbers of the spectrum lie apart. */
const spread = (x: Tensor): Tensor => {
  const [rows, columns] = x.shape.slice(-2)
  const steps = expandDims(add(mul(arange(rows, { dtype: x.dtype }), 6), 6), 1)
  return add(x, mul(eye(rows, columns, { dtype: x.dtype }), steps))
}

const square: readonly Shape[] = [
  [3, 3],
  [2, 2, 2],
  [1, 1],
  [0, 0],
  [0, 2, 2],
]

const rectangular: readonly Shape[] = [...square, [3, 2], [2, 3], [2, 1, 2], [2, 0], [0, 2]]

const several = (apply: (...inputs: readonly Tensor[]) => unknown) => apply as (x: Tensor) => readonly Tensor[]

/** Factors of matrices with spectra apart: all of them, and what does not depend on the signs of vectors. */
const onSpread = (
  name: string,
  shapes: readonly Shape[],
  apply: (x: Tensor) => readonly Tensor[],
): readonly OperationCase[] =>
  shapes.map((shape) => ({ name, f: (x) => apply(spread(x)), domains: [domain(shape, -1, 1)] }))

const transposed = (x: Tensor): Tensor => swapAxes(x, -1, -2)

/** Factorizations: under no and one leading axis, of square, tall and wide matrices, and of those without elements. */
export const factorizations: readonly OperationCase[] = [
  ...onSpread('qr', rectangular, several(operation.qr)),
  ...onSpread('eigh', square, several(operation.eigh)),
  ...onSpread('eigvalsh', square, (x) => [operation.eigvalsh(x)]),
  ...onSpread('svd', rectangular, several(operation.svd)),
  ...onSpread('svd', rectangular, (x) => {
    const [u, , vt] = several(operation.svd)(x)
    return [matmul(u, vt), matmul(u, transposed(u)), matmul(transposed(vt), vt)]
  }),
  ...onSpread('svdvals', rectangular, (x) => [operation.svdvals(x)]),
  ...onSpread('pinv', rectangular, (x) => [operation.pinv(x)]),
  of(
    'pinv',
    (x, y) => operation.pinv(matmul(spread(x), spread(y)), { rtol: 1e-3 }),
    domain([3, 2], -1, 1),
    domain([2, 3], -1, 1),
  ),
  of('matrixRank', (x) => operation.matrixRank(spread(x)), domain([2, 3], -1, 1)),
  of('matrixRank', (x) => operation.matrixRank(x), domain([2, 2, 2], -1, 1)),
]
