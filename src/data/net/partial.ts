import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import * as E from 'fp-ts/lib/Either.js'
import { decodeJson } from '../text/json.js'

/** What is known of the file that a partial one is the beginning of. */
export interface Note {
  readonly url: string
  /** What the server calls this version of the file: a strong entity tag, or the time of its last change. */
  readonly version: string
}

/** A download that has not come to its end: the bytes so far, and a note beside them. */
export interface Partial {
  readonly path: string
  readonly note: string
}

/** The partial file of a file. */
export const partialOf = (target: string): Partial => ({ path: `${target}.part`, note: `${target}.part.json` })

const ifAbsent =
  <A>(value: A) =>
  (cause: NodeJS.ErrnoException): A => {
    if (cause.code === 'ENOENT') return value
    throw cause
  }

/** The size of a file, or nothing where there is none. */
export const sizeOfFile = (path: string): Promise<number | undefined> =>
  stat(path).then(({ size }) => size, ifAbsent(undefined))

/** How far an earlier try came, and with which version; nothing where it cannot be continued. */
export const resumable = async (
  { path, note }: Partial,
  url: string,
): Promise<{ readonly size: number; readonly version: string } | undefined> => {
  const size = (await sizeOfFile(path)) ?? 0
  const text = await readFile(note, 'utf8').catch(ifAbsent(''))
  const read = decodeJson(text)
  // A note that is damaged is as good as none.
  if (size === 0 || E.isLeft(read)) return undefined
  const found = read.right
  if (typeof found !== 'object' || found === null || !('version' in found) || !('url' in found)) return undefined
  return found.url === url && typeof found.version === 'string' ? { size, version: found.version } : undefined
}

/** Notes which version the bytes to come are of; without a version they cannot be continued. */
export const writeNote = ({ note }: Partial, url: string, version: string | undefined): Promise<void> =>
  version === undefined ? rm(note, { force: true }) : writeFile(note, JSON.stringify({ url, version } satisfies Note))

/** Removes a partial file and its note. */
export const discard = async ({ path, note }: Partial): Promise<void> => {
  await rm(note, { force: true })
  await rm(path, { force: true })
}

/** The SHA-256 of a file, in hexadecimal digits. */
export const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
