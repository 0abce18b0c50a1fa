import { isConstant, slice, take } from '../../graph/index.js'
import {
  type AnyTensor,
  allocate,
  type Constant,
  type DType,
  flattenTree,
  fromRowMajor,
  mapTree,
  repeatedElement,
  rowMajor,
  ShapeError,
  type Tensor,
  TreeError,
  type TypedArray,
} from '../../tensor/index.js'

/** The same tree with another number of rows: tensors `[N, R...]` become `[B, R...]`. */
export type WithRows<T, B extends number = number> = T extends AnyTensor
  ? T extends Tensor<infer S, infer D extends DType>
    ? Tensor<S extends readonly [unknown, ...infer Row] ? [B, ...Row] : readonly number[], D>
    : never
  : { readonly [K in keyof T]: WithRows<T[K], B> }

/** How many rows a tree has: the size of axis 0, which all its tensors share. A ShapeError where they do not. */
export const rowsOf = (operation: string, data: unknown): number => {
  const [leaves] = flattenTree(data)
  if (leaves.length === 0) throw new TreeError({ operation, problem: 'there is no tensor in the data, and so no row' })
  const scalar = leaves.find(({ shape }) => shape.length === 0)
  if (scalar !== undefined) throw new ShapeError({ operation, operands: [scalar], problem: 'a scalar has no rows' })
  const [first] = leaves
  const other = leaves.find(({ shape }) => shape[0] !== first.shape[0])
  if (other !== undefined)
    throw new ShapeError({
      operation,
      operands: [first, other],
      problem: 'the tensors have different numbers of rows',
      remedy: 'Give tensors whose axis 0 has one size',
    })
  return first.shape[0]
}

/** Rows from one up to another, as views of the same memory. */
export const sliceRows = <T, B extends number = number>(data: T, start: number, stop: number): WithRows<T, B> =>
  mapTree(data, (leaf) => slice(leaf, [[start, stop]])) as unknown as WithRows<T, B>

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
