import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { constantOf } from '../graph/index.js'
import {
  type AnyTensor,
  checkIsOptions,
  type DType,
  rowMajor,
  rowMajorStrides,
  type Tensor,
  view,
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
import { type ArrayType, arrayTypeOf, headerOf } from './npyHeader.js'
import { writeAtomically } from './write.js'

const format = 'npy'

const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59)

/** More than any header of numbers takes: there are no more than 64 axes. */
const longestHeader = 2 ** 16

/** Where the elements begin, and what they are. */
const preamble = (bytes: Uint8Array): E.Either<DataError, ArrayType & { readonly start: number }> =>
  pipe(
    E.Do,
    E.bind('head', () => chunk(format, bytes, 0, 8, 'the beginning')),
    E.filterOrElse(
      ({ head }) => magic.every((byte, at) => head[at] === byte),
      () => formatError(format, 'the magic number is missing', 0),
    ),
    E.bind('version', ({ head }) =>
      head[6] >= 1 && head[6] <= 3 && head[7] === 0
        ? E.right(head[6])
        : E.left(formatError(format, `there is no version ${head[6]}.${head[7]}`, 6)),
    ),
    E.bind('width', ({ version }) => E.right<DataError, 2 | 4>(version === 1 ? 2 : 4)),
    E.bind('length', ({ width }) => unsigned(format, bytes, 8, width, 'little')),
    E.filterOrElse(
      ({ length }) => length <= longestHeader,
      ({ length }) => formatError(format, `a header of ${length} bytes is more than ${longestHeader}`, 8),
    ),
    E.bind('header', ({ width, length }) => chunk(format, bytes, 8 + width, length, 'the header')),
    E.bind('type', ({ header, version }) =>
      arrayTypeOf(new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(header)),
    ),
    E.map(({ type, width, length }) => ({ ...type, start: 8 + width + length })),
  )

/** As `decodeNpy`, within a limit; where the bytes are `owned`, that is nobody else's, the tensor may share them. */
export const npyOf = <D extends DType>(
  bytes: Uint8Array,
  dtype: D | undefined,
  limit: number,
  owned: boolean,
): E.Either<DataError, FileTensor<D>> =>
  pipe(
    preamble(bytes),
    E.bindTo('type'),
    E.bind('length', ({ type }) => extentOf(format, type.shape, type.kind, limit, dtype)),
    E.bind('rest', ({ type }) => E.right(bytes.subarray(type.start))),
    E.filterOrElse(
      ({ length, rest }) => rest.length === length,
      ({ type, length, rest }) =>
        formatError(
          format,
          `the shape [${type.shape.join(', ')}] takes ${length} bytes, and ${rest.length} are there`,
          type.start,
        ),
    ),
    E.chain(({ type: { shape, kind, order, columns }, rest }) => {
      const stored = columns ? shape.toReversed() : shape
      return pipe(
        tensorOf({ format, shape: stored, kind, order, bytes: rest, owned }, dtype),
        // Column by column, it is the transpose that lies there row by row.
        E.map((tensor) => (columns ? view(tensor, [...shape], rowMajorStrides(stored).toReversed(), 0) : tensor)),
      )
    }),
  )

/**
 * The tensor in the bytes of a NumPy file (`np.save`), in rows or columns (Fortran's order), of either byte order.
 * Float16 becomes float32, and integers become int32 or float64 where those hold them exactly, or what `dtype` asks for;
 * an UnsupportedError otherwise, and for records, objects (which NumPy pickles; nothing is ever run), text, dates and
 * complex numbers. A FormatError for a header that is not NumPy's, and for missing or extra bytes; a SizeError past
 * `maxBytes`.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { decodeNpy, encodeNpy } from 'cotangent/data'
 *
 * decodeNpy(encodeNpy(tensor([[1, 2, 3]]))) // => { _tag: 'Right', right: [[1. 2. 3.]] }
 * decodeNpy(encodeNpy(tensor([true, false])), { dtype: 'float32' }) // => { _tag: 'Right', right: [1. 0.] }
 * ```
 */
export const decodeNpy = <D extends DType = DType>(
  bytes: Uint8Array,
  options: DecodeOptions<D> = {},
): E.Either<DataError, FileTensor<D>> => {
  checkIsOptions('decodeNpy', options, decodeNames)
  return npyOf(bytes, options.dtype, limitOf('decodeNpy', options), false)
}

/**
 * The tensor in a NumPy file, as `decodeNpy` reads it; it shares the memory that the file was read to where the elements
 * are as a tensor has them.
 *
 * @example
 * ```ts
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { readNpy } from 'cotangent/data'
 *
 * isLeft(await readNpy('no/such.npy')()) // => true
 * ```
 */
export const readNpy = <D extends DType = DType>(
  path: string,
  options: DecodeOptions<D> = {},
): TaskEither<DataError, FileTensor<D>> => {
  checkIsOptions('readNpy', options, decodeNames)
  return decodeFile((bytes) => npyOf(bytes, options.dtype, limitOf('readNpy', options), true), options)(path)
}

/** A file's parts: its beginning and the elements, which are not copied. */
export const npyParts = (operation: string, tensor: AnyTensor): readonly Uint8Array[] => {
  const constant = constantOf(operation, tensor as Tensor)
  checkAxes(operation, constant)
  const header = headerOf(constant)
  return [joined([magic, header]), bytesOfElements(rowMajor(constant))]
}

/**
 * A tensor as the bytes of a NumPy file (version 1.0), in row-major order: float64, float32, int32 or bool. A ShapeError
 * for more axes than NumPy allows (64).
 *
 * @example
 * ```ts
 * import { arange } from 'cotangent'
 * import { encodeNpy } from 'cotangent/data'
 *
 * const bytes = encodeNpy(arange(3))
 * bytes.length // => 152
 * Buffer.from(bytes.subarray(10, 69)).toString()
 * // => "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }  "
 * ```
 */
export const encodeNpy = (tensor: AnyTensor): Uint8Array => joined(npyParts('encodeNpy', tensor))

/**
 * Writes a tensor as a NumPy file, in one step.
 *
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { linspace } from 'cotangent'
 * import { readNpy, writeNpy } from 'cotangent/data'
 *
 * const path = join(await mkdtemp(join(tmpdir(), 'cotangent-')), 'points.npy')
 * await writeNpy(path, linspace(0, 1, 3))()
 * await readNpy(path)() // => { _tag: 'Right', right: [0.  0.5 1. ] }
 * ```
 */
export const writeNpy = (path: string, tensor: AnyTensor): TaskEither<DataError, void> =>
  writeAtomically(path, npyParts('writeNpy', tensor))
