import { asLine } from '../tensor/index.js'

/** What went wrong between a file and its values, as data: told apart by `_tag`. */
export type DataError =
  /** The system refuses: no such file, no permission, no space. */
  | { readonly _tag: 'SystemError'; readonly path: string; readonly problem: string; readonly code?: string }
  /** The bytes are not what the format asks for. */
  | {
      readonly _tag: 'FormatError'
      readonly format: string
      /** What is wrong, as a clause. */
      readonly problem: string
      readonly path?: string
      /** Bytes from the beginning, where the fault has a place. */
      readonly offset?: number
    }
  /** Sound as far as it was read, but more than was allowed, or than fits. */
  | { readonly _tag: 'SizeError'; readonly format: string; readonly problem: string; readonly path?: string }
  /** Lawful, but of a kind that is not read here. */
  | { readonly _tag: 'UnsupportedError'; readonly format: string; readonly problem: string; readonly path?: string }
  /** The other side did not answer, answered with a refusal, or sent something else than it should have. */
  | { readonly _tag: 'TransferError'; readonly url: string; readonly problem: string; readonly status?: number }
  /** Bytes whose checksum is not the one expected. */
  | { readonly _tag: 'ChecksumError'; readonly path: string; readonly expected: string; readonly found: string }

const placeOf = (error: DataError): string => {
  // Without a name and password, which must not come into logs.
  if (error._tag === 'TransferError') return error.url.replace(/^(https?:\/\/)[^/?#]*@/i, '$1')
  const at = 'offset' in error && error.offset !== undefined ? ` at byte ${error.offset}` : ''
  return `${error.path ?? ('format' in error ? error.format : '')}${at}`
}

/**
 * An error as a line: where it arose, and what is wrong; control characters are written out as `\u001b`.
 *
 * @example
 * ```ts
 * import { showDataError } from 'cotangent/data'
 *
 * showDataError({ _tag: 'FormatError', format: 'npy', problem: 'the magic number is missing', offset: 0 })
 * // => 'npy at byte 0: the magic number is missing'
 * ```
 */
export const showDataError = (error: DataError): string =>
  asLine(
    `${placeOf(error)}: ${
      error._tag === 'ChecksumError' ? `the checksum is ${error.found}, not ${error.expected}` : error.problem
    }`,
  )
