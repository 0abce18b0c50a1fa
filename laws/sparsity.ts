import type { CompressedRows, Sparsity, Tensor } from '../src/index.js'
import * as cotangent from '../src/index.js'
import { unequal } from './equality.js'
import { type Law, law } from './law.js'

type Mode = 'forward' | 'reverse'
type Map = (x: Tensor) => Tensor

/** What the law is about, as it applies to functions whose types are not known. */
interface SparseTransforms {
  readonly add: (x: Tensor, y: number) => Tensor
  readonly jacfwd: (f: Map) => Map
  readonly jacrev: (f: Map) => Map
  readonly jit: <R>(f: (x: Tensor) => R) => (x: Tensor) => R
  readonly reshape: (x: Tensor, shape: readonly number[]) => Tensor
  readonly sparseJacobian: (
    f: Map,
    sparsity: Sparsity,
    options?: { readonly mode?: Mode },
  ) => (x: Tensor) => CompressedRows
  readonly toDense: (matrix: CompressedRows, columns: number) => Tensor
}

const { add, jacfwd, jacrev, jit, reshape, sparseJacobian, toDense } = cotangent as unknown as SparseTransforms
const sizeOf = ({ shape }: Tensor): number => shape.reduce((size, extent) => size * extent, 1)

/** -0 as 0: the zeros that one colour adds up have any sign. */
const unsigned = (x: Tensor): Tensor => add(x, 0)

/**
 * A Jacobian by the colours of a pattern that covers it is the dense one of the same mode, signs of zeros aside, for
 * functions each of whose intermediate values depends on the argument as its results do; and compiled it is the same to
 * the bit. (Where x + y - y stands for x, the dense one has the rounding of y's part and the sparse one has not.)
 *
 * @example
 * ```ts
 * import { square, tensor } from 'cotangent'
 * import { sparsity } from 'cotangent/laws'
 *
 * const diagonal = { shape: [2, 2], rows: [0, 1], cols: [0, 1] } as const
 * sparsity.compression((x) => square(x), diagonal).holds(tensor([3, 4])) // => true
 * sparsity.compression((x) => square(x), { ...diagonal, rows: [1, 0] }).holds(tensor([3, 4])) // => false
 * ```
 */
export const compression = (f: Map, pattern: Sparsity): Law<readonly [x: Tensor]> =>
  law('compression', 'the sparse Jacobian is the dense one', (x) =>
    (['forward', 'reverse'] as const).flatMap((mode) => {
      const sparse = sparseJacobian(f, pattern, { mode })
      const found = sparse(x)
      const dense = (mode === 'forward' ? jacfwd : jacrev)(f)(x)
      const matrix = reshape(dense, [found.pointers.shape[0] - 1, sizeOf(x)])
      const compiled = jit(sparse)(x)
      const parts = ({ pointers, cols, values }: CompressedRows): readonly Tensor[] => [pointers, cols, values]
      return [
        ...unequal(`Jacobian by ${mode} mode`, [unsigned(toDense(found, sizeOf(x)))], [unsigned(matrix)]),
        ...unequal(`compiled Jacobian by ${mode} mode`, parts(compiled), parts(found)),
      ]
    }),
  )
