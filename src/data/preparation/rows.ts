import { isConstant, slice, take } from '../../graph/index.js'
import {
  allocate,
  type Constant,
  fromRowMajor,
  mapTree,
  repeatedElement,
  rowMajor,
  type Tensor,
  type TypedArray,
  type WithRows,
} from '../../tensor/index.js'

/** From this width on a row is copied as a whole; a shorter one sooner element by element. */
const wide = 32

/** The rows of a constant that some indices, all of them in range, name: what `take` gives, without its checks and runs. */
const gathered = (leaf: Constant, indices: TypedArray<'int32'>): Constant => {
  const [rows, ...row] = leaf.shape
  const elements = rowMajor(leaf)
  const width = rows === 0 ? 0 : elements.length / rows
  const taken = allocate(leaf.dtype, indices.length * width)
  for (let at = 0; at < indices.length; at++) {
    const from = indices[at] * width
    if (width < wide)
      for (let column = 0; column < width; column++) taken[at * width + column] = elements[from + column]
    else taken.set(elements.subarray(from, from + width), at * width)
  }
  return fromRowMajor(leaf.dtype, [indices.length, ...row], taken)
}

/** Rows by their indices, which are in range, copied. */
export const takeRows = <T, B extends number = number>(data: T, indices: TypedArray<'int32'>): WithRows<T, B> =>
  mapTree(data, (leaf) =>
    // Of rows that are all the same number it does not matter which, and they need not be laid out.
    isRepeated(leaf)
      ? slice(leaf, [[0, indices.length]])
      : isConstant(leaf)
        ? gathered(leaf, indices)
        : take(leaf, fromRowMajor('int32', [indices.length], indices), { axis: 0 }),
  ) as unknown as WithRows<T, B>

const isRepeated = (leaf: Tensor): boolean => isConstant(leaf) && repeatedElement(leaf) !== undefined

/**
 * The same data laid out row by row: what is a view of another order, such as a transposed matrix, is copied once, where
 * each `takeRows` would copy it again.
 */
export const laidOut = <T>(data: T): T =>
  mapTree(data, (leaf) =>
    isConstant(leaf) && !isRepeated(leaf) ? fromRowMajor(leaf.dtype, [...leaf.shape], rowMajor(leaf)) : leaf,
  ) as unknown as T
