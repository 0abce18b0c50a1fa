import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { ArgumentError, type OptionNames, written } from '../tensor/index.js'
import type { DataError } from './error.js'
import { builtin } from './platform.js'

/** How much a reader may take in. */
export interface ReadOptions {
  /** The most bytes that a file may have, and as many again that come out of it; 1 GiB where left out. */
  readonly maxBytes?: number
}

export const readNames: OptionNames<ReadOptions> = { maxBytes: true }

/** The limit where none is given: 1 GiB. */
export const defaultMaxBytes = 2 ** 30

/** A limit from 1 on, up to `most` where there is one; an ArgumentError otherwise. */
export const checkLimit = (operation: string, name: string, value: number, most = Infinity): number => {
  if (!Number.isSafeInteger(value) || value < 1 || value > most)
    throw new ArgumentError({
      operation,
      problem: `${name} is ${written(value)}`,
      remedy: `Give a whole number ${most === Infinity ? 'of at least 1' : `from 1 to ${most}`}`,
    })
  return value
}

/** The most bytes that an array can have, in Node; where nothing says so, what 32 bits count. */
const longestArray = builtin<typeof import('node:buffer')>('node:buffer')?.constants.MAX_LENGTH ?? 2 ** 32

/** The limit that options set; an ArgumentError for what is no number of bytes. */
export const limitOf = (operation: string, { maxBytes = defaultMaxBytes }: ReadOptions = {}): number =>
  Math.min(checkLimit(operation, 'maxBytes', maxBytes), longestArray)

/** Bytes that are not what the format asks for, at a place where there is one. */
export const formatError = (format: string, problem: string, offset?: number): DataError => ({
  _tag: 'FormatError',
  format,
  problem,
  ...(offset === undefined ? {} : { offset }),
})

/** More than was allowed. */
export const sizeError = (format: string, problem: string): DataError => ({ _tag: 'SizeError', format, problem })

/** Lawful, but not read here. */
export const unsupported = (format: string, problem: string): DataError => ({
  _tag: 'UnsupportedError',
  format,
  problem,
})

/** The error of a decoder, which knows no files, with the file's path. */
export const inFile =
  (path: string) =>
  (error: DataError): DataError =>
    error._tag === 'FormatError' || error._tag === 'SizeError' || error._tag === 'UnsupportedError'
      ? { ...error, path }
      : error

/** The error of a decoder of a part, with the part's name. */
export const about =
  (name: string) =>
  (error: DataError): DataError =>
    'problem' in error ? { ...error, problem: `${JSON.stringify(name)}: ${error.problem}` } : error

/** `length` bytes from `offset` on, as a view; a FormatError where they reach past the end. */
export const chunk = (
  format: string,
  bytes: Uint8Array,
  offset: number,
  length: number,
  what: string,
): E.Either<DataError, Uint8Array> =>
  // Subtracted, not added: the sum of what a file says may be inexact.
  offset <= bytes.length && length <= bytes.length - offset
    ? E.right(bytes.subarray(offset, offset + length))
    : E.left(formatError(format, `${what} of ${length} bytes reaches past the end (${bytes.length})`, offset))

/** Bytes one after another, in memory of their own. */
export const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** An unsigned number of 1 to 8 bytes, as fields of headers are; a FormatError past the end, or beyond exact integers. */
export const unsigned = (
  format: string,
  bytes: Uint8Array,
  offset: number,
  width: 1 | 2 | 4 | 8,
  order: 'little' | 'big',
): E.Either<DataError, number> =>
  pipe(
    chunk(format, bytes, offset, width, 'a number'),
    E.chain((field) => {
      const digits = order === 'big' ? field : field.toReversed()
      const value = digits.reduce((sum, digit) => sum * 256 + digit, 0)
      return Number.isSafeInteger(value)
        ? E.right(value)
        : E.left(formatError(format, 'a number of 8 bytes is beyond 2^53', offset))
    }),
  )
