import * as E from 'fp-ts/lib/Either.js'
import { formatError, sizeError } from '../bytes.js'
import type { DataError } from '../error.js'
import { builtin } from '../platform.js'

/** The most letters that a text can have, in Node; where nothing says so, what V8 has room for. */
const longestText = builtin<typeof import('node:buffer')>('node:buffer')?.constants.MAX_STRING_LENGTH ?? 2 ** 29 - 24

/** The text of UTF-8 bytes, a byte order mark left out; a FormatError for other bytes, a SizeError for too many. */
export const textOf = (format: string, bytes: Uint8Array): E.Either<DataError, string> => {
  if (bytes.length > longestText)
    return E.left(sizeError(format, `${bytes.length} bytes are more than one text can hold`))
  try {
    return E.right(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    return E.left(formatError(format, 'this is no UTF-8 text'))
  }
}

/** The bytes of a text. */
export const bytesOfText = (text: string): Uint8Array => new TextEncoder().encode(text)
