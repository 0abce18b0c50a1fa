import { realpath } from 'node:fs/promises'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import type * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type DataError, type ReadOptions, readBytes, showDataError } from '../../data/index.js'
import {
  type AttributeProto,
  decode,
  type GraphProto,
  type ModelProto,
  modelSchema,
  type SparseTensorProto,
  type TensorProto,
} from '../../engine/onnx/index.js'
import { checkIsOptions, type OptionNames } from '../../tensor/index.js'
import type { OnnxError } from './error.js'
import { checkReadOptions, type OnnxModel, type OnnxReadOptions, reading, readModel } from './fromOnnx.js'
import { locationOf } from './tensorProto.js'

/** How a model is read from a file, and how large that and each file beside it may be. */
export type OnnxLoadOptions = Omit<OnnxReadOptions, 'external'> & ReadOptions

const optionNames: OptionNames<OnnxLoadOptions> = { parameters: true, maxElements: true, maxBytes: true }

const ofFile = (error: DataError): OnnxError => ({
  _tag: 'FileError',
  problem: `${showDataError(error)}${error._tag === 'SizeError' ? '; loadOnnx takes a larger maxBytes' : ''}`,
  error,
})

const ofSparse = ({ values, indices }: SparseTensorProto): readonly TensorProto[] =>
  [values, indices].filter((tensor) => tensor !== undefined)

const ofAttribute = ({ t, tensors, g, graphs, sparseTensor }: AttributeProto): readonly TensorProto[] => [
  ...(t === undefined ? [] : [t]),
  ...tensors,
  ...(sparseTensor === undefined ? [] : ofSparse(sparseTensor)),
  ...[...(g === undefined ? [] : [g]), ...graphs].flatMap(ofGraph),
]

const ofGraph = ({ initializer, sparseInitializer, node }: GraphProto): readonly TensorProto[] => [
  ...initializer,
  ...sparseInitializer.flatMap(ofSparse),
  ...node.flatMap(({ attribute }) => attribute.flatMap(ofAttribute)),
]

/** All tensors of a model, wherever they stand in it. */
const tensorsOf = ({ graph, functions }: ModelProto): readonly TensorProto[] => [
  ...(graph === undefined ? [] : ofGraph(graph)),
  ...functions.flatMap(({ node, attributeProto }) => [
    ...node.flatMap(({ attribute }) => attribute.flatMap(ofAttribute)),
    ...attributeProto.flatMap(ofAttribute),
  ]),
]

/** Whether a path lies within a folder. */
const isWithin = (folder: string, path: string): boolean => {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

const leadsOut = (name: string, location: string): OnnxError => ({
  _tag: 'MissingData',
  name,
  location,
  problem: 'this leads out of the folder of the model, and is not read',
})

/** The file at a location beside a model, which may lead out of its folder neither by its name nor by a link. */
const readBeside = (
  folder: string,
  name: string,
  location: string,
  options: ReadOptions,
): TE.TaskEither<OnnxError, Uint8Array> => {
  const path = resolve(folder, location)
  if (location === '' || isAbsolute(location) || /[\\\0]/.test(location) || !isWithin(folder, path))
    return TE.left(leadsOut(name, location))
  const missing: OnnxError = { _tag: 'MissingData', name, location, problem: 'there is no such file' }
  return pipe(
    TE.tryCatch(
      () => Promise.all([realpath(folder), realpath(path)]),
      () => missing,
    ),
    TE.filterOrElse(
      ([inside, real]) => isWithin(inside, real),
      () => leadsOut(name, location),
    ),
    TE.chain(([, real]) => pipe(readBytes(real, options), TE.mapLeft(ofFile))),
  )
}

/** The files that tensors of a model are in, by location, each read once. */
const filesOf = (
  folder: string,
  model: ModelProto,
  options: ReadOptions,
): TE.TaskEither<OnnxError, Readonly<Record<string, Uint8Array>>> => {
  const names = new Map<string, string>()
  for (const tensor of tensorsOf(model)) {
    const location = locationOf(tensor)
    if (location !== undefined && !names.has(location)) names.set(location, tensor.name ?? '')
  }
  return pipe(
    [...names],
    TE.traverseSeqArray(([location, name]) =>
      pipe(
        readBeside(folder, name, location, options),
        TE.map((bytes) => [location, bytes] as const),
      ),
    ),
    TE.map((entries) => Object.fromEntries(entries)),
  )
}

/**
 * The model in a file, as `fromOnnx` reads it, with the files beside it that hold its larger tensors. A location that leads
 * out of the model's folder is not read: on the left is a MissingData. What the system refuses, and a file that is larger
 * than `maxBytes`, 1 GiB where left out, is a FileError.
 *
 * @example
 * ```ts
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { loadOnnx } from 'cotangent/onnx'
 *
 * isLeft(await loadOnnx('no/such/model.onnx')()) // => true
 * ```
 */
export const loadOnnx = (path: string, options: OnnxLoadOptions = {}): TE.TaskEither<OnnxError, OnnxModel> => {
  checkIsOptions('loadOnnx', options, optionNames)
  checkReadOptions('loadOnnx', options)
  const limit = { maxBytes: options.maxBytes }
  return pipe(
    readBytes(path, limit),
    TE.mapLeft(ofFile),
    TE.chainEitherK((bytes) => reading(() => decode(modelSchema, bytes))),
    TE.bindTo('model'),
    TE.bind('external', ({ model }) => filesOf(resolve(dirname(path)), model, limit)),
    TE.chainEitherK(
      ({ model, external }): E.Either<OnnxError, OnnxModel> => readModel(model, { ...options, external }),
    ),
  )
}
