import { type DataError, showDataError } from '../data/index.js'
import { asLine } from '../tensor/index.js'

/** What stands between a program and its other ranks, or between them and their checkpoints: told apart by `_tag`. */
export type DistributedError =
  /** Something that must be installed beside this library is not there, or not what is needed: koffi, MPI's library. */
  | { readonly _tag: 'MissingError'; readonly what: string; readonly problem: string; readonly remedy?: string }
  /** A library of the system refuses what is asked of it. */
  | { readonly _tag: 'RefusalError'; readonly what: string; readonly problem: string; readonly code?: number }
  /** Another rank could not do what all of them wait for. */
  | { readonly _tag: 'RankError'; readonly rank: number; readonly problem: string }
  /** Files of checkpoints. */
  | DataError

const textOf = (error: DistributedError): string => {
  if (error._tag === 'MissingError')
    return `${error.what}: ${error.problem}${error.remedy === undefined ? '' : `. ${error.remedy}`}`
  if (error._tag === 'RefusalError')
    return `${error.what}: ${error.problem}${error.code === undefined ? '' : ` (code ${error.code})`}`
  return error._tag === 'RankError' ? `rank ${error.rank}: ${error.problem}` : showDataError(error)
}

/**
 * An error as a line: where it arose, and what is wrong; control characters are written out as `\u001b`.
 *
 * @example
 * ```ts
 * import { showDistributedError } from 'cotangent/distributed'
 *
 * showDistributedError({ _tag: 'RankError', rank: 3, problem: 'no space is left' }) // => 'rank 3: no space is left'
 * ```
 */
export const showDistributedError = (error: DistributedError): string => asLine(textOf(error))
