import { CotangentError } from '../../tensor/index.js'

/** Ranks call different functions of their Comm, or the same one with trees that differ in structure, shapes or dtypes. */
export class RanksDiffer extends CotangentError {
  readonly _tag = 'RanksDiffer'
}

/** Another rank has come to the end of its program while this one still wants something of all. */
export class RankEnded extends CotangentError {
  readonly _tag = 'RankEnded'
}

/** MPI's library refuses what is asked of it. */
export class MpiError extends CotangentError {
  readonly _tag = 'MpiError'
}
