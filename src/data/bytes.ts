import { constants } from 'node:buffer'
import { constants as fileModes } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { ArgumentError, written } from '../tensor/index.js'
import type { DataError } from './error.js'

/** How much a reader may take in. */
export interface ReadOptions {
  /** The most bytes that a file may have, and as many again that come out of it; 1 GiB where left out. */
  readonly maxBytes?: number
}

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

/** The limit that options set; an ArgumentError for what is no number of bytes. */
export const limitOf = (operation: string, { maxBytes = defaultMaxBytes }: ReadOptions = {}): number =>
  Math.min(checkLimit(operation, 'maxBytes', maxBytes), constants.MAX_LENGTH)

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

const refusals: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EEXIST: 'there is such a file already',
  EISDIR: 'this is a folder',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'no space is left',
  ENOTDIR: 'a part of the path is no folder',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system can only be read',
}

/** A refusal of the system as data; anything else that was thrown is a fault of the program, and thrown on. */
export const systemError =
  (path: string) =>
  (cause: unknown): DataError => {
    if (!(cause instanceof Error) || !('code' in cause) || typeof cause.code !== 'string') throw cause
    return { _tag: 'SystemError', path, problem: refusals[cause.code] ?? cause.message, code: cause.code }
  }

/** The system takes no more than 2^31 - 1 bytes at once. */
const longestRead = 2 ** 30

/** All bytes from a file's beginning that `room` has place for: fewer where the file ends before. */
const fill = async (file: FileHandle, room: Uint8Array): Promise<number> => {
  let filled = 0
  while (filled < room.length) {
    const { bytesRead } = await file.read(room, filled, Math.min(longestRead, room.length - filled), filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled
}

const readWithin = async (path: string, limit: number): Promise<E.Either<DataError, Uint8Array>> => {
  // Not to wait for whoever writes to a pipe. What is asked then is what was opened, whatever has the name by now.
  const file = await open(path, fileModes.O_RDONLY | (fileModes.O_NONBLOCK ?? 0))
  try {
    const found = await file.stat()
    if (!found.isFile()) return E.left({ _tag: 'SystemError', path, problem: 'this is no file with bytes to read' })
    const { size } = found
    if (size > limit) return E.left(inFile(path)(sizeError('file', `the file has ${size} bytes, more than ${limit}`)))
    const room = new Uint8Array(size)
    const filled = await fill(file, room)
    return E.right(filled === size ? room : room.subarray(0, filled))
  } finally {
    await file.close()
  }
}

/**
 * The bytes of a file, in memory of their own from its first byte on. A SizeError before anything is read where it has
 * more than `maxBytes`; a SystemError where there is none, or none that can be read.
 *
 * @example
 * ```ts
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { readBytes } from 'cotangent/data'
 *
 * isLeft(await readBytes('no/such/file')()) // => true
 * ```
 */
export const readBytes = (path: string, options?: ReadOptions): TE.TaskEither<DataError, Uint8Array> => {
  const limit = limitOf('readBytes', options)
  return pipe(
    TE.tryCatch(() => readWithin(path, limit), systemError(path)),
    TE.chainEitherK((result) => result),
  )
}

/** A file's bytes through a decoder, whose errors get the path. */
export const decodeFile =
  <A>(decode: (bytes: Uint8Array) => E.Either<DataError, A>, options?: ReadOptions) =>
  (path: string): TE.TaskEither<DataError, A> =>
    pipe(
      readBytes(path, options),
      TE.chainEitherK((bytes) => pipe(decode(bytes), E.mapLeft(inFile(path)))),
    )

/** Whether bytes begin as gzip's do. */
export const isGzip = (bytes: Uint8Array): boolean => bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b

/**
 * What gzip packed: a SizeError once more than `maxBytes` come out, whatever the file says of its size, so that no more
 * are ever held; a FormatError for bytes that are not gzip's, whose end is missing or whose checksum is wrong.
 *
 * @example
 * ```ts
 * import { gzipSync } from 'node:zlib'
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { gunzip } from 'cotangent/data'
 *
 * const packed = gzipSync(new Uint8Array(100_000))
 * isLeft(gunzip(packed)) // => false
 * isLeft(gunzip(packed, { maxBytes: 99_999 })) // => true
 * ```
 */
export const gunzip = (bytes: Uint8Array, options?: ReadOptions): E.Either<DataError, Uint8Array> => {
  const limit = limitOf('gunzip', options)
  try {
    const chunkSize = Math.min(2 ** 20, Math.max(2 ** 10, 4 * bytes.length))
    const { buffer, byteOffset, length } = gunzipSync(bytes, { maxOutputLength: limit, chunkSize })
    return E.right(new Uint8Array(buffer, byteOffset, length))
  } catch (cause) {
    if (!(cause instanceof Error) || !('code' in cause) || typeof cause.code !== 'string') throw cause
    if (cause.code === 'ERR_BUFFER_TOO_LARGE')
      return E.left(sizeError('gzip', `more than ${limit} bytes come out of ${bytes.length}`))
    // What zlib says of broken data begins so; the rest is no fault of the bytes.
    if (!cause.code.startsWith('Z_')) throw cause
    return E.left(formatError('gzip', cause.message))
  }
}

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
