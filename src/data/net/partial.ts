import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import * as E from 'fp-ts/lib/Either.js'
import { isAbandoned, originOf, temporaryName } from '../temporary.js'
import { decodeJson } from '../text/json.js'

/** What is known of the file that a partial one is the beginning of. */
export interface Note {
  /** The SHA-256 of its address, which may hold a password. */
  readonly address: string
  /** What the server calls this version of the file: a strong entity tag, or the time of its last change. */
  readonly version: string
}

/** A download that has not come to its end: the bytes so far, and a note beside them, in a folder. */
export interface Partial {
  readonly folder: string
  readonly path: string
  readonly note: string
}

const partialIn = (folder: string): Partial => ({
  folder,
  path: join(folder, 'bytes'),
  note: join(folder, 'note.json'),
})

/** Where a download that was cut off waits for the next one. */
const waiting = (target: string): string => `${target}.part`

const ending = 'part'

const ifCode =
  <A>(codes: readonly string[], value: A) =>
  (cause: NodeJS.ErrnoException): A => {
    if (cause.code !== undefined && codes.includes(cause.code)) return value
    throw cause
  }

const ifAbsent = <A>(value: A): ((cause: NodeJS.ErrnoException) => A) => ifCode(['ENOENT'], value)

/** Whether a folder, not a link to one, is there and this user's own: another's may hold links to anywhere. */
const isOwn = (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid()),
    ifAbsent(false),
  )

/** The downloads of a file that killed processes left. */
const abandonedOf = async (folder: string, name: string): Promise<readonly string[]> => {
  const paths: string[] = []
  for (const entry of await readdir(folder)) {
    const origin = originOf(entry, ending)
    const path = join(folder, entry)
    if (origin?.name === name && (await isAbandoned(path, origin.writer))) paths.push(path)
  }
  return paths
}

/** Renames a folder, unless somebody else was quicker. */
const take = async (from: string, to: string): Promise<boolean> => {
  // First: by its age a folder of this process's name counts as one of a process before it.
  const now = new Date()
  return utimes(from, now, now)
    .then(() => rename(from, to))
    .then(() => true, ifAbsent(false))
}

/**
 * A download for this call alone, whoever else fetches the same file: one that was cut off and waits, or that a killed
 * process left, taken over by the one step of renaming it, or else a new one.
 */
export const claim = async (target: string): Promise<Partial> => {
  const [folder, name] = [dirname(target), basename(target)]
  const own = join(folder, temporaryName(name, ending))
  for (const each of [waiting(target), ...(await abandonedOf(folder, name))])
    if ((await isOwn(each)) && (await take(each, own))) return partialIn(own)
  await mkdir(own, { mode: 0o700 })
  return partialIn(own)
}

/** Leaves a download where the next call finds it, if it can go on with it and none waits there already. */
export const release = async (partial: Partial, target: string): Promise<void> => {
  const isUseful = ((await sizeOfFile(partial.path)) ?? 0) > 0 && (await sizeOfFile(partial.note)) !== undefined
  const waits =
    isUseful &&
    (await rename(partial.folder, waiting(target)).then(
      () => true,
      ifCode(['EEXIST', 'ENOTEMPTY', 'ENOTDIR', 'EPERM'], false),
    ))
  if (!waits) await rm(partial.folder, { recursive: true, force: true })
}

/** The size of a file, or nothing where there is none. */
export const sizeOfFile = (path: string): Promise<number | undefined> =>
  stat(path).then(({ size }) => size, ifAbsent(undefined))

/** What may stand in a header. */
const isVersion = (version: unknown): version is string =>
  typeof version === 'string' && /^[\x20-\x7e\x80-\xff]+$/.test(version)

const addressOf = (url: string): string => createHash('sha256').update(url).digest('hex')

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
  if (typeof found !== 'object' || found === null || !('version' in found) || !('address' in found)) return undefined
  return found.address === addressOf(url) && isVersion(found.version) ? { size, version: found.version } : undefined
}

/** Notes which version the bytes to come are of; without a version they cannot be continued. */
export const writeNote = ({ note }: Partial, url: string, version: string | undefined): Promise<void> =>
  version === undefined
    ? rm(note, { force: true })
    : writeFile(note, JSON.stringify({ address: addressOf(url), version } satisfies Note))

/** Removes the bytes of a download and its note. */
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
