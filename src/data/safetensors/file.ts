import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { constantOf } from '../../graph/index.js'
import {
  ArgumentError,
  bytesOf,
  checkIsOptions,
  type DType,
  rowMajor,
  sizeInBytes,
  type Tensor,
} from '../../tensor/index.js'
import { about, joined, limitOf } from '../bytes.js'
import { bytesOfElements, checkAxes, type DecodeOptions, decodeNames, type FileTensor, tensorOf } from '../elements.js'
import type { DataError } from '../error.js'
import { decodeFile } from '../files.js'
import { type NamedTensors, namesAndTensors } from '../named.js'
import { writeAtomically } from '../write.js'
import { format, headerOf, longestHeader, metadataKey } from './header.js'
import { mostValues, valuesIn } from './json.js'

/** What a safetensors file has: tensors by name, and what else was written down, as strings. */
export interface Safetensors<D extends DType = DType> {
  readonly tensors: ReadonlyMap<string, FileTensor<D>>
  readonly metadata: ReadonlyMap<string, string>
}

/** Strings by name. */
export type Metadata = Readonly<Record<string, string>> | ReadonlyMap<string, string>

/** As `decodeSafetensors`; where the bytes are `owned`, that is nobody else's, the tensors may share them. */
export const safetensorsOf = <D extends DType>(
  bytes: Uint8Array,
  { dtype, maxBytes }: DecodeOptions<D>,
  owned: boolean,
): E.Either<DataError, Safetensors<D>> =>
  pipe(
    headerOf(bytes, limitOf('decodeSafetensors', { maxBytes }), dtype),
    E.chain(({ tensors, metadata, start }) =>
      pipe(
        tensors,
        E.traverseArray(({ name, kind, shape, begin, end }) => {
          const stored = bytes.subarray(start + begin, start + end)
          return pipe(
            tensorOf({ format, shape, kind, order: 'little', bytes: stored, owned }, dtype),
            E.bimap(about(name), (tensor) => [name, tensor] as const),
          )
        }),
        E.map((found) => ({ tensors: new Map(found), metadata })),
      ),
    ),
  )

/**
 * The tensors, by name, and the metadata in the bytes of a safetensors file, the format of published weights. Float16
 * and bfloat16 become float32, integers int32 or float64 where those hold them exactly, or what `dtype` asks for; an
 * UnsupportedError otherwise, and for 8-bit floats. A FormatError where the header is not what the format asks for to
 * the letter: a key twice, tensors that overlap, leave a gap or lie past the end, a shape of another size.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { decodeSafetensors, encodeSafetensors } from 'cotangent/data'
 *
 * decodeSafetensors(encodeSafetensors({ bias: tensor([0.5]) }, { epoch: '3' }))
 * // => {
 * //      _tag: 'Right',
 * //      right: {
 * //        tensors: Map(1) { 'bias' => [0.5] },
 * //        metadata: Map(1) { 'epoch' => '3' }
 * //      }
 * //    }
 * ```
 */
export const decodeSafetensors = <D extends DType = DType>(
  bytes: Uint8Array,
  options: DecodeOptions<D> = {},
): E.Either<DataError, Safetensors<D>> => {
  checkIsOptions('decodeSafetensors', options, decodeNames)
  return safetensorsOf(bytes, options, false)
}

/**
 * The tensors and the metadata in a safetensors file, as `decodeSafetensors` reads them; they share the memory that the
 * file was read to where the elements are as tensors have them.
 *
 * @example
 * ```ts
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { readSafetensors } from 'cotangent/data'
 *
 * isLeft(await readSafetensors('no/such.safetensors')()) // => true
 * ```
 */
export const readSafetensors = <D extends DType = DType>(
  path: string,
  options: DecodeOptions<D> = {},
): TaskEither<DataError, Safetensors<D>> => {
  checkIsOptions('readSafetensors', options, decodeNames)
  return decodeFile((bytes) => safetensorsOf(bytes, options, true), options)(path)
}

const names: Readonly<Record<DType, string>> = { float64: 'F64', float32: 'F32', int32: 'I32', bool: 'BOOL' }

/** The header is as long as a multiple of this, so that all elements begin where typed arrays may. */
const alignment = 8

/** A file's parts: the header, then the elements of each tensor, which are not copied. */
export const safetensorsParts = (
  operation: string,
  tensors: NamedTensors,
  metadata: Metadata = {},
): readonly Uint8Array[] => {
  const named = namesAndTensors(tensors).map(([name, tensor]) => {
    const constant = constantOf(operation, tensor as Tensor)
    checkAxes(operation, constant)
    return { name, constant }
  })
  if (named.some(({ name }) => name === metadataKey))
    throw new ArgumentError({
      operation,
      problem: `no tensor can have the name ${metadataKey}`,
      remedy: 'Give it another name',
    })
  const notes: readonly (readonly [string, unknown])[] =
    metadata instanceof Map ? [...metadata] : Object.entries(metadata)
  const other = notes.find(([, value]) => typeof value !== 'string')
  if (other !== undefined)
    throw new ArgumentError({
      operation,
      problem: `the metadata ${JSON.stringify(other[0])} is no string`,
      remedy: 'Write numbers and lists as strings of your own, by JSON.stringify, say',
    })
  // The widest first: then each begins at a multiple of its elements' width.
  const stored = named.toSorted((a, b) => bytesOf(b.constant.dtype) - bytesOf(a.constant.dtype))
  const begins = new Map<string, number>()
  let end = 0
  for (const { name, constant } of stored) {
    begins.set(name, end)
    end += sizeInBytes(constant)
  }
  const entries = named.map(({ name, constant }) => {
    const begin = begins.get(name) ?? 0
    const { dtype, shape } = constant
    const described = { dtype: names[dtype], shape, data_offsets: [begin, begin + sizeInBytes(constant)] }
    return `${JSON.stringify(name)}:${JSON.stringify(described)}`
  })
  const noted = notes.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join()
  const json = `{${[...(notes.length > 0 ? [`${JSON.stringify(metadataKey)}:{${noted}}`] : []), ...entries].join()}}`
  const text = new TextEncoder().encode(json)
  // What would be refused when it is read: a checkpoint, say, that nobody could load.
  if (text.length > longestHeader || valuesIn(json) > mostValues)
    throw new ArgumentError({
      operation,
      problem: `names, shapes and metadata take more than ${longestHeader} bytes, or ${mostValues} values`,
      remedy: 'Write several files',
    })
  const head = new Uint8Array(8 + alignment * Math.ceil(text.length / alignment)).fill(0x20)
  new DataView(head.buffer).setBigUint64(0, BigInt(head.length - 8), true)
  head.set(text, 8)
  return [head, ...stored.map(({ constant }) => bytesOfElements(rowMajor(constant)))]
}

/**
 * Tensors by name (a record or a map) and metadata as the bytes of a safetensors file. An ArgumentError for a tensor of
 * the name `__metadata__`, which the format has for something else, and for names and metadata of more than 100 MB.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { encodeSafetensors } from 'cotangent/data'
 *
 * const bytes = encodeSafetensors({ a: tensor(1) })
 * Buffer.from(bytes.subarray(8, 60)).toString()
 * // => '{"a":{"dtype":"F64","shape":[],"data_offsets":[0,8]}'
 * ```
 */
export const encodeSafetensors = (tensors: NamedTensors, metadata?: Metadata): Uint8Array =>
  joined(safetensorsParts('encodeSafetensors', tensors, metadata))

/**
 * Writes tensors by name and metadata as a safetensors file, in one step.
 *
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { ones } from 'cotangent'
 * import { readSafetensors, writeSafetensors } from 'cotangent/data'
 *
 * const path = join(await mkdtemp(join(tmpdir(), 'cotangent-')), 'weights.safetensors')
 * await writeSafetensors(path, { weights: ones([2]) })()
 * const file = await readSafetensors(path)()
 * file._tag // => 'Right'
 * ```
 */
export const writeSafetensors = (
  path: string,
  tensors: NamedTensors,
  metadata?: Metadata,
): TaskEither<DataError, void> => writeAtomically(path, safetensorsParts('writeSafetensors', tensors, metadata))
