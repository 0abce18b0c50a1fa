import { CsvError, parse } from 'csv-parse/sync'
import type * as E from 'fp-ts/lib/Either.js'
import { ArgumentError, fromRowMajor, type Tensor } from '../../tensor/index.js'
import { formatError, sizeError } from '../bytes.js'
import type { DataError } from '../error.js'
import { attempt, fail } from '../fault.js'
import { excerpt, parseNumber } from './number.js'
import type { Column, Table } from './table.js'

/** What a column holds: numbers, or text. */
export type ColumnType = Column['type']

/** How a CSV text is read. */
export interface CsvOptions {
  /** The character between two fields, `,` unless given. */
  readonly delimiter?: string
  /** Whether the first record names the columns (which it does unless given), or the names; `0`, `1`, ... without. */
  readonly header?: boolean | readonly string[]
  /** What columns hold, by name; a column that is not mentioned holds numbers if all its fields are numbers or missing. */
  readonly types?: Readonly<Record<string, ColumnType>>
  /** The texts that stand for a missing number, read as NaN; none unless given. */
  readonly missing?: readonly string[]
  /** The most fields that are read, 2^26 unless given. */
  readonly maxCells?: number
}

const format = 'csv'

const malformed = (problem: string): never => fail(formatError(format, problem))

/** What the reader of records says, by its codes. */
const problems: ReadonlyMap<string, string> = new Map([
  ['CSV_QUOTE_NOT_CLOSED', 'a quotation is never closed'],
  ['INVALID_OPENING_QUOTE', 'a quotation begins inside a field'],
  ['CSV_INVALID_CLOSING_QUOTE', 'a quotation ends inside a field'],
])

const recordsOf = (text: string, delimiter: string): readonly (readonly string[])[] => {
  try {
    return parse(text, {
      delimiter,
      bom: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      skip_empty_lines: true,
      relax_column_count: true,
    })
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown
    const lines = 'lines' in thrown && typeof thrown.lines === 'number' ? ` on line ${thrown.lines}` : ''
    return malformed(`${problems.get(thrown.code) ?? `the records cannot be told apart (${thrown.code})`}${lines}`)
  }
}

/** Refuses what cannot stand between two fields. */
export const checkDelimiter = (operation: string, delimiter: string): void => {
  if ([...delimiter].length !== 1 || '"\r\n'.includes(delimiter))
    throw new ArgumentError({
      operation,
      problem: `the delimiter ${JSON.stringify(delimiter)} is not one character that may stand between fields`,
    })
}

const checkNames = (names: readonly string[]): void => {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) malformed(`two columns are named ${excerpt(name)}`)
    seen.add(name)
  }
}

const numbersOf = (cells: readonly string[], missing: ReadonlySet<string>): Float64Array | number => {
  const numbers = new Float64Array(cells.length)
  for (let row = 0; row < cells.length; row++) {
    const value = missing.has(cells[row]) ? NaN : parseNumber(cells[row])
    if (value === undefined) return row
    numbers[row] = value
  }
  return numbers
}

const columnOf = (
  name: string,
  cells: readonly string[],
  type: ColumnType | undefined,
  missing: ReadonlySet<string>,
): Column => {
  const numbers = type === 'text' ? 0 : numbersOf(cells, missing)
  if (typeof numbers !== 'number')
    return {
      name,
      type: 'number',
      values: fromRowMajor('float64', [cells.length], numbers) as unknown as Tensor<[number], 'float64'>,
    }
  if (type === 'number')
    malformed(`row ${numbers} (counted from 0) of column ${excerpt(name)} is no number: ${excerpt(cells[numbers])}`)
  return { name, type: 'text', values: cells }
}

/**
 * The table that a CSV text (RFC 4180) holds: fields in double quotes may contain delimiters, line ends and doubled
 * quotes; blank lines are passed over. Numbers are decimals in full, or infinities by name; everything else is text.
 * On the left a FormatError for records of different lengths, quotes out of place, two columns of one name, and a
 * field that is no number in a column of numbers; a SizeError for more fields than allowed. An ArgumentError for a
 * delimiter that is none.
 *
 * @example
 * ```ts
 * import { decodeCsv, tableMatrix } from 'cotangent/data'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const text = 'height,width,name\n1.5,2,"a, b"\n,4,c\n'
 * pipe(
 *   decodeCsv(text, { missing: [''] }),
 *   E.chain((table) => tableMatrix(table, ['height', 'width'])),
 *   E.getOrElseW(() => 'no table'),
 * )
 * // => [[1.5 2. ]
 * //     [nan 4. ]]
 * ```
 */
export const decodeCsv = (text: string, options: CsvOptions = {}): E.Either<DataError, Table> => {
  const { delimiter = ',', header = true, types = {}, missing = [], maxCells = 2 ** 26 } = options
  checkDelimiter('decodeCsv', delimiter)
  return attempt(() => {
    const records = recordsOf(text, delimiter)
    const first = header === true ? 1 : 0
    if (records.length < first) malformed('there is no header')
    const names =
      header === true
        ? records[0]
        : Array.isArray(header)
          ? (header as readonly string[])
          : (records[0] ?? []).map((_, index) => String(index))
    checkNames(names)
    for (const name of Object.keys(types)) if (!names.includes(name)) malformed(`there is no column ${excerpt(name)}`)
    const rows = records.length - first
    if (rows * names.length > maxCells) fail(sizeError(format, `there are more than ${maxCells} fields`))
    for (let row = first; row < records.length; row++)
      if (records[row].length !== names.length)
        malformed(`record ${row} (counted from 0) has ${records[row].length} fields where ${names.length} are due`)
    const missed = new Set(missing)
    const columns = names.map((name, index) => {
      const cells = Array.from({ length: rows }, (_, row) => records[first + row][index])
      return columnOf(name, cells, Object.hasOwn(types, name) ? types[name] : undefined, missed)
    })
    return { rows, columns }
  })
}
