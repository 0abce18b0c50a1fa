import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import { formatError, sizeError } from '../bytes.js'
import type { DataError } from '../error.js'
import { attemptLater, fail } from '../fault.js'
import { systemError } from '../files.js'
import { isGzip } from '../gzip.js'

const beginningOf = async (path: string): Promise<Uint8Array> => {
  const file = await open(path, 'r')
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(2), 0, 2, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

const pieceSize = 2 ** 18

/** What streams reject with, as data. */
const streamError = (path: string, cause: unknown): DataError =>
  cause instanceof Error && 'code' in cause && String(cause.code).startsWith('Z_')
    ? formatError('gzip', cause.message)
    : systemError(path)(cause)

const feed = async (path: string, limit: number, push: (piece: Uint8Array) => void): Promise<void> => {
  const found = await stat(path)
  if (!found.isFile()) fail({ _tag: 'SystemError', path, problem: 'this is no file with bytes to read' })
  if (found.size > limit) fail(sizeError('file', `the file has ${found.size} bytes, more than ${limit}`))
  const packed = isGzip(await beginningOf(path))
  let total = 0
  // Kept aside: streams are stopped by an error of their own, whatever a consumer throws.
  let thrown: unknown
  const consume = async (pieces: AsyncIterable<Uint8Array>): Promise<void> => {
    try {
      for await (const piece of pieces) {
        total += piece.length
        if (total > limit) fail(sizeError(packed ? 'gzip' : 'file', `there are more than ${limit} bytes`))
        push(piece)
      }
    } catch (cause) {
      thrown = cause
      throw new Error('stopped', { cause })
    }
  }
  const source = createReadStream(path, { highWaterMark: pieceSize })
  try {
    if (packed) await pipeline(source, createGunzip({ chunkSize: pieceSize }), consume)
    else await pipeline(source, consume)
  } catch (cause) {
    throw thrown ?? cause
  }
}

/**
 * Gives a file's bytes to `push` piece by piece, unpacked where they are gzip's, and asks `end` for the result; no more
 * than `limit` bytes are read, nor come out.
 */
export const readPieces = <A>(
  path: string,
  limit: number,
  push: (piece: Uint8Array) => void,
  end: () => A,
): Promise<E.Either<DataError, A>> =>
  attemptLater(() => feed(path, limit, push).then(end)).catch((cause: unknown) => E.left(streamError(path, cause)))
