/** The face of src/data/preparation: what is done to data before a model sees them. */
export {
  type Batch,
  type BatchOptions,
  type BatchShape,
  batches,
  batchesPerEpoch,
  type EpochBatchOptions,
  epochBatches,
} from './batches.js'
export type { WithRows } from './rows.js'
