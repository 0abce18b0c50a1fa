import { randomBytes } from 'node:crypto'
import { type FileHandle, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { systemError } from './bytes.js'
import type { DataError } from './error.js'

/** Part of the names of temporary files: a process of another machine cannot be asked whether it still runs. */
const host = hostname().replace(/[^A-Za-z0-9-]/g, '-')

/** `.model.npy.machine.1234.0a1b2c3d.partial`: hidden, beside the file it becomes. */
const temporaryName = (name: string): string =>
  `.${name}.${host}.${process.pid}.${randomBytes(8).toString('hex')}.partial`

/** Of the name of a temporary file that this machine made: the file it was to become, and the process that wrote it. */
const originOf = (entry: string): { readonly name: string; readonly writer: number } | undefined => {
  const match = /^\.(.+)\.([A-Za-z0-9-]+)\.(\d+)\.[0-9a-f]{16}\.partial$/s.exec(entry)
  return match?.[2] === host ? { name: match[1], writer: Number(match[3]) } : undefined
}

const runs = (process_: number): boolean => {
  try {
    process.kill(process_, 0)
    return true
  } catch (cause) {
    // EPERM: it runs, but belongs to somebody else.
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether a temporary file was left behind: its writer is gone, or had this process's number before it began. */
const isAbandoned = async (path: string, writer: number): Promise<boolean> => {
  if (writer !== process.pid) return !runs(writer)
  const began = Date.now() - 1000 * process.uptime()
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs < began,
    () => false,
  )
}

/** Removes what killed writers left in a folder, of files of these names. */
export const removeAbandoned = async (folder: string, isMeant: (name: string) => boolean): Promise<void> => {
  for (const entry of await readdir(folder)) {
    const origin = originOf(entry)
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
  const temporary = join(folder, temporaryName(name))
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
