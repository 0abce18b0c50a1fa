/** The face of src/distributed: training by many processes. */

export { type Checkpoints, checkpoints, type Resumed, type TogetherCheckpointOptions } from './checkpoints.js'
export { alone, type Comm, type Gathered } from './comm.js'
export { dataParallel, type ParallelOptions } from './dataParallel.js'
export { type DistributedError, showDistributedError } from './error.js'
export { MpiError, type MpiOptions, mpi, RankEnded, RanksDiffer } from './mpi/index.js'
export type { BroadcastOptions, ReduceOptions, Reduction } from './operands.js'
export { shard } from './shard.js'
export { together, togetherLater } from './together.js'
