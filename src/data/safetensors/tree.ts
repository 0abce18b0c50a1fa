import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  type AnyTensor,
  ArgumentError,
  checkIsOptions,
  equalShapes,
  flatten,
  isTensor,
  type OptionNames,
  showStructure,
  showType,
  TreeError,
  unflatten,
} from '../../tensor/index.js'
import { formatError, joined, type ReadOptions, readNames, unsupported } from '../bytes.js'
import type { FileTensor } from '../elements.js'
import type { DataError } from '../error.js'
import { decodeFile } from '../files.js'
import { writeAtomically } from '../write.js'
import { type Metadata, type Safetensors, safetensorsOf, safetensorsParts } from './file.js'
import { deepest } from './json.js'
import { depthOf, leafNames, structureOf, structureText } from './structure.js'

/** A tree as it comes out of a file: records, lists and tensors. */
export type FileTree = FileTensor | readonly FileTree[] | { readonly [key: string]: FileTree }

/** A tree and what was written down with it. */
export interface TreeFile<T> {
  readonly tree: T
  readonly metadata: ReadonlyMap<string, string>
}

/** How a tree is read: as what, and how much of it. */
export interface TreeOptions<T> extends ReadOptions {
  /** A tree of the structure, shapes and dtypes that are expected; the result has its type. */
  readonly like?: T
  /** The key of the part to read, where the tree is a record: the parameters of a checkpoint, say. */
  readonly part?: string
}

export const treeNames: OptionNames<TreeOptions<unknown>> = { ...readNames, like: true, part: true }

/** The keys of metadata that are ours begin so. */
export const reserved = 'cotangent.'

const structureKey = `${reserved}structure`

/** Each note by name, as a list; those of reserved names are refused. */
const notesOf = (operation: string, metadata: Metadata): readonly (readonly [string, string])[] => {
  const notes: readonly (readonly [string, string])[] =
    metadata instanceof Map ? [...metadata] : Object.entries(metadata)
  const taken = notes.find(([key]) => key.startsWith(reserved))
  if (taken !== undefined)
    throw new ArgumentError({
      operation,
      problem: `the metadata ${JSON.stringify(taken[0])} begins with ${reserved}, which is kept for the library`,
      remedy: 'Give it another name',
    })
  return notes
}

/** The parts of a file of a tree, with notes of ours and of the user's. */
export const treeParts = (
  operation: string,
  tree: unknown,
  metadata: Metadata,
  ours: readonly (readonly [string, string])[] = [],
): readonly Uint8Array[] => {
  const [leaves, structure] = flatten(operation, tree)
  if (depthOf(structure) > deepest)
    throw new TreeError({ operation, problem: `records and lists are nested more than ${deepest} deep` })
  const names = leafNames(structure)
  const notes = [[structureKey, structureText(structure)] as const, ...ours, ...notesOf(operation, metadata)]
  return safetensorsParts(
    operation,
    new Map<string, AnyTensor>(leaves.map((leaf, index) => [names[index], leaf])),
    new Map(notes),
  )
}

/** What differs between a tree that was found and one that was expected. */
const differenceFrom = (like: unknown, tree: unknown): string | undefined => {
  const [expected, structure] = flatten('readTree', like, '`like`')
  const [found, other] = flatten('readTree', tree)
  if (showStructure(structure) !== showStructure(other))
    return `the structure is ${showStructure(other)}, not ${showStructure(structure)}`
  const at = expected.findIndex(({ dtype, shape }, index) => {
    const leaf = found[index]
    return leaf.dtype !== dtype || !equalShapes(leaf.shape, shape)
  })
  return at < 0
    ? undefined
    : `${leafNames(structure)[at] || 'the tensor'} is ${showType(found[at])}, not ${showType(expected[at])}`
}

const partOf = (tree: unknown, part: string): E.Either<DataError, unknown> => {
  const isRecord = typeof tree === 'object' && tree !== null && !isTensor(tree) && !Array.isArray(tree)
  const entry = isRecord ? Object.entries(tree).find(([key]) => key === part) : undefined
  const there = isRecord && Object.keys(tree).length > 0 ? Object.keys(tree).join(', ') : 'none'
  return entry === undefined
    ? E.left(formatError('tree', `there is no part ${part}; the parts are: ${there}`))
    : E.right(entry[1])
}

/** The tree of a file's tensors, or a part of it. */
export const treeOf = <T>(
  { tensors, metadata }: Safetensors,
  { like, part }: TreeOptions<T>,
): E.Either<DataError, TreeFile<T>> =>
  pipe(
    metadata.get(structureKey),
    E.fromNullable(unsupported('tree', 'these are tensors by name without a structure: read them as safetensors')),
    E.chain(structureOf),
    E.bindTo('structure'),
    E.bind('leaves', ({ structure }) => {
      const names = leafNames(structure)
      const leaves = names.map((name) => tensors.get(name))
      return leaves.length === tensors.size && leaves.every((leaf) => leaf !== undefined)
        ? E.right(leaves)
        : E.left(formatError('tree', 'the names of the tensors are not those of the structure'))
    }),
    E.map(({ structure, leaves }) => unflatten(structure, leaves)),
    E.chain((tree) => (part === undefined ? E.right(tree) : partOf(tree, part))),
    E.filterOrElse(
      (tree) => like === undefined || differenceFrom(like, tree) === undefined,
      (tree) => formatError('tree', differenceFrom(like, tree) ?? ''),
    ),
    E.map((tree) => ({
      // Of the type of `like`, whose structure, shapes and dtypes it has; of FileTree where there is none.
      tree: tree as T,
      metadata: new Map([...metadata].filter(([key]) => !key.startsWith(reserved))),
    })),
  )

/**
 * A tree of tensors (records, tuples and arrays, nested) as the bytes of a safetensors file: each leaf under its path as
 * `layers.0.weights`, the structure in the metadata. A TreeError for a leaf that is no tensor.
 *
 * @example
 * ```ts
 * import { tensor, zeros } from 'cotangent'
 * import { decodeSafetensors, encodeTree } from 'cotangent/data'
 *
 * const file = decodeSafetensors(encodeTree({ layers: [{ weights: zeros([2]), bias: tensor(1) }] }))
 * file._tag === 'Right' && [...file.right.tensors.keys()] // => [ 'layers.0.bias', 'layers.0.weights' ]
 * ```
 */
export const encodeTree = (tree: unknown, metadata: Metadata = {}): Uint8Array =>
  joined(treeParts('encodeTree', tree, metadata))

/**
 * The tree in the bytes that `encodeTree` made, to the bit, and the metadata. With `like` its structure, shapes and
 * dtypes are checked, and the result has its type; with `part` it is the part of this key that is given. On the left what `decodeSafetensors` gives, a FormatError where the
 * tree is another, or an UnsupportedError for a safetensors file without a tree's structure.
 *
 * @example
 * ```ts
 * import { tensor, zeros } from 'cotangent'
 * import { decodeTree, encodeTree } from 'cotangent/data'
 *
 * const bytes = encodeTree([tensor(1), { a: tensor(2) }])
 * const found = decodeTree(bytes)
 * found._tag === 'Right' && found.right.tree // => [ 1.0, { a: 2.0 } ]
 * decodeTree(bytes, { like: [tensor(0), { b: tensor(0) }] })._tag // => 'Left'
 * ```
 */
export const decodeTree = <T = FileTree>(
  bytes: Uint8Array,
  options: TreeOptions<T> = {},
): E.Either<DataError, TreeFile<T>> => {
  checkIsOptions('decodeTree', options, treeNames)
  return pipe(
    safetensorsOf(bytes, { maxBytes: options.maxBytes }, false),
    E.chain((file) => treeOf(file, options)),
  )
}

/**
 * Writes a tree of tensors as a safetensors file, in one step, as `encodeTree` has it.
 *
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { tensor } from 'cotangent'
 * import { readTree, writeTree } from 'cotangent/data'
 *
 * const params = { weights: tensor([1, 2]), bias: tensor(0) }
 * const path = join(await mkdtemp(join(tmpdir(), 'cotangent-')), 'params.safetensors')
 * await writeTree(path, params)()
 * const found = await readTree(path, { like: params })()
 * found._tag === 'Right' && found.right.tree.weights // => [1. 2.]
 * ```
 */
export const writeTree = (path: string, tree: unknown, metadata: Metadata = {}): TaskEither<DataError, void> =>
  writeAtomically(path, treeParts('writeTree', tree, metadata))

/**
 * The tree in a file that `writeTree` wrote, and the metadata, as `decodeTree` reads them.
 *
 * @example
 * ```ts
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { readTree } from 'cotangent/data'
 *
 * isLeft(await readTree('no/such.safetensors')()) // => true
 * ```
 */
export const readTree = <T = FileTree>(
  path: string,
  options: TreeOptions<T> = {},
): TaskEither<DataError, TreeFile<T>> => {
  checkIsOptions('readTree', options, treeNames)
  return decodeFile(
    (bytes) =>
      pipe(
        safetensorsOf(bytes, { maxBytes: options.maxBytes }, true),
        E.chain((file) => treeOf(file, options)),
      ),
    options,
  )(path)
}
