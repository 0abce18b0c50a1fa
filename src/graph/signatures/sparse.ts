import type { AnyTensor, Dims, DType, DTypeOf, Guard, Tensor } from '../../tensor/index.js'
import type { NoArgument } from './transforms.js'

/**
 * The places of a matrix of `shape` that may differ from 0, in any order: place k is in row `rows[k]` and column `cols[k]`.
 * No place stands there twice.
 */
export interface Coordinates {
  readonly shape: readonly [rows: number, columns: number]
  readonly rows: ArrayLike<number>
  readonly cols: ArrayLike<number>
}

/** Where a matrix may differ from 0: by coordinates, or true in a bool tensor `[M, N]` that has a value. */
export type Sparsity = Coordinates | Tensor<Dims, 'bool'>

/**
 * A sparse matrix by compressed rows, a tree of tensors: row i has the values from `pointers[i]` up to, and without,
 * `pointers[i + 1]`, each in the column that `cols` says, in ascending order. For M rows and K places, pointers are
 * `[M + 1]`, cols and values `[K]`.
 */
export interface CompressedRows<D extends DType = DType> {
  readonly pointers: Tensor<[number], 'int32'>
  readonly cols: Tensor<[number], 'int32'>
  readonly values: Tensor<[number], D>
}

/**
 * Which argument to differentiate, the first where nothing is said; by which mode, where the number of its colours should
 * not decide; and whether to probe at each call that nothing is missing from the pattern.
 */
export interface SparseJacobianOptions<N = number> {
  readonly argnums?: N
  readonly mode?: 'forward' | 'reverse'
  readonly check?: boolean
}

/** The derivatives of all elements at places that are known beforehand: `sparseJacobian(f, sparsity)`. */
export type SparseJacobian = <P extends readonly unknown[], Y extends AnyTensor, const N extends number = 0>(
  f: ((...args: P) => Y) & Guard<NoArgument<P, N>>,
  sparsity: Sparsity,
  options?: SparseJacobianOptions<N>,
) => (...args: P) => CompressedRows<DTypeOf<Y>>
