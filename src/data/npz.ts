import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  ArgumentError,
  checkIsOptions,
  type DType,
  type OptionNames,
  sizeInBytes,
  type Tensor,
} from '../tensor/index.js'
import { about, joined, limitOf, unsupported } from './bytes.js'
import { type DecodeOptions, decodeNames, type FileTensor } from './elements.js'
import type { DataError } from './error.js'
import { decodeFile } from './files.js'
import { type NamedTensors, namesAndTensors } from './named.js'
import { npyOf, npyParts } from './npy.js'
import { bytesOfText } from './text/utf8.js'
import { writeAtomically } from './write.js'
import { filesIn } from './zip.js'

const format = 'npz'
const suffix = '.npy'

/** The tensors of an archive's files, which are within the limit all together. */
const tensorsOf = <D extends DType>(
  files: ReadonlyMap<string, Uint8Array>,
  dtype: D | undefined,
  limit: number,
): E.Either<DataError, ReadonlyMap<string, FileTensor<D>>> => {
  const tensors = new Map<string, FileTensor<D>>()
  let left = limit
  for (const [name, content] of files) {
    if (!name.endsWith(suffix)) return E.left(unsupported(format, `${JSON.stringify(name)} is no npy file`))
    const tensor = npyOf(content, dtype, left, true)
    if (E.isLeft(tensor)) return E.left(about(name)(tensor.left))
    tensors.set(name.slice(0, -suffix.length), tensor.right)
    left -= sizeInBytes(tensor.right)
  }
  return E.right(tensors)
}

/**
 * The tensors, by name, in the bytes of a NumPy archive (`np.savez`, packed or not), each as `decodeNpy` reads it. All
 * sizes are checked before anything is unpacked: a SizeError where the tensors take more than `maxBytes` together, a
 * FormatError where an archive cannot hold what it says, or a checksum is wrong.
 *
 * @example
 * ```ts
 * import { eye, tensor } from 'cotangent'
 * import { decodeNpz, encodeNpz } from 'cotangent/data'
 *
 * decodeNpz(encodeNpz({ one: tensor([1]), two: tensor([2, 2]) }))
 * // => { _tag: 'Right', right: Map(2) { 'one' => [1.], 'two' => [2. 2.] } }
 * ```
 */
export const decodeNpz = <D extends DType = DType>(
  bytes: Uint8Array,
  options: DecodeOptions<D> = {},
): E.Either<DataError, ReadonlyMap<string, FileTensor<D>>> => {
  checkIsOptions('decodeNpz', options, decodeNames)
  return pipe(
    filesIn(format, bytes, limitOf('decodeNpz', options)),
    E.chain((files) => tensorsOf(files, options.dtype, limitOf('decodeNpz', options))),
  )
}

/**
 * The tensors in a NumPy archive, as `decodeNpz` reads them.
 *
 * @example
 * ```ts
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { readNpz } from 'cotangent/data'
 *
 * isLeft(await readNpz('no/such.npz')()) // => true
 * ```
 */
export const readNpz = <D extends DType = DType>(
  path: string,
  options: DecodeOptions<D> = {},
): TaskEither<DataError, ReadonlyMap<string, FileTensor<D>>> => {
  checkIsOptions('readNpz', options, decodeNames)
  return decodeFile((bytes) => decodeNpz(bytes, options), options)(path)
}

/** How an archive is written. */
export interface NpzOptions {
  /** Whether to pack it (as `np.savez_compressed`); not where left out. */
  readonly packed?: boolean
}

const optionNames: OptionNames<NpzOptions> = { packed: true }

/** What the fields of an archive that is not a large one have room for: a number with all bits set is none. */
const mostBytes = 2 ** 32 - 2
const mostFiles = 2 ** 16 - 2
const longestName = 2 ** 16 - 1

/** More than a file takes beside its elements and twice its name: two headers, the sizes behind it, NumPy's header. */
const overhead = 2 ** 11

/** Why tensors by name make no archive that could be read; `undefined` where they do. */
const obstacle = (named: ReturnType<typeof namesAndTensors>): string | undefined => {
  if (named.length > mostFiles) return `${named.length} tensors are more than the ${mostFiles} of an archive`
  const lengths = named.map(([name]) => bytesOfText(name + suffix).length)
  if (lengths.some((length) => length > longestName)) return `a name has more than ${longestName} bytes`
  // Half a character: UTF-8 has none, and all of them would be written as one.
  const broken = named.find(([name]) => /\p{Surrogate}/u.test(name))
  if (broken !== undefined) return `the name ${JSON.stringify(broken[0])} is no text of whole characters`
  const total = named.reduce(
    (sum, [, tensor], index) => sum + sizeInBytes(tensor as Tensor) + 2 * lengths[index] + overhead,
    0,
  )
  return total > mostBytes ? `the tensors take ${total} bytes, more than the ${mostBytes} of an archive` : undefined
}

const parts = (operation: string, tensors: NamedTensors, { packed = false }: NpzOptions): readonly Uint8Array[] => {
  const named = namesAndTensors(tensors)
  const problem = obstacle(named)
  if (problem !== undefined)
    throw new ArgumentError({ operation, problem, remedy: 'Write several archives, or safetensors' })
  const written: Uint8Array[] = []
  // Not by zlib, which packs the same bytes in another way on another machine.
  const zip = new Zip((error, part) => {
    if (error !== null) throw error
    written.push(part)
  })
  for (const [name, tensor] of named) {
    const content = npyParts(operation, tensor)
    const file = packed ? new ZipDeflate(name + suffix, { level: 6 }) : new ZipPassThrough(name + suffix)
    // The same tensors, the same bytes: the time is the first that the format has.
    file.mtime = new Date(1980, 0, 1)
    zip.add(file)
    for (const [index, part] of content.entries()) file.push(part, index === content.length - 1)
  }
  zip.end()
  return written
}

/**
 * Tensors by name (a record or a map) as the bytes of a NumPy archive, whose `np.load` reads it. An ArgumentError where
 * they take 4 GiB or are 65,535, and for a name of more than 64 KiB or with half a character (a lone surrogate).
 *
 * @example
 * ```ts
 * import { zeros } from 'cotangent'
 * import { encodeNpz } from 'cotangent/data'
 *
 * const images = { images: zeros([1000]) }
 * encodeNpz(images).length > 8000 // => true
 * encodeNpz(images, { packed: true }).length < 800 // => true
 * ```
 */
export const encodeNpz = (tensors: NamedTensors, options: NpzOptions = {}): Uint8Array => {
  checkIsOptions('encodeNpz', options, optionNames)
  return joined(parts('encodeNpz', tensors, options))
}

/**
 * Writes tensors by name as a NumPy archive, in one step.
 *
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { tensor } from 'cotangent'
 * import { readNpz, writeNpz } from 'cotangent/data'
 *
 * const path = join(await mkdtemp(join(tmpdir(), 'cotangent-')), 'parameters.npz')
 * await writeNpz(path, { bias: tensor([0.5]) })()
 * await readNpz(path)() // => { _tag: 'Right', right: Map(1) { 'bias' => [0.5] } }
 * ```
 */
export const writeNpz = (
  path: string,
  tensors: NamedTensors,
  options: NpzOptions = {},
): TaskEither<DataError, void> => {
  checkIsOptions('writeNpz', options, optionNames)
  return writeAtomically(path, parts('writeNpz', tensors, options))
}
