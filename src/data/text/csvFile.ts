import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import { toTypedArray } from '../../graph/index.js'
import { ArgumentError, checkIsOptions, type OptionNames, showNumber } from '../../tensor/index.js'
import { type ReadOptions, readNames } from '../bytes.js'
import type { DataError } from '../error.js'
import { decodeFile } from '../files.js'
import { writeAtomically } from '../write.js'
import { type CsvOptions, checkDelimiter, csvNames, decodeCsv } from './csv.js'
import type { Column, Table } from './table.js'
import { bytesOfText, textOf } from './utf8.js'

/** How a table is written as CSV. */
export interface CsvWriteOptions {
  /** The character between two fields, `,` unless given. */
  readonly delimiter?: string
  /** Whether the first record names the columns; it does unless given. */
  readonly header?: boolean
  /** The text for a number that is NaN, `NaN` unless given. */
  readonly missing?: string
}

const optionNames: OptionNames<CsvWriteOptions> = { delimiter: true, header: true, missing: true }

/** Quoted where it would be read as something else: what is inside quotes is taken as it is. */
const field = (text: string, delimiter: string): string =>
  text === '' || text.includes(delimiter) || /["\r\n\uFEFF]|^\s|\s$/.test(text)
    ? `"${text.replaceAll('"', '""')}"`
    : text

const cellsOf = (column: Column, missing: string): readonly string[] =>
  column.type === 'text'
    ? column.values
    : Array.from(toTypedArray(column.values), (value) => (Number.isNaN(value) ? missing : showNumber(value)))

/**
 * A table as CSV (RFC 4180), a record a line: numbers as the shortest decimals that are read as the same ones, texts in
 * quotes where they need them. Read again with the same options and the columns' types it is the same table. An
 * ArgumentError for columns whose lengths differ, and for a delimiter that is none.
 *
 * @example
 * ```ts
 * import { encodeCsv } from 'cotangent/data'
 *
 * encodeCsv({ rows: 2, columns: [{ name: 'said', type: 'text', values: ['a, b', 'c'] }] }) // => 'said\n"a, b"\nc\n'
 * ```
 */
export const encodeCsv = (table: Table, options: CsvWriteOptions = {}): string => {
  checkIsOptions('encodeCsv', options, optionNames)
  const { delimiter = ',', header = true, missing = 'NaN' } = options
  checkDelimiter('encodeCsv', delimiter)
  const columns = table.columns.map((column) => {
    const cells = cellsOf(column, missing)
    if (cells.length !== table.rows)
      throw new ArgumentError({
        operation: 'encodeCsv',
        problem: `column ${JSON.stringify(column.name)} has ${cells.length} rows where the table has ${table.rows}`,
      })
    return cells
  })
  const line = (cells: readonly string[]): string => `${cells.map((cell) => field(cell, delimiter)).join(delimiter)}\n`
  const rows = Array.from({ length: table.rows }, (_, row) => line(columns.map((cells) => cells[row])))
  return `${header ? line(table.columns.map(({ name }) => name)) : ''}${rows.join('')}`
}

/**
 * The table in a CSV file, as `decodeCsv` reads it; a SystemError on the left where the file cannot be read, a SizeError
 * for one of more than `maxBytes`.
 *
 * @example
 * ```ts
 * import { readCsv } from 'cotangent/data'
 * import { isLeft } from 'fp-ts/lib/Either.js'
 *
 * isLeft(await readCsv('no/such/file.csv', { delimiter: ';' })()) // => true
 * ```
 */
export const readCsv = (path: string, options: CsvOptions & ReadOptions = {}): TE.TaskEither<DataError, Table> => {
  checkIsOptions('readCsv', options, { ...csvNames, ...readNames })
  const { maxBytes, ...own } = options
  return decodeFile(
    (bytes) =>
      pipe(
        textOf('csv', bytes),
        E.chain((text) => decodeCsv(text, own)),
      ),
    { maxBytes },
  )(path)
}

/**
 * Writes a table to a CSV file in one step, as `encodeCsv` shows it; a SystemError on the left where it cannot be written.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { writeCsv } from 'cotangent/data'
 * import { isLeft } from 'fp-ts/lib/Either.js'
 *
 * const table = { rows: 1, columns: [{ name: 'x', type: 'number', values: tensor([1.5]) }] } as const
 * isLeft(await writeCsv('no/such/folder/x.csv', table)()) // => true
 * ```
 */
export const writeCsv = (path: string, table: Table, options: CsvWriteOptions = {}): TE.TaskEither<DataError, void> => {
  checkIsOptions('writeCsv', options, optionNames)
  return writeAtomically(path, bytesOfText(encodeCsv(table, options)))
}
