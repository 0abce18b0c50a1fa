import { constantOf, rowsOf, sliceRows, tensor, toTypedArray } from '../graph/index.js'
import { fromRowMajor, isUniform, mapTree, rowMajor } from '../tensor/index.js'
import type { Comm } from './comm.js'
import { shareOf } from './shard.js'

/** The rows of this rank, and how many each has. */
export interface Share<B> {
  readonly rows: B
  readonly counts: readonly number[]
}

/** Rows in memory of their own: what has been sliced out of more keeps, and is copied to the engine with, all of that. */
const apart = <B>(operation: string, rows: B): B =>
  mapTree(rows, (leaf) => {
    const values = constantOf(operation, leaf)
    return isUniform(values) ? values : fromRowMajor(leaf.dtype, [...leaf.shape], rowMajor(values).slice())
  }) as B

/** This rank's rows of batches that all have; those of batches that come again, as in training on all the data at once, are kept. */
const slicing = <B>(operation: string, comm: Comm): ((batch: B) => Share<B>) => {
  const known = new WeakMap<object, B | 'once'>()
  const rowsIn = (batch: B, start: number, end: number): B => {
    const before = known.get(batch as object)
    if (before !== undefined && before !== 'once') return before
    // Of the same type but for the number of rows.
    const rows = sliceRows(batch, start, end) as B
    const kept = before === 'once' ? apart(operation, rows) : rows
    known.set(batch as object, before === 'once' ? kept : 'once')
    return kept
  }
  return (batch) => {
    const total = rowsOf(operation, batch)
    const ends = Array.from({ length: comm.size }, (_, rank) => shareOf(total, { rank, size: comm.size }))
    const [start, end] = ends[comm.rank]
    const rows = end - start === total ? batch : rowsIn(batch, start, end)
    return { rows, counts: ends.map(([from, to]) => to - from) }
  }
}

/** Batches that are the rank's own: all tell each other how many rows they have. */
const counting =
  <B>(operation: string, comm: Comm) =>
  (batch: B): Share<B> => {
    const rows = tensor(rowsOf(operation, batch), { dtype: 'int32' })
    return { rows: batch, counts: [...toTypedArray(comm.gather(rows))] }
  }

/** How a rank comes to its share of a batch. */
export const sharing = <B>(operation: string, comm: Comm, sharded: boolean): ((batch: B) => Share<B>) =>
  sharded ? counting(operation, comm) : slicing(operation, comm)
