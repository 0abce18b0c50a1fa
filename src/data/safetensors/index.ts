/** Safetensors files: tensors by name, trees of tensors, checkpoints. */
export {
  type Checkpoint,
  type CheckpointOptions,
  checkpointsIn,
  latestCheckpoint,
  loadCheckpoint,
  saveCheckpoint,
} from './checkpoint.js'
export {
  decodeSafetensors,
  encodeSafetensors,
  type Metadata,
  readSafetensors,
  type Safetensors,
  writeSafetensors,
} from './file.js'
export {
  decodeTree,
  encodeTree,
  type FileTree,
  readTree,
  type TreeFile,
  type TreeOptions,
  writeTree,
} from './tree.js'
