import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { constantOf } from '../graph/index.js'
import {
  type AnyTensor,
  ArgumentError,
  checkIsOptions,
  type DType,
  type OptionNames,
  rowMajor,
  ShapeError,
  type Tensor,
  written,
} from '../tensor/index.js'
import { chunk, formatError, joined, limitOf, unsigned } from './bytes.js'
import {
  bytesOfElements,
  checkAxes,
  type DecodeOptions,
  decodeNames,
  extentOf,
  type FileTensor,
  tensorOf,
} from './elements.js'
import type { DataError } from './error.js'
import { decodeFile } from './files.js'
import { gunzip, isGzip } from './gzip.js'
import { writeAtomically } from './write.js'

/** The element types of IDX files, by the number in the third byte. */
const types = [
  { code: 0x08, name: 'uint8', kind: 'u1', array: Uint8Array },
  { code: 0x09, name: 'int8', kind: 'i1', array: Int8Array },
  { code: 0x0b, name: 'int16', kind: 'i2', array: Int16Array },
  { code: 0x0c, name: 'int32', kind: 'i4', array: Int32Array },
  { code: 0x0d, name: 'float32', kind: 'f4', array: Float32Array },
  { code: 0x0e, name: 'float64', kind: 'f8', array: Float64Array },
] as const

/** The element types that IDX files have, by name. */
export type IdxElements = (typeof types)[number]['name']

const format = 'idx'

/** `0, 0, type, rank`, the extents as unsigned numbers of 4 bytes, the elements: all big-endian, row-major, to the end. */
const decode = <D extends DType>(
  bytes: Uint8Array,
  limit: number,
  dtype: D | undefined,
  owned: boolean,
): E.Either<DataError, FileTensor<D>> =>
  pipe(
    E.Do,
    E.bind('head', () => chunk(format, bytes, 0, 4, 'the magic number')),
    E.bind('kind', ({ head }) => {
      const kind = types.find(({ code }) => code === head[2])?.kind
      return head[0] !== 0 || head[1] !== 0
        ? E.left(formatError(format, 'the first two bytes are not 0', 0))
        : kind === undefined
          ? E.left(formatError(format, `there is no element type ${head[2]}`, 2))
          : E.right(kind)
    }),
    E.bind('shape', ({ head }) =>
      E.sequenceArray(Array.from({ length: head[3] }, (_, axis) => unsigned(format, bytes, 4 + 4 * axis, 4, 'big'))),
    ),
    E.bind('length', ({ shape, kind }) => extentOf(format, shape, kind, limit, dtype)),
    E.bind('rest', ({ shape }) => E.right(bytes.subarray(4 + 4 * shape.length))),
    E.filterOrElse(
      ({ length, rest }) => rest.length === length,
      ({ shape, length, rest }) =>
        formatError(format, `the shape [${shape.join(', ')}] takes ${length} bytes, and ${rest.length} are there`),
    ),
    E.chain(({ shape, kind, rest }) => tensorOf({ format, shape, kind, order: 'big', bytes: rest, owned }, dtype)),
  )

const unpacked =
  <D extends DType>({ maxBytes, dtype }: DecodeOptions<D>, owned: boolean) =>
  (bytes: Uint8Array): E.Either<DataError, FileTensor<D>> => {
    const limit = limitOf('decodeIdx', { maxBytes })
    return isGzip(bytes)
      ? pipe(
          gunzip(bytes, { maxBytes }),
          E.chain((inner) => decode(inner, limit, dtype, true)),
        )
      : decode(bytes, limit, dtype, owned)
  }

/**
 * The tensor in the bytes of an IDX file (the format of the MNIST digits), packed by gzip or not. Integers shorter than
 * int32 become int32; `dtype` asks for another. On the left a FormatError (another magic number, missing or extra bytes,
 * gzip's checksum), or a SizeError past `maxBytes`.
 *
 * @example
 * ```ts
 * import { decodeIdx } from 'cotangent/data'
 *
 * decodeIdx(Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 3, 7, 0, 255))
 * // => { _tag: 'Right', right: [[  7   0 255]] }
 * ```
 */
export const decodeIdx = <D extends DType = DType>(
  bytes: Uint8Array,
  options: DecodeOptions<D> = {},
): E.Either<DataError, FileTensor<D>> => {
  checkIsOptions('decodeIdx', options, decodeNames)
  return unpacked(options, false)(bytes)
}

/**
 * The tensor in an IDX file, packed by gzip or not, as `decodeIdx` reads it.
 *
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { tensor } from 'cotangent'
 * import { readIdx, writeIdx } from 'cotangent/data'
 *
 * const path = join(await mkdtemp(join(tmpdir(), 'cotangent-')), 'labels-idx1-ubyte')
 * await writeIdx(path, tensor([3, 1, 4], { dtype: 'int32' }), { elements: 'uint8' })()
 * await readIdx(path, { dtype: 'float32' })() // => { _tag: 'Right', right: [3. 1. 4.] }
 * ```
 */
export const readIdx = <D extends DType = DType>(
  path: string,
  options: DecodeOptions<D> = {},
): TaskEither<DataError, FileTensor<D>> => {
  checkIsOptions('readIdx', options, decodeNames)
  return decodeFile(unpacked(options, true), options)(path)
}

/** How a tensor is written as IDX. */
export interface IdxOptions {
  /** The type of the elements in the file: the tensor's own where left out, uint8 for bools. */
  readonly elements?: IdxElements
}

const optionNames: OptionNames<IdxOptions> = { elements: true }

/**
 * A tensor as the bytes of an IDX file. An ArgumentError where an element is none of the type asked for, exactly; a
 * ShapeError for more than 64 axes, or one of 2^32 and more.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { encodeIdx } from 'cotangent/data'
 *
 * encodeIdx(tensor([7, 255], { dtype: 'int32' }), { elements: 'uint8' })
 * // => Uint8Array(10) [
 * //      0, 0, 8, 1,   0,
 * //      0, 0, 2, 7, 255
 * //    ]
 * ```
 */
export const encodeIdx = (tensor: AnyTensor, options: IdxOptions = {}): Uint8Array => {
  checkIsOptions('encodeIdx', options, optionNames)
  const { elements } = options
  const operation = 'encodeIdx'
  const constant = constantOf(operation, tensor as Tensor)
  const { shape, dtype } = constant
  checkAxes(operation, constant)
  if (shape.some((extent) => extent >= 2 ** 32))
    throw new ShapeError({ operation, operands: [constant], problem: 'IDX has no axes of 2^32 and more' })
  const name: IdxElements = elements ?? (dtype === 'bool' ? 'uint8' : dtype)
  const type = types.find((each) => each.name === name)
  if (type === undefined)
    throw new ArgumentError({
      operation,
      problem: `there are no elements ${written(name)}`,
      remedy: `Use ${types.map((each) => each.name).join(', ')}`,
    })
  const values = rowMajor(constant)
  const stored = new type.array(values)
  const wrong = stored.findIndex((element: number, index: number) => !Object.is(element, values[index]))
  if (wrong >= 0)
    throw new ArgumentError({
      operation,
      operands: [constant],
      problem: `element ${wrong} (${values[wrong]}) is no ${name} exactly`,
      remedy: 'Round it, or leave `elements` out',
    })
  const head = new DataView(new ArrayBuffer(4 + 4 * shape.length))
  head.setUint8(2, type.code)
  head.setUint8(3, shape.length)
  for (const [axis, extent] of shape.entries()) head.setUint32(4 + 4 * axis, extent)
  return joined([new Uint8Array(head.buffer), bytesOfElements(stored, 'big')])
}

/**
 * Writes a tensor as an IDX file, in one step; what `encodeIdx` throws.
 *
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { eye } from 'cotangent'
 * import { readIdx, writeIdx } from 'cotangent/data'
 *
 * const path = join(await mkdtemp(join(tmpdir(), 'cotangent-')), 'eye.idx')
 * await writeIdx(path, eye(2))()
 * await readIdx(path)()
 * // => {
 * //      _tag: 'Right',
 * //      right: [[1. 0.]
 * //       [0. 1.]]
 * //    }
 * ```
 */
export const writeIdx = (path: string, tensor: AnyTensor, options?: IdxOptions): TaskEither<DataError, void> => {
  checkIsOptions('writeIdx', options, optionNames)
  return writeAtomically(path, encodeIdx(tensor, options))
}
