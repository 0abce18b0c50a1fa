import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { checkIsOptions } from '../tensor/index.js'
import { formatError, limitOf, type ReadOptions, readNames, sizeError } from './bytes.js'
import type { DataError } from './error.js'
import { unpack } from './unpack.js'

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
  checkIsOptions('gunzip', options, readNames)
  const limit = limitOf('gunzip', options)
  return pipe(
    unpack('gzip', bytes, limit),
    E.mapLeft((reason) =>
      reason._tag === 'More'
        ? sizeError('gzip', `more than ${limit} bytes come out of ${bytes.length}`)
        : formatError('gzip', reason.problem),
    ),
  )
}
