import * as E from 'fp-ts/lib/Either.js'
import type { DataTree, Image, Json, Table } from '../src/data/index.js'
import { flatten, showStructure } from '../src/tensor/index.js'
import { unequal } from './equality.js'
import { differing, type Law, law, type Violation } from './law.js'

/** A way to write values, and to read them again. */
export interface TextCodec<A, T> {
  readonly encode: (value: A) => T
  /** May ask the value how it is to be read, as the types of a table's columns. */
  readonly decode: (encoded: T, value: A) => E.Either<unknown, A>
}

/** decode(encode(a)) = a, by the differences that matter. */
const roundTrip = <A, T>(
  name: string,
  { encode, decode }: TextCodec<A, T>,
  differences: (found: A, expected: A) => readonly Violation[],
): Law<[A]> =>
  law(name, 'decode(encode(a)) = a', (value: A) => {
    const decoded = decode(encode(value), value)
    return E.isRight(decoded)
      ? differences(decoded.right, value)
      : [{ what: 'what is read again', found: JSON.stringify(decoded.left), expected: 'a value' }]
  })

/** What tells two tables apart: names, types, and every field (NaN the same as NaN). */
const unequalTables = (found: Table, expected: Table): readonly Violation[] => {
  const outline = ({ rows, columns }: Table): string =>
    JSON.stringify([rows, columns.map(({ name, type }) => [name, type])])
  const outlines = differing('the outline', outline(found), outline(expected))
  return outlines.length > 0
    ? outlines
    : expected.columns.flatMap((column, index) => {
        const other = found.columns[index]
        return column.type === 'number' && other.type === 'number'
          ? unequal(`column ${index}`, [other.values], [column.values])
          : differing(`column ${index}`, JSON.stringify(other.values), JSON.stringify(column.values))
      })
}

/** A table written as CSV and read again, its columns' types known, is the same table. */
export const tables = (codec: TextCodec<Table, string>): Law<[Table]> =>
  roundTrip('tables through CSV', codec, unequalTables)

/** Two values of JSON as texts that tell apart all that JSON can: the order of keys and the sign of zero as well. */
const canonical = (value: Json): string =>
  typeof value === 'number'
    ? `${Object.is(value, -0) ? '-' : ''}${value}`
    : typeof value !== 'object' || value === null
      ? JSON.stringify(value)
      : Object.entries(value)
          .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`)
          .join(Array.isArray(value) ? ';' : ',')
          .replace(/^.*$/s, Array.isArray(value) ? '[$&]' : '{$&}')

/** A value written as JSON and read again is the same value. */
export const values = (codec: TextCodec<Json, string>): Law<[Json]> =>
  roundTrip('values through JSON', codec, (found, expected) =>
    differing('the value', canonical(found), canonical(expected)),
  )

/** A tree written as JSON and read again has the same structure, and leaves of the same dtypes, shapes and bits. */
export const trees = (codec: TextCodec<DataTree, string>): Law<[DataTree]> =>
  roundTrip('trees through JSON', codec, (found, expected) => {
    const [leaves, structure] = flatten('laws', found)
    const [others, other] = flatten('laws', expected)
    const structures = differing('the structure', showStructure(structure), showStructure(other))
    return structures.length > 0 ? structures : unequal('leaf', leaves, others)
  })

/** An image of whole numbers from 0 to 255 written as PNG and read again is the same image. */
export const images = (codec: TextCodec<Image, Uint8Array>): Law<[Image]> =>
  roundTrip('images through PNG', codec, (found, expected) => unequal('the image', [found], [expected]))
