import { flattenTree, mapTree, ShapeError, TreeError, type WithRows } from '../tensor/index.js'
import { slice } from './operations/index.js'

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
