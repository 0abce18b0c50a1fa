import type { FileHandle } from 'node:fs/promises'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { DataError } from './error.js'
import { systemError } from './files.js'
import { filePaths, fileSystem } from './platform.js'
import { isAbandoned, originOf, temporaryName } from './temporary.js'

const ending = 'partial'

/** What to do where the system refuses something without which a file is written all the same. */
const unless =
  <A>(otherwise: A, ...codes: readonly string[]) =>
  (cause: NodeJS.ErrnoException): A => {
    if (cause.code === undefined || (codes.length > 0 && !codes.includes(cause.code))) throw cause
    return otherwise
  }

/**
 * Removes what killed writers left in a folder, of files of these names, as far as the system lets us: in folders that
 * many share others may have left it, or nobody may list what is there.
 */
export const removeAbandoned = async (folder: string, isMeant: (name: string) => boolean): Promise<void> => {
  const { readdir, rm } = fileSystem()
  for (const entry of await readdir(folder).catch(unless<readonly string[]>([]))) {
    const origin = originOf(entry, ending)
    const path = filePaths().join(folder, entry)
    if (origin !== undefined && isMeant(origin.name) && (await isAbandoned(path, origin.writer)))
      await rm(path, { force: true }).catch(unless(undefined))
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

/**
 * Makes a folder's entries as durable as the files. Windows has no such thing and refuses to open folders, as others do
 * where one may write to them but not read them, and some file systems do not know it.
 */
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return
  const handle = await fileSystem()
    .open(folder, 'r')
    .catch(unless(undefined, 'EACCES', 'EPERM'))
  try {
    await handle?.sync().catch(unless(undefined, 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'))
  } finally {
    await handle?.close()
  }
}

const absent = unless(undefined, 'ENOENT')

/** The file that is replaced: where the path is a link, what it leads to, be it there or not, and not the link. */
const targetOf = async (path: string): Promise<string> => {
  const { readlink, realpath } = fileSystem()
  const { dirname, resolve } = filePaths()
  const found = await realpath(path).catch(absent)
  if (found !== undefined) return found
  const link = await readlink(path).catch(unless(undefined, 'ENOENT', 'EINVAL'))
  return link === undefined ? path : targetOf(resolve(dirname(path), link))
}

const writeParts = async (path: string, parts: readonly Uint8Array[]): Promise<void> => {
  const { open, rename, rm, stat } = fileSystem()
  const { basename, dirname, join } = filePaths()
  const target = await targetOf(path)
  const [folder, name] = [dirname(target), basename(target)]
  const mode = (await stat(target).catch(absent))?.mode
  await removeAbandoned(folder, (each) => each === name)
  const temporary = join(folder, temporaryName(name, ending))
  try {
    const file = await open(temporary, 'wx', mode === undefined ? 0o666 : mode & 0o777)
    try {
      // What the process's mask took away at the opening, and nothing more.
      if (mode !== undefined) await file.chmod(mode & 0o777)
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
 * the next one that writes the same file. A file that is replaced keeps its permissions, and a link what it leads to.
 * A SystemError where the system refuses.
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
