/** The face of src/distributed: training by many processes. */
export { alone, type BroadcastOptions, type Comm, type Gathered, type ReduceOptions } from './comm.js'
export { type DistributedError, showDistributedError } from './error.js'
export { MpiError, type MpiOptions, mpi, RankEnded, RanksDiffer } from './mpi/index.js'
export type { Reduction } from './operands.js'
