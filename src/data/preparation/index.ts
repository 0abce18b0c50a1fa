/** The face of src/data/preparation: what is done to data before a model sees them. */

export type { WithRows } from '../../tensor/index.js'
export {
  type Batch,
  type BatchOptions,
  type BatchShape,
  batches,
  batchesPerEpoch,
  type EpochBatchOptions,
  epochBatches,
} from './batches.js'
export { decodeLabels, type EncodedLabels, type EncodeOptions, encodeLabels } from './labels.js'
export {
  applyScaling,
  type MinMaxOptions,
  minMaxScaling,
  type Scaling,
  standardScaling,
  undoScaling,
} from './scaling.js'
export { type SplitRows, splitRows, type TrainTest, type TrainTestOptions, trainTestSplit } from './split.js'
