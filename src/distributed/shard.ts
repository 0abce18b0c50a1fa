import { rowsOf, sliceRows } from '../graph/index.js'
import type { WithRows } from '../tensor/index.js'
import type { Comm } from './comm.js'

/** From which row up to which a rank has its share of so many: shares differ by one row at most, and the first have more. */
export const shareOf = (rows: number, { rank, size }: Pick<Comm, 'rank' | 'size'>): readonly [number, number] => {
  const [least, more] = [Math.floor(rows / size), rows % size]
  const start = rank * least + Math.min(rank, more)
  return [start, start + least + (rank < more ? 1 : 0)]
}

/**
 * This rank's rows of a batch that all ranks have: of tensors `[N, R...]` those from one row up to another, as views of the
 * same memory. Where N does not divide, the first ranks have one row more; where there are fewer rows than ranks, the last
 * have none. The shares of all ranks, in their order, are the batch; so batches that are drawn from one key on all ranks
 * are shared out without anything being sent. A ShapeError where tensors differ in their number of rows.
 *
 * @example
 * ```ts
 * import { arange } from 'cotangent'
 * import { batches } from 'cotangent/data'
 * import { shard, together } from 'cotangent/distributed'
 * import { key } from 'cotangent/random'
 *
 * const [batch] = batches(arange(10), { batchSize: 5, key: key(1) })
 * batch // => [0. 9. 3. 4. 5.]
 * together(2, (comm) => shard(comm)(batch)) // => [ [0. 9. 3.], [4. 5.] ]
 * ```
 */
export const shard =
  (comm: Pick<Comm, 'rank' | 'size'>) =>
  <T>(batch: T): WithRows<T> =>
    sliceRows(batch, ...shareOf(rowsOf('shard', batch), comm))
