import { type FileHandle, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { systemError } from './bytes.js'
import type { DataError } from './error.js'
import { isAbandoned, originOf, temporaryName } from './temporary.js'

const ending = 'partial'

/** Removes what killed writers left in a folder, of files of these names. */
export const removeAbandoned = async (folder: string, isMeant: (name: string) => boolean): Promise<void> => {
  for (const entry of await readdir(folder)) {
    const origin = originOf(entry, ending)
    const path = join(folder, entry)
    if (origin !== undefined && isMeant(origin.name) && (await isAbandoned(path, origin.writer)))
      await rm(path, { force: true })
  }
}

/** The system takes no more than 2^31 - 1 bytes at once. */
const longestWrite = 2 ** 30

const writeAll = async (file: FileHandle, part: Uint8Array): Promise<void> => {
  for (let written = 0; written < part.length; ) {
    const { bytesWritten } = await file.write(part, written, Math.min(longestWrite, part.length - written))
    written += bytesWritten
  }
}

/** Makes a folder's entries as durable as the files; Windows has no such thing and refuses to open folders. */
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const absent = (cause: NodeJS.ErrnoException): undefined => {
  if (cause.code !== 'ENOENT') throw cause
  return undefined
}

const writeParts = async (path: string, parts: readonly Uint8Array[]): Promise<void> => {
  // Where the path is a link, what it leads to is replaced, not the link.
  const target = (await realpath(path).catch(absent)) ?? path
  const [folder, name] = [dirname(target), basename(target)]
  const mode = (await stat(target).catch(absent))?.mode
  await removeAbandoned(folder, (each) => each === name)
  const temporary = join(folder, temporaryName(name, ending))
  try {
    const file = await open(temporary, 'wx', mode === undefined ? 0o666 : mode & 0o777)
    try {
      for (const part of parts) await writeAll(file, part)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, target)
  } catch (cause) {
    await rm(temporary, { force: true })
    throw cause
  }
  await syncFolder(folder)
}

/**
 * Writes a file in one step: whoever reads it, at whatever moment, and whenever the process or the machine stops, finds
 * the whole new file or what was there before. The bytes (several arrays one after another) go to a temporary file in
 * the same folder, which is made durable and then renamed; temporary files of writers that were killed are removed by
 * the next one that writes the same file. A SystemError where the system refuses.
 *
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { readBytes, writeAtomically } from 'cotangent/data'
 *
 * const path = join(await mkdtemp(join(tmpdir(), 'cotangent-')), 'three.bin')
 * await writeAtomically(path, Uint8Array.of(1, 2, 3))()
 * await readBytes(path)() // => { _tag: 'Right', right: Uint8Array(3) [ 1, 2, 3 ] }
 * ```
 */
export const writeAtomically = (
  path: string,
  bytes: Uint8Array | readonly Uint8Array[],
): TE.TaskEither<DataError, void> =>
  TE.tryCatch(() => writeParts(path, bytes instanceof Uint8Array ? [bytes] : bytes), systemError(path))
