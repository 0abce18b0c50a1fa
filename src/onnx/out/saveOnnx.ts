import { createHash } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type DataError, writeAtomically } from '../../data/index.js'
import { encode, type ModelProto, modelSchema, type TensorProto } from '../../engine/onnx/index.js'
import { ArgumentError, checkIsOptions, type OptionNames, written } from '../../tensor/index.js'
import { modelFrom, type OnnxOptions, onnxNames, storedBytes } from './model.js'
import { longestMessage } from './toOnnx.js'

/** Where the elements of a model's constants go. */
export interface SaveOnnxOptions extends OnnxOptions {
  /** Into a file of their own beside the model; where left out, if there are more than 1 GiB of them. */
  readonly external?: boolean
}

const optionNames: OptionNames<SaveOnnxOptions> = { ...onnxNames, external: true }

/** Constants of fewer bytes stay in the model, where tools can read them without the other file. */
const smallest = 1024

/** Elements begin at pages of memory, so that a runtime may map the file. */
const page = 4096

const isLarge = ({ rawData }: TensorProto): boolean => (rawData?.length ?? 0) >= smallest

interface Parted {
  readonly model: ModelProto
  readonly location: string
  readonly parts: readonly Uint8Array[]
}

/** A model whose large constants are in another file, which is called after what it holds. */
const parted = (model: ModelProto, name: string): Parted => {
  const { graph } = model
  const initializers = graph?.initializer ?? []
  const hash = createHash('sha256')
  const parts: Uint8Array[] = []
  const begins = new Map<TensorProto, number>()
  let end = 0
  for (const each of initializers.filter(isLarge)) {
    const bytes = each.rawData as Uint8Array
    const padding = new Uint8Array((page - (end % page)) % page)
    parts.push(padding, bytes)
    hash.update(bytes)
    begins.set(each, end + padding.length)
    end += padding.length + bytes.length
  }
  const location = `${name}.${hash.digest('hex').slice(0, 16)}.data`
  const initializer = initializers.map((each): TensorProto => {
    const begin = begins.get(each)
    if (begin === undefined) return each
    const { rawData, ...rest } = each
    const entry = (key: string, value: string | number): TensorProto['externalData'][number] => ({
      key,
      value: `${value}`,
    })
    const externalData = [entry('location', location), entry('offset', begin), entry('length', rawData?.length ?? 0)]
    return { ...rest, dataLocation: 1, externalData }
  })
  return { model: { ...model, ...(graph && { graph: { ...graph, initializer } }) }, location, parts }
}

/** Removes the files of constants that models of this name had before. */
const removeEarlier =
  (folder: string, name: string, kept: string | undefined): TE.TaskEither<DataError, void> =>
  async () => {
    const isEarlier = (entry: string): boolean =>
      entry !== kept && entry.startsWith(`${name}.`) && /^\.[0-9a-f]{16}\.data$/.test(entry.slice(name.length))
    // Who may not list or remove files there has one too many, and the model all the same.
    const entries = await readdir(folder).catch((): readonly string[] => [])
    await Promise.all(
      entries.filter(isEarlier).map((entry) => rm(join(folder, entry), { force: true }).catch(() => {})),
    )
    return { _tag: 'Right', right: undefined }
  }

/**
 * Writes a function as a model of ONNX, as `toOnnx` makes it, to a file, in one step. Where its constants take more than
 * 1 GiB, or `external` says so, they go into a file beside it, `model.onnx.<digest>.data`, to which the model refers; the
 * one of the model that was there before is removed once the new one is complete. A SystemError where the system refuses;
 * what is thrown is as of `toOnnx`.
 *
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { exp, ones } from 'cotangent'
 * import { saveOnnx } from 'cotangent/onnx'
 *
 * const path = join(await mkdtemp(join(tmpdir(), 'cotangent-')), 'exp.onnx')
 * const saved = await saveOnnx(path)(exp, ones([3]))()
 * saved._tag // => 'Right'
 * ```
 */
export const saveOnnx = (path: string, options: SaveOnnxOptions = {}) => {
  checkIsOptions('saveOnnx', options, optionNames)
  return <P extends readonly unknown[]>(f: (...args: P) => unknown, ...examples: P): TE.TaskEither<DataError, void> => {
    const model = modelFrom('saveOnnx', f, examples, options)
    const { external } = options
    if (external !== undefined && typeof external !== 'boolean')
      throw new ArgumentError({
        operation: 'saveOnnx',
        problem: `external is ${written(external)}`,
        remedy: 'Use a boolean',
      })
    const folder = dirname(path)
    const removing = (kept: string | undefined) => TE.chain(() => removeEarlier(folder, basename(path), kept))
    const apart =
      (external ?? storedBytes(model) > longestMessage / 2) && (model.graph?.initializer ?? []).some(isLarge)
    if (!apart) return pipe(writeAtomically(path, encode(modelSchema, model)), removing(undefined))
    const { model: rest, location, parts } = parted(model, basename(path))
    return pipe(
      writeAtomically(join(folder, location), parts),
      TE.chain(() => writeAtomically(path, encode(modelSchema, rest))),
      removing(location),
    )
  }
}
