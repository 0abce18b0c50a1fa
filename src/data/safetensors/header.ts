import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type DType, type Shape, sizeOf } from '../../tensor/index.js'
import { chunk, formatError, sizeError, unsigned, unsupported } from '../bytes.js'
import { extentOf, heldWidth, type Kind } from '../elements.js'
import type { DataError } from '../error.js'
import { type Json, parseJson } from './json.js'

export const format = 'safetensors'

/** The key of the header that is no tensor's name. */
export const metadataKey = '__metadata__'

/** What the format allows: no header is longer. */
export const longestHeader = 100_000_000

/** A tensor as the header describes it. */
export interface Described {
  readonly name: string
  readonly kind: Kind
  readonly shape: Shape
  /** Where its bytes lie behind the header. */
  readonly begin: number
  readonly end: number
}

/** A header, and where it ends. */
export interface Header {
  readonly tensors: readonly Described[]
  readonly metadata: ReadonlyMap<string, string>
  readonly start: number
}

const kinds: ReadonlyMap<string, Kind> = new Map([
  ['BOOL', 'bool'],
  ['U8', 'u1'],
  ['I8', 'i1'],
  ['U16', 'u2'],
  ['I16', 'i2'],
  ['F16', 'f2'],
  ['BF16', 'b2'],
  ['U32', 'u4'],
  ['I32', 'i4'],
  ['F32', 'f4'],
  ['U64', 'u8'],
  ['I64', 'i8'],
  ['F64', 'f8'],
])

const wrong = (problem: string): E.Either<DataError, never> => E.left(formatError(format, problem))

const isMap = (json: Json | undefined): json is ReadonlyMap<string, Json> => json instanceof Map

const isNumbers = (json: Json | undefined): json is readonly number[] =>
  Array.isArray(json) && json.every((each) => Number.isSafeInteger(each) && each >= 0 && !Object.is(each, -0))

const described = (
  [name, entry]: readonly [string, Json],
  limit: number,
  dtype: DType | undefined,
): E.Either<DataError, Described> => {
  const shown = JSON.stringify(name)
  if (!isMap(entry)) return wrong(`${shown} is described by no object`)
  const [type, shape, offsets] = ['dtype', 'shape', 'data_offsets'].map((key) => entry.get(key))
  if (entry.size !== 3 || typeof type !== 'string' || !isNumbers(shape) || !isNumbers(offsets) || offsets.length !== 2)
    return wrong(`${shown} is not described by dtype, shape and data_offsets, and nothing else`)
  const kind = kinds.get(type)
  if (kind === undefined)
    return E.left(unsupported(format, `${shown} has elements of the type ${JSON.stringify(type)}`))
  const [begin, end] = offsets
  return pipe(
    extentOf(format, shape, kind, limit, dtype),
    E.filterOrElse(
      (length) => end - begin === length,
      (length) => formatError(format, `${shown} takes ${length} bytes, and is said to lie from ${begin} to ${end}`),
    ),
    E.map(() => ({ name, kind, shape, begin, end })),
  )
}

const strings = (json: Json | undefined): E.Either<DataError, ReadonlyMap<string, string>> => {
  if (json === undefined) return E.right(new Map())
  if (!isMap(json)) return wrong(`${metadataKey} is no object`)
  const entries = [...json].flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : []))
  return entries.length === json.size ? E.right(new Map(entries)) : wrong(`${metadataKey} has more than strings`)
}

/** Whether the tensors lie one behind the other, from the header to the end: no gap hides anything, nothing is shared. */
const contiguous = (tensors: readonly Described[], length: number): E.Either<DataError, readonly Described[]> => {
  let at = 0
  for (const { name, begin, end } of tensors.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at) return wrong(`${JSON.stringify(name)} begins at ${begin}, and what lies before it ends at ${at}`)
    at = end
  }
  return at === length ? E.right(tensors) : wrong(`the tensors end at ${at}, the file at ${length}`)
}

/** Whether the tensors of all entries are within the limit together. */
const within = (
  tensors: readonly Described[],
  limit: number,
  dtype: DType | undefined,
): E.Either<DataError, readonly Described[]> => {
  const total = tensors.reduce((sum, { shape, kind }) => sum + sizeOf(shape) * heldWidth(kind, dtype), 0)
  return total > limit
    ? E.left(sizeError(format, `the tensors take ${total} bytes, more than ${limit}`))
    : E.right(tensors)
}

const textOf = (bytes: Uint8Array): E.Either<DataError, string> =>
  E.tryCatch(
    () => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
    () => formatError(format, 'the header is no UTF-8', 8),
  )

/** The header of a file: its length in 8 bytes, little-endian, and JSON that begins with a brace. */
export const headerOf = (bytes: Uint8Array, limit: number, dtype: DType | undefined): E.Either<DataError, Header> =>
  pipe(
    E.Do,
    E.bind('length', () => unsigned(format, bytes, 0, 8, 'little')),
    E.filterOrElse(
      ({ length }) => length <= longestHeader,
      ({ length }) => formatError(format, `a header of ${length} bytes is more than ${longestHeader}`, 0),
    ),
    E.bind('text', ({ length }) => pipe(chunk(format, bytes, 8, length, 'the header'), E.chain(textOf))),
    E.bind('json', ({ text }) =>
      text.startsWith('{')
        ? pipe(
            parseJson(text),
            E.mapLeft(({ problem, place }) => formatError(format, `the header is no JSON: ${problem} (at ${place})`)),
          )
        : wrong('the header does not begin with a brace'),
    ),
    E.bind('entries', ({ json }) => (isMap(json) ? E.right(json) : wrong('the header is no object'))),
    E.bind('metadata', ({ entries }) => strings(entries.get(metadataKey))),
    E.bind('tensors', ({ entries, length }) =>
      pipe(
        [...entries].filter(([name]) => name !== metadataKey),
        E.traverseArray((entry) => described(entry, limit, dtype)),
        E.chain((tensors) => within(tensors, limit, dtype)),
        E.chain((tensors) => contiguous(tensors, bytes.length - 8 - length)),
      ),
    ),
    E.map(({ tensors, metadata, length }) => ({ tensors, metadata, start: 8 + length })),
  )
