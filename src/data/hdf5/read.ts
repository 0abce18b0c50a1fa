import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as T from 'fp-ts/lib/Task.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { checkIsOptions, type DType, type OptionNames, type Shape } from '../../tensor/index.js'
import { formatError, inFile, limitOf, sizeError, unsupported } from '../bytes.js'
import { type DecodeOptions, decodeNames, type FileTensor, heldWidth, type Kind, kinds, tensorOf } from '../elements.js'
import type { DataError } from '../error.js'
import { readBytes } from '../files.js'
import type { Answer, Content, Job, Named } from './child.js'
import { careful, type Handling, readIsolated } from './isolated.js'

/** What a dataset or an attribute of an HDF5 file holds. */
export type Hdf5Value<D extends DType = DType> =
  | { readonly _tag: 'Numbers'; readonly tensor: FileTensor<D> }
  /** Strings in row-major order. */
  | { readonly _tag: 'Strings'; readonly shape: Shape; readonly strings: readonly string[] }
  /** Of another kind: compound, reference, enumeration, ..., or numbers that the dtype asked for does not have. */
  | { readonly _tag: 'Other'; readonly error: DataError }

/** A dataset of an HDF5 file. */
export interface Hdf5Dataset<D extends DType = DType> {
  readonly value: Hdf5Value<D>
  readonly attributes: ReadonlyMap<string, Hdf5Value>
}

/** An HDF5 file: datasets by their paths, as `group/name`, and the attributes of groups, `''` being the file itself. */
export interface Hdf5File<D extends DType = DType> {
  readonly datasets: ReadonlyMap<string, Hdf5Dataset<D>>
  readonly groups: ReadonlyMap<string, ReadonlyMap<string, Hdf5Value>>
}

/** What is read of an HDF5 file. */
export interface Hdf5Options<D extends DType = DType> extends DecodeOptions<D> {
  /** The paths of the datasets to read, as `group/name`; all of them where left out. One that is not there is an error. */
  readonly datasets?: readonly string[]
}

const optionNames: OptionNames<Hdf5Options> = { ...decodeNames, datasets: true }

const format = 'hdf5'

const asValue = <D extends DType>(content: Content, name: string, dtype?: D): Hdf5Value<D> => {
  if (content.type === 'strings') return { _tag: 'Strings', shape: content.shape, strings: content.strings }
  if (content.type === 'other') return { _tag: 'Other', error: unsupported(format, `${name} has ${content.what}`) }
  const { shape, bytes } = content
  return pipe(
    tensorOf({ format, shape, kind: content.kind as Kind, order: 'little', bytes, owned: true }, dtype),
    E.match(
      (error): Hdf5Value<D> => ({
        _tag: 'Other',
        error: error._tag === 'UnsupportedError' ? unsupported(format, `${name}: ${error.problem}`) : error,
      }),
      (tensor) => ({ _tag: 'Numbers', tensor }),
    ),
  )
}

const valuesOf = (attributes: Named<Content>): ReadonlyMap<string, Hdf5Value> =>
  new Map(attributes.map(([name, content]) => [name, asValue(content, name)]))

const plain = (path: string): string => path.replace(/^\/+/, '')

const fileOf = <D extends DType>(
  answer: Answer,
  { datasets, dtype }: Hdf5Options<D>,
): E.Either<DataError, Hdf5File<D>> => {
  if (answer.type === 'breakdown')
    return E.left(formatError(format, `the HDF5 library broke down over it: ${answer.problem}`))
  if (answer.type === 'absence')
    return E.left(unsupported(format, `the HDF5 library cannot be started here: ${answer.problem}`))
  if (answer.type === 'refusal') return E.left({ _tag: answer.error, format, problem: answer.problem })
  const found = new Map(
    answer.datasets.map(([path, { content, attributes }]) => [
      path,
      { value: asValue(content, path, dtype), attributes: valuesOf(attributes) },
    ]),
  )
  const missing = datasets?.find((path) => !found.has(plain(path)))
  return missing === undefined
    ? E.right({
        datasets: found,
        groups: new Map(answer.groups.map(([path, attributes]) => [path, valuesOf(attributes)])),
      })
    : E.left(formatError(format, `there is no dataset ${missing}`))
}

const widthsOf = (dtype: DType | undefined): Job['widths'] =>
  Object.fromEntries(kinds.map((kind) => [kind, heldWidth(kind, dtype)]))

/** As `readHdf5` for bytes, with a process handled in another way. */
export const decodeHdf5 = <D extends DType = DType>(
  bytes: Uint8Array,
  options: Hdf5Options<D> = {},
  handling: Handling = careful,
): TE.TaskEither<DataError, Hdf5File<D>> => {
  const limit = limitOf('readHdf5', options)
  if (bytes.length > limit) return TE.left(sizeError(format, `there are ${bytes.length} bytes, more than ${limit}`))
  const only = options.datasets?.map(plain)
  return pipe(
    () =>
      readIsolated(
        { limit, widths: widthsOf(options.dtype), ...(only === undefined ? {} : { only }) },
        bytes,
        handling,
      ),
    T.map((answer) => fileOf(answer, options)),
  )
}

/**
 * The datasets of an HDF5 file, of a path or of its bytes, with their attributes. Integers shorter than int32 (as bytes
 * of images are) become int32, or what `dtype` asks for; strings are strings; a dataset of another kind, packed by a
 * filter that is a plug-in (as h5py's lzf), or put together from other files, is there as an UnsupportedError. Links to
 * other files are left out. The HDF5 library (loaded when it is first needed) runs in a process of its own, which sees no
 * file but this one and ends by itself. On the left a SystemError, a FormatError for a damaged file, a SizeError before
 * anything is allocated where all datasets together claim more than `maxBytes`, or an UnsupportedError where Node may
 * start no processes.
 *
 * @example
 * ```ts
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { readHdf5 } from 'cotangent/data'
 *
 * isLeft(await readHdf5(Uint8Array.of(1, 2, 3))()) // => true
 * ```
 */
export const readHdf5 = <D extends DType = DType>(
  source: string | Uint8Array,
  options: Hdf5Options<D> = {},
): TE.TaskEither<DataError, Hdf5File<D>> => {
  checkIsOptions('readHdf5', options, optionNames)
  return typeof source === 'string'
    ? pipe(
        readBytes(source, { maxBytes: options.maxBytes }),
        TE.chain((bytes) => decodeHdf5(bytes, options)),
        TE.mapLeft(inFile(source)),
      )
    : decodeHdf5(source, options)
}

const datasetOf = <D extends DType>(file: Hdf5File<D>, path: string): E.Either<DataError, Hdf5Value<D>> =>
  pipe(
    file.datasets.get(plain(path))?.value,
    E.fromNullable(
      formatError(format, `there is no dataset ${path}, but ${[...file.datasets.keys()].join(', ') || 'none at all'}`),
    ),
  )

/**
 * The tensor of a dataset by its path, as `group/name`. A FormatError where there is no such dataset, an
 * UnsupportedError where it holds no numbers.
 *
 * @example
 * ```ts
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { hdf5Tensor } from 'cotangent/data'
 *
 * isLeft(hdf5Tensor({ datasets: new Map(), groups: new Map() }, 'train_set_x')) // => true
 * ```
 */
export const hdf5Tensor = <D extends DType>(file: Hdf5File<D>, path: string): E.Either<DataError, FileTensor<D>> =>
  pipe(
    datasetOf(file, path),
    E.chain((value) =>
      value._tag === 'Numbers'
        ? E.right(value.tensor)
        : E.left(value._tag === 'Other' ? value.error : unsupported(format, `${path} has strings, not numbers`)),
    ),
  )

/**
 * The strings of a dataset by its path, in row-major order. A FormatError where there is no such dataset, an
 * UnsupportedError where it holds no strings.
 *
 * @example
 * ```ts
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { hdf5Strings } from 'cotangent/data'
 *
 * isLeft(hdf5Strings({ datasets: new Map(), groups: new Map() }, 'list_classes')) // => true
 * ```
 */
export const hdf5Strings = (file: Hdf5File, path: string): E.Either<DataError, readonly string[]> =>
  pipe(
    datasetOf(file, path),
    E.chain((value) =>
      value._tag === 'Strings'
        ? E.right(value.strings)
        : E.left(value._tag === 'Other' ? value.error : unsupported(format, `${path} has numbers, not strings`)),
    ),
  )
