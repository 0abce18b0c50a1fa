import { createHash } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type * as O from 'fp-ts/lib/Option.js'
import { head } from 'fp-ts/lib/ReadonlyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { ArgumentError, checkIsOptions, type OptionNames, written } from '../../tensor/index.js'
import { formatError, inFile } from '../bytes.js'
import type { DataError } from '../error.js'
import { readBytes, systemError } from '../files.js'
import { removeAbandoned, writeAtomically } from '../write.js'
import { type Metadata, safetensorsOf } from './file.js'
import { type FileTree, reserved, type TreeFile, type TreeOptions, treeNames, treeOf, treeParts } from './tree.js'

/** Where a training was: a tree (parameters, the optimizer's state, a key), and after how many steps. */
export interface Checkpoint<T> extends TreeFile<T> {
  /** A whole number from 0 on. */
  readonly step: number
}

/** How a checkpoint is saved. */
export interface CheckpointOptions {
  /** Strings to be kept with the tree. */
  readonly metadata?: Metadata
  /** How many checkpoints stay in the folder, the new one and those of the most steps: 2 where left out. */
  readonly keep?: number
}

export const checkpointNames: OptionNames<CheckpointOptions> = { metadata: true, keep: true }

const stepKey = `${reserved}step`
const digestKey = `${reserved}sha256`

/** What stands in place of the checksum while it is computed. */
const blank = '0'.repeat(64)

const entryOf = (digest: string): Uint8Array => Buffer.from(`"${digestKey}":"${digest}"`)

const digestOf = (parts: readonly Uint8Array[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

/** Bytes with one entry, which they have, in place of another of the same length. */
const replaced = (bytes: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array => {
  const copy = bytes.slice()
  copy.set(to, Buffer.from(copy.buffer, copy.byteOffset, copy.length).indexOf(from))
  return copy
}

/** A checkpoint's file: a tree's, whose metadata has the step and the checksum of the whole file but for itself. */
export const checkpointParts = (step: number, tree: unknown, metadata: Metadata): readonly Uint8Array[] => {
  const notes = [
    [digestKey, blank],
    [stepKey, String(step)],
  ] as const
  const [head, ...rest] = treeParts('saveCheckpoint', tree, metadata, notes)
  return [replaced(head, entryOf(blank), entryOf(digestOf([head, ...rest]))), ...rest]
}

const checked = (path: string, bytes: Uint8Array, digest: string): E.Either<DataError, string> => {
  const start = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true))
  const entry = entryOf(digest)
  const head = bytes.subarray(0, start)
  if (digest.length !== blank.length || Buffer.from(head.buffer, head.byteOffset, head.length).indexOf(entry) < 0)
    return E.left(formatError('checkpoint', 'the checksum is not as it should be written'))
  const found = digestOf([replaced(head, entry, entryOf(blank)), bytes.subarray(start)])
  return found === digest ? E.right(digest) : E.left({ _tag: 'ChecksumError', path, expected: digest, found })
}

const missing = (what: string): DataError => formatError('checkpoint', `the ${what} is missing: this is no checkpoint`)

/** The checkpoint in the bytes of a file, complete and undamaged. */
export const checkpointOf = <T = FileTree>(
  path: string,
  bytes: Uint8Array,
  options: TreeOptions<T> = {},
): E.Either<DataError, Checkpoint<T>> =>
  pipe(
    safetensorsOf(bytes, { maxBytes: options.maxBytes }, true),
    E.bindTo('file'),
    E.bind('digest', ({ file }) => pipe(file.metadata.get(digestKey), E.fromNullable(missing('checksum')))),
    E.chainFirst(({ digest }) => checked(path, bytes, digest)),
    E.bind('step', ({ file }) =>
      pipe(
        file.metadata.get(stepKey),
        E.fromNullable(missing('step')),
        E.map((text) => (/^\d+$/.test(text) ? Number(text) : Number.NaN)),
        E.filterOrElse(isStep, () => missing('step')),
      ),
    ),
    E.bind('found', ({ file }) => treeOf(file, options)),
    E.map(({ step, found }) => ({ step, ...found })),
    E.mapLeft(inFile(path)),
  )

const isStep = (step: number): boolean => Number.isSafeInteger(step) && step >= 0

const nameOf = (step: number): string => `checkpoint-${String(step).padStart(16, '0')}.safetensors`

const stepOf = (name: string): string | undefined => /^checkpoint-(\d{16})\.safetensors$/.exec(name)?.[1]

const stepsIn = async (folder: string): Promise<readonly number[]> =>
  (await readdir(folder))
    .flatMap((name) => stepOf(name) ?? [])
    .map(Number)
    .sort((a, b) => b - a)

/** Removes all but so many checkpoints, those of the most steps; the one just saved stays, though it may have fewer. */
const removeOld = async (folder: string, keep: number, saved: number): Promise<void> => {
  const others = (await stepsIn(folder)).filter((step) => step !== saved)
  for (const step of others.slice(keep - 1)) await rm(join(folder, nameOf(step)), { force: true })
  // Of any step, since the one at which a process was killed may never come again.
  await removeAbandoned(folder, (name) => stepOf(name) !== undefined)
}

/**
 * Saves where a training is in a folder, which is made where there is none, and gives the path of the new file,
 * `checkpoint-0000000000000100.safetensors`. It is written in one step: whenever the process is killed, or the machine
 * stops, the folder has the checkpoints from before, and the new one whole or not at all. Then of the others those of the
 * fewest steps are removed, so that `keep` are left. Who goes back to an earlier step gives the new training a folder of
 * its own: the latest is that of the most steps. An ArgumentError for a step that is no whole number from 0 on.
 *
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { tensor } from 'cotangent'
 * import { loadCheckpoint, saveCheckpoint } from 'cotangent/data'
 *
 * const folder = join(await mkdtemp(join(tmpdir(), 'cotangent-')), 'run')
 * await saveCheckpoint(folder, 100, { params: tensor([1, 2]) }, { metadata: { rate: '0.1' } })()
 * const found = await loadCheckpoint(folder)()
 * found._tag === 'Right' && found.right.step // => 100
 * ```
 */
export const saveCheckpoint = (
  folder: string,
  step: number,
  tree: unknown,
  options: CheckpointOptions = {},
): TE.TaskEither<DataError, string> => {
  checkIsOptions('saveCheckpoint', options, checkpointNames)
  const { metadata = {}, keep = 2 } = options
  if (!isStep(step) || !Number.isSafeInteger(keep) || keep < 1)
    throw new ArgumentError({
      operation: 'saveCheckpoint',
      problem: `step ${written(step)}, keep ${written(keep)}: these are no numbers of steps and checkpoints`,
      remedy: 'Give a whole number of steps from 0 on, and keep one checkpoint or more',
    })
  const path = join(folder, nameOf(step))
  const parts = checkpointParts(step, tree, metadata)
  return pipe(
    TE.tryCatch(() => mkdir(folder, { recursive: true }), systemError(folder)),
    TE.chain(() => writeAtomically(path, parts)),
    TE.chain(() => TE.tryCatch(() => removeOld(folder, keep, step), systemError(folder))),
    TE.map(() => path),
  )
}

/**
 * The paths of the checkpoints in a folder, that of the most steps first; none where there is no such folder yet.
 * Whether they are undamaged is seen when they are loaded: where the first is not, the second is the one to go back to.
 *
 * @example
 * ```ts
 * import { checkpointsIn } from 'cotangent/data'
 *
 * await checkpointsIn('no/such/folder')() // => { _tag: 'Right', right: [] }
 * ```
 */
export const checkpointsIn = (folder: string): TE.TaskEither<DataError, readonly string[]> =>
  pipe(
    TE.tryCatch(() => stepsIn(folder), systemError(folder)),
    TE.map((steps) => steps.map((step) => join(folder, nameOf(step)))),
    TE.orElse((error) =>
      error._tag === 'SystemError' && error.code === 'ENOENT'
        ? TE.right<DataError, readonly string[]>([])
        : TE.left(error),
    ),
  )

/**
 * The path of the checkpoint of the most steps in a folder; none where there is no checkpoint, or no such folder yet.
 *
 * @example
 * ```ts
 * import { latestCheckpoint } from 'cotangent/data'
 *
 * await latestCheckpoint('no/such/folder')() // => { _tag: 'Right', right: { _tag: 'None' } }
 * ```
 */
export const latestCheckpoint = (folder: string): TE.TaskEither<DataError, O.Option<string>> =>
  pipe(checkpointsIn(folder), TE.map(head))

/** A path as it is where it leads to a file, the latest checkpoint's where it leads to a folder. */
const fileOf = (path: string): TE.TaskEither<DataError, string> =>
  pipe(
    TE.tryCatch(() => stat(path), systemError(path)),
    TE.chain((found) =>
      found.isDirectory()
        ? pipe(
            latestCheckpoint(path),
            TE.chain(
              TE.fromOption(
                (): DataError => ({ _tag: 'SystemError', path, problem: 'there is no checkpoint in this folder' }),
              ),
            ),
          )
        : TE.right(path),
    ),
  )

/**
 * A checkpoint, of its own path or the latest of a folder: the tree to the bit, the step, the metadata. With `like` its
 * structure, shapes and dtypes are checked, and the tree has its type; with `part` it is a part of it, as the parameters
 * without the optimizer's state. On the left a SystemError where there is none, a ChecksumError or FormatError where the
 * file is damaged or no checkpoint.
 *
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { tensor, zeros } from 'cotangent'
 * import { loadCheckpoint, saveCheckpoint } from 'cotangent/data'
 *
 * const folder = join(await mkdtemp(join(tmpdir(), 'cotangent-')), 'run')
 * await saveCheckpoint(folder, 100, { params: { bias: tensor([1, 2]) }, count: tensor(100) })()
 * const found = await loadCheckpoint(folder, { part: 'params', like: { bias: zeros([2]) } })()
 * found._tag === 'Right' && found.right.tree.bias // => [1. 2.]
 * ```
 */
export const loadCheckpoint = <T = FileTree>(
  path: string,
  options: TreeOptions<T> = {},
): TE.TaskEither<DataError, Checkpoint<T>> => {
  checkIsOptions('loadCheckpoint', options, treeNames)
  return pipe(
    fileOf(path),
    TE.chain((file) =>
      pipe(
        readBytes(file, { maxBytes: options.maxBytes }),
        TE.chainEitherK((bytes) => checkpointOf(file, bytes, options)),
      ),
    ),
  )
}
