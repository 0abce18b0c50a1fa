import type { FileHandle } from 'node:fs/promises'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { checkIsOptions } from '../tensor/index.js'
import { inFile, limitOf, type ReadOptions, readNames, sizeError } from './bytes.js'
import type { DataError } from './error.js'
import { builtin, fileSystem } from './platform.js'

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
  const { open } = fileSystem()
  const modes = builtin<typeof import('node:fs')>('node:fs')?.constants
  // Not to wait for whoever writes to a pipe. What is asked then is what was opened, whatever has the name by now.
  const file = await open(path, (modes?.O_RDONLY ?? 0) | (modes?.O_NONBLOCK ?? 0))
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
  checkIsOptions('readBytes', options, readNames)
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
      readBytes(path, { maxBytes: options?.maxBytes }),
      TE.chainEitherK((bytes) => pipe(decode(bytes), E.mapLeft(inFile(path)))),
    )
