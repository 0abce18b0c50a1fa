import { arange, fromTypedArray, type Tensor, toTypedArray } from 'cotangent'
import { batches } from 'cotangent/data'
import { key } from 'cotangent/random'

/** The numbers of rows, those of one batch after those of another. */
export type Order = Tensor<[number], 'int32'>

/** The rows of all steps, in blocks of so many steps each. */
export interface Orders {
  readonly steps: number
  /** The rows of a block. */
  readonly at: (block: number) => Order
}

/** How many steps or rows a block has at most, about: more are no faster, and take longer to draw. */
const enough = { steps: 256, rows: 8192 } as const

/** The rows that `epochBatches` gives of the same key, without the rows that are left over of an epoch, by whole epochs. */
export const ordersOf = (rows: number, batchSize: number, seed: number): Orders => {
  const perEpoch = Math.floor(rows / batchSize)
  const epochs = Math.max(1, Math.min(Math.ceil(enough.steps / perEpoch), Math.floor(enough.rows / rows)))
  const numbers = arange(rows, { dtype: 'int32' })
  const used = perEpoch * batchSize
  // The whole batches of an epoch, one after the other, are one large batch of it.
  const epoch = (number: number): Int32Array => {
    const [first] = batches(numbers, { batchSize: used, epoch: number, key: key(seed) })
    return toTypedArray(first)
  }
  let kept: { readonly block: number; readonly order: Order } | undefined
  return {
    steps: epochs * perEpoch,
    at: (block) => {
      if (kept?.block === block) return kept.order
      const all = new Int32Array(epochs * used)
      for (let index = 0; index < epochs; index++) all.set(epoch(block * epochs + index), index * used)
      const order: Order = fromTypedArray(all, [all.length])
      kept = { block, order }
      return order
    },
  }
}
