import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import { toTypedArray } from '../../graph/index.js'
import {
  allocate,
  checkIsOptions,
  type DType,
  dtypes,
  flatten,
  fromRowMajor,
  recordOf,
  type Structure,
  type Tensor,
  unflatten,
} from '../../tensor/index.js'
import { formatError, type ReadOptions, readNames, sizeError, unsupported } from '../bytes.js'
import { mostAxes } from '../elements.js'
import type { DataError } from '../error.js'
import { attempt, fail } from '../fault.js'
import { decodeFile } from '../files.js'
import { writeAtomically } from '../write.js'
import { decodeJson, encodeJson, isList, type Json, type JsonOptions, jsonNames } from './json.js'
import { excerpt } from './number.js'
import { bytesOfText, textOf } from './utf8.js'

/** Tensors in lists and records, as a file has them. */
export type DataTree = Tensor | readonly DataTree[] | { readonly [key: string]: DataTree }

type JsonRecord = { readonly [key: string]: Json }

/** What JSON has no number for. */
const named: ReadonlyMap<Json, number> = new Map<Json, number>([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
])

const malformed = (path: string, problem: string): never =>
  fail(formatError('json', path === '' ? problem : `at ${path}, ${problem}`))

const elementOf = (dtype: DType, value: Json, path: string): number => {
  if (dtype === 'bool') return typeof value === 'boolean' ? Number(value) : malformed(path, 'an element is no boolean')
  const element = typeof value === 'number' ? value : named.get(value)
  if (element === undefined) return malformed(path, 'an element is no number')
  if (dtype === 'int32' && (element | 0) !== element) return malformed(path, 'an element is no int32')
  return element
}

const filled = (dtype: DType, shape: readonly number[], elements: readonly Json[], path: string): Tensor => {
  if (shape.length > mostAxes) fail(unsupported('json', `${shape.length} axes are more than ${mostAxes}`))
  const data = allocate(dtype, elements.length)
  for (let at = 0; at < elements.length; at++) data[at] = elementOf(dtype, elements[at], path)
  return fromRowMajor(dtype, shape, data)
}

/** The record that stands for a tensor: no tree has strings, so it is taken for nothing else. */
const written = (tensor: Tensor): Json => ({ ...recordOf(tensor.dtype, tensor.shape, toTypedArray(tensor)) })

const isWritten = (record: JsonRecord): boolean => Object.hasOwn(record, 'dtype') && typeof record.dtype === 'string'

const read = (record: JsonRecord, path: string): Tensor => {
  const dtype = dtypes.find((each) => each === record.dtype)
  const { shape, data } = record
  if (dtype === undefined) return malformed(path, `there is no dtype ${excerpt(String(record.dtype))}`)
  if (!Object.hasOwn(record, 'shape') || !isList(shape) || !shape.every((extent) => isExtent(extent)))
    return malformed(path, 'the shape is no list of lengths')
  if (!Object.hasOwn(record, 'data') || !isList(data)) return malformed(path, 'the elements are no list')
  if (Object.keys(record).length !== 3) return malformed(path, 'a tensor has no more than dtype, shape and data')
  // Infinity at most, which is no length of a list.
  const size = shape.reduce<number>((product, extent) => product * Number(extent), 1)
  if (size !== data.length)
    return malformed(path, `the shape [${shape.join(', ')}] takes ${size} elements, not ${data.length}`)
  // Without the sign that a zero may have.
  return filled(
    dtype,
    shape.map((extent) => Math.abs(Number(extent))),
    data,
    path,
  )
}

const isExtent = (value: Json): boolean => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

/**
 * For the lists of a value in the order in which they begin, how many lists there are up to the end of each, counted if it
 * is made of lists, numbers and booleans alone, and not of empty lists alone: a tensor, then; 0 if not. One pass for all
 * of them: asked list by list, each would be gone through again for all that it lies in.
 */
const tensorEnds = (value: Json): readonly number[] => {
  const ends: number[] = []
  const visit = (node: Json): boolean => {
    if (typeof node !== 'object' || node === null) return typeof node === 'number' || typeof node === 'boolean'
    if (!isList(node)) {
      // In the order in which the tree is made.
      if (!isWritten(node)) for (const key of Object.keys(node).sort()) visit(node[key])
      return false
    }
    const index = ends.push(0) - 1
    let isTensor = node.length > 0
    for (const item of node) isTensor = visit(item) && isTensor
    if (isTensor) ends[index] = ends.length
    return isTensor
  }
  visit(value)
  return ends
}

const nested = (list: readonly Json[], path: string): Tensor => {
  const shape: number[] = []
  for (let level: Json = list; isList(level); level = level[0]) shape.push(level.length)
  const elements: Json[] = []
  const visit = (level: Json, axis: number): void => {
    if (isList(level) ? level.length !== shape[axis] : axis !== shape.length)
      malformed(path, 'the lists of one depth have different lengths')
    if (isList(level)) for (const item of level) visit(item, axis + 1)
    else elements.push(level)
  }
  visit(list, 0)
  return filled(typeof elements[0] === 'boolean' ? 'bool' : 'float64', shape, elements, path)
}

/** The most tensors, lists and records of a tree: each is an object of its own, whereas elements are bytes. */
const mostNodes = 2 ** 20

const treeOf = (value: Json, path: string): readonly [leaves: readonly Tensor[], structure: Structure] => {
  const leaves: Tensor[] = []
  const ends = tensorEnds(value)
  let lists = 0
  let nodes = 0
  const leaf = (tensor: Tensor): Structure => {
    leaves.push(tensor)
    return { _tag: 'Leaf' }
  }
  const visit = (node: Json, at: string): Structure => {
    if (++nodes > mostNodes) fail(sizeError('json', `there are more than ${mostNodes} tensors, lists and records`))
    if (typeof node === 'number' || typeof node === 'boolean')
      return leaf(filled(typeof node === 'boolean' ? 'bool' : 'float64', [], [node], at))
    if (typeof node !== 'object' || node === null)
      return malformed(at, `${node === null ? 'null' : 'a text'} is neither a tensor nor made of tensors`)
    if (isList(node)) {
      const end = ends[lists++]
      if (end === 0) return { _tag: 'List', items: node.map((item, index) => visit(item, `${at}[${index}]`)) }
      lists = end
      return leaf(nested(node, at))
    }
    if (isWritten(node)) return leaf(read(node, at))
    const keys = Object.keys(node).sort()
    return { _tag: 'Record', keys, items: keys.map((key) => visit(node[key], `${at}.${key}`)) }
  }
  const structure = visit(value, path)
  return [leaves, structure]
}

/**
 * The tree that a JSON text holds: records and lists of tensors. A tensor is what `encodeJsonTree` writes,
 * `{"dtype": "int32", "shape": [2], "data": [1, 2]}`, elements in row-major order; or plain nested lists of numbers
 * (float64) or booleans (bool), which must be rectangular. An empty list is a list of no tensors. On the left a
 * FormatError that names the place of what is neither, a SizeError for what is nested too deep or has too many values or
 * more than 2^20 tensors, an UnsupportedError for more than 64 axes. Keys are data: a record with a key `__proto__` has
 * that key and no other prototype.
 *
 * @example
 * ```ts
 * import { decodeJsonTree } from 'cotangent/data'
 * import { isLeft } from 'fp-ts/lib/Either.js'
 *
 * decodeJsonTree('{"bias": [1, 2]}') // => { _tag: 'Right', right: { bias: [1. 2.] } }
 * isLeft(decodeJsonTree('{"bias": [1, [2]]}')) // => true
 * ```
 */
export const decodeJsonTree = (text: string, options: JsonOptions = {}): E.Either<DataError, DataTree> => {
  checkIsOptions('decodeJsonTree', options, jsonNames)
  return pipe(
    decodeJson(text, options),
    E.chain((value) =>
      attempt(() => {
        const [leaves, structure] = treeOf(value, '')
        return unflatten(structure, leaves) as DataTree
      }),
    ),
  )
}

/**
 * A tree of tensors as JSON, every tensor with its dtype and shape; reading it gives the tree again, bit for bit (NaN
 * the same as NaN). A TreeError where a leaf is no tensor.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { encodeJsonTree } from 'cotangent/data'
 *
 * encodeJsonTree([tensor([1.5, -0])]) // => '[{"dtype":"float64","shape":[2],"data":[1.5,-0]}]'
 * ```
 */
export const encodeJsonTree = (tree: DataTree): string => {
  const [leaves, structure] = flatten('encodeJsonTree', tree)
  return encodeJson(unflatten(structure, leaves.map(written)) as Json)
}

/**
 * The tree in a JSON file, as `decodeJsonTree` reads it; a SystemError on the left where the file cannot be read, a
 * SizeError for one of more than `maxBytes`.
 *
 * @example
 * ```ts
 * import { readJsonTree } from 'cotangent/data'
 * import { isLeft } from 'fp-ts/lib/Either.js'
 *
 * isLeft(await readJsonTree('no/such/file.json')()) // => true
 * ```
 */
export const readJsonTree = (
  path: string,
  options: JsonOptions & ReadOptions = {},
): TE.TaskEither<DataError, DataTree> => {
  checkIsOptions('readJsonTree', options, { ...jsonNames, ...readNames })
  const { maxBytes, ...own } = options
  return decodeFile(
    (bytes) =>
      pipe(
        textOf('json', bytes),
        E.chain((text) => decodeJsonTree(text, own)),
      ),
    { maxBytes },
  )(path)
}

/**
 * Writes a tree of tensors to a JSON file in one step, a line; a SystemError on the left where it cannot be written.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { writeJsonTree } from 'cotangent/data'
 * import { isLeft } from 'fp-ts/lib/Either.js'
 *
 * isLeft(await writeJsonTree('no/such/folder/x.json', { x: tensor([1]) })()) // => true
 * ```
 */
export const writeJsonTree = (path: string, tree: DataTree): TE.TaskEither<DataError, void> =>
  writeAtomically(path, bytesOfText(`${encodeJsonTree(tree)}\n`))
