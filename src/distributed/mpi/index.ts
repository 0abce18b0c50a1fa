/** The face of src/distributed/mpi: processes that MPI joins. */
export { MpiError, RankEnded, RanksDiffer } from './errors.js'
export { type MpiOptions, mpi } from './mpi.js'
