import {
  add,
  arange,
  type CompressedRows,
  greaterEqual,
  indexAdd,
  less,
  logicalAnd,
  mul,
  reshape,
  searchSorted,
  sub,
  where,
  zeros,
} from '../graph/index.js'
import { ArgumentError, type DType, describe, type Tensor } from '../tensor/index.js'

/**
 * A matrix by compressed rows as a tensor of M by `columns`, 0 where it has no place; values that share a place are
 * added up. A column that is not there, negative ones too, is an IndexError, and so is a value before the first row or
 * after the last.
 *
 * @example
 * ```ts
 * import { tensor, toDense } from 'cotangent'
 *
 * const [pointers, cols] = [tensor([0, 1, 3], { dtype: 'int32' }), tensor([1, 0, 2], { dtype: 'int32' })]
 * toDense({ pointers, cols, values: tensor([5, 6, 7]) }, 3)
 * // => [[0. 5. 0.]
 * //     [6. 0. 7.]]
 * ```
 */
export const toDense = <D extends DType, const N extends number>(
  { pointers, cols, values }: CompressedRows<D>,
  columns: N,
): Tensor<[number, N], D> => {
  const width: number = columns
  if (!Number.isInteger(width) || width < 0)
    throw new ArgumentError({ operation: 'toDense', problem: `${describe(columns)} is no number of columns` })
  const size = (pointers.shape[0] - 1) * width
  const places = arange(cols.shape[0], { dtype: 'int32' })
  const row = sub(searchSorted(pointers, places, { side: 'right' }), 1)
  // What has no place in its row must not land in another: a negative index would count from the end.
  const isThere = logicalAnd(greaterEqual(row, 0), logicalAnd(greaterEqual(cols, 0), less(cols, width)))
  const at = where(isThere, add(mul(row, width), cols), size) as Tensor<[number], 'int32'>
  const flat = indexAdd(zeros([size], { dtype: values.dtype }), at, values as Tensor)
  return reshape(flat, [pointers.shape[0] - 1, width]) as unknown as Tensor<[number, N], D>
}
