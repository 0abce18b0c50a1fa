import type * as E from 'fp-ts/lib/Either.js'
import { ArgumentError, checkIsOptions, fromRowMajor, type OptionNames, type Tensor } from '../../tensor/index.js'
import { checkLimit, formatError, sizeError } from '../bytes.js'
import type { DataError } from '../error.js'
import { attempt, fail } from '../fault.js'
import { type Records, recordsOf } from './csvRecords.js'
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
  /** The most fields that are read, 2^26 unless given; of fields that are no numbers never more than 2^24. */
  readonly maxCells?: number
}

export const csvNames: OptionNames<CsvOptions> = {
  delimiter: true,
  header: true,
  types: true,
  missing: true,
  maxCells: true,
}

const format = 'csv'

const malformed = (problem: string): never => fail(formatError(format, problem))

/** The most texts: in memory each of them takes tens of bytes, whereas a number takes 8. */
const mostTexts = 2 ** 24

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

/** A column's cells, of which no list is made for as long as they may be numbers. */
interface Cells {
  readonly length: number
  readonly at: (row: number) => string
}

const cellsOf = (records: Records, first: number, column: number): Cells => ({
  length: records.count - first,
  at: (row) => records.field(first + row, column),
})

/** The numbers that cells are, or the first row with none. */
const numbersOf = (cells: Cells, missing: ReadonlySet<string>): Float64Array | number => {
  const numbers = new Float64Array(cells.length)
  for (let row = 0; row < cells.length; row++) {
    const cell = cells.at(row)
    const value = missing.has(cell) ? NaN : parseNumber(cell)
    if (value === undefined) return row
    numbers[row] = value
  }
  return numbers
}

const columnOf = (name: string, cells: Cells, type: ColumnType | undefined, missing: ReadonlySet<string>): Column => {
  const numbers = type === 'text' ? 0 : numbersOf(cells, missing)
  if (typeof numbers !== 'number')
    return {
      name,
      type: 'number',
      values: fromRowMajor('float64', [cells.length], numbers) as unknown as Tensor<[number], 'float64'>,
    }
  if (type === 'number')
    malformed(`row ${numbers} (counted from 0) of column ${excerpt(name)} is no number: ${excerpt(cells.at(numbers))}`)
  return { name, type: 'text', values: Array.from({ length: cells.length }, (_, row) => cells.at(row)) }
}

/**
 * The table that a CSV text (RFC 4180) holds: fields in double quotes may contain delimiters, line ends and doubled
 * quotes; blank lines are passed over. Numbers are decimals in full, or infinities by name; everything else is text.
 * On the left a FormatError for records of different lengths, quotes out of place, two columns of one name, and a
 * field that is no number in a column of numbers; a SizeError for more fields than allowed, or more than 2^20 columns. An
 * ArgumentError for a delimiter or a limit that is none.
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
  checkIsOptions('decodeCsv', options, csvNames)
  const { delimiter = ',', header = true, types = {}, missing = [], maxCells = 2 ** 26 } = options
  checkDelimiter('decodeCsv', delimiter)
  checkLimit('decodeCsv', 'maxCells', maxCells)
  const given = typeof header === 'boolean' ? undefined : header
  const first = header === true ? 1 : 0
  return attempt(() => {
    const records = recordsOf(text, { delimiter, width: given?.length, headers: first, maxCells })
    if (records.count < first) malformed('there is no header')
    const names =
      given ??
      Array.from({ length: records.width }, (_, column) => (header ? records.field(0, column) : String(column)))
    checkNames(names)
    for (const name of Object.keys(types)) if (!names.includes(name)) malformed(`there is no column ${excerpt(name)}`)
    const rows = records.count - first
    const missed = new Set(missing)
    let texts = 0
    const columns = names.map((name, index) => {
      const type = Object.hasOwn(types, name) ? types[name] : undefined
      const column = columnOf(name, cellsOf(records, first, index), type, missed)
      texts += column.type === 'text' ? rows : 0
      if (texts > mostTexts) fail(sizeError(format, `there are more than ${mostTexts} fields that are no numbers`))
      return column
    })
    return { rows, columns }
  })
}
