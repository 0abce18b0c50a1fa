/** The face of src/data: files to tensors and back, data sets, batching. */
export * from './hdf5/index.js'
export { type Fetched, type FetchOptions, type FetchRequest, fetchFile } from './net/fetchFile.js'
export { fetchMnist, type MnistPart, type MnistRequest, type MnistTensor, mnist } from './net/mnist.js'
export { type MnistFile, mnistFiles, mnistMirrors } from './net/mnistFiles.js'
export type { FetchProgress } from './net/receive.js'
export * from './portable.js'
export {
  type Checkpoint,
  type CheckpointOptions,
  checkpointsIn,
  latestCheckpoint,
  loadCheckpoint,
  saveCheckpoint,
} from './safetensors/checkpoint.js'
export { type Arff, type ArffOptions, decodeArff } from './text/arff.js'
export { readArff } from './text/arffFile.js'
export type { ArffAttribute } from './text/arffHeader.js'
export type { ArffDType } from './text/arffRows.js'
export { type Mnist784, type Mnist784Options, mnist784 } from './text/openml.js'
