import * as E from 'fp-ts/lib/Either.js'
import { toTypedArray } from '../../graph/index.js'
import { fromRowMajor, type Tensor } from '../../tensor/index.js'
import { formatError } from '../bytes.js'
import type { DataError } from '../error.js'
import { attempt, fail } from '../fault.js'
import { excerpt } from './number.js'

/** A column of a table: numbers (missing ones NaN) as a tensor `[N]`, or texts. */
export type Column =
  | { readonly name: string; readonly type: 'number'; readonly values: Tensor<[number], 'float64'> }
  | { readonly name: string; readonly type: 'text'; readonly values: readonly string[] }

/** Columns of one length. A list rather than a record: a file may name its columns as it likes. */
export interface Table {
  readonly rows: number
  readonly columns: readonly Column[]
}

/**
 * The column of a name; a FormatError on the left where there is none.
 *
 * @example
 * ```ts
 * import { decodeCsv, tableColumn } from 'cotangent/data'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * pipe(
 *   decodeCsv('x,y\n1,a\n2,b\n'),
 *   E.chain((table) => tableColumn(table, 'y')),
 *   E.map(({ values }) => values),
 *   E.getOrElseW(() => 'no column'),
 * ) // => [ 'a', 'b' ]
 * ```
 */
export const tableColumn = (table: Table, name: string): E.Either<DataError, Column> => {
  const column = table.columns.find((each) => each.name === name)
  return column === undefined ? E.left(formatError('csv', `there is no column ${excerpt(name)}`)) : E.right(column)
}

/**
 * Columns of numbers side by side, `[N, C]`: those named, in that order, or all of them. C is in the type where the names
 * are written out. On the left a FormatError for a column that is absent or holds text.
 *
 * @example
 * ```ts
 * import { decodeCsv, tableMatrix } from 'cotangent/data'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * pipe(
 *   decodeCsv('x,y\n1,2\n3,4\n'),
 *   E.chain((table) => tableMatrix(table, ['y', 'x'])),
 *   E.getOrElseW(() => 'no matrix'),
 * )
 * // => [[2. 1.]
 * //     [4. 3.]]
 * ```
 */
export const tableMatrix: <const N extends readonly string[] = readonly string[]>(
  table: Table,
  names?: N,
) => E.Either<DataError, Tensor<[number, N['length']], 'float64'>> = (
  table,
  names: readonly string[] = table.columns.map(({ name }) => name),
) =>
  attempt(() => {
    const byName = new Map(table.columns.map((column) => [column.name, column]))
    const data = new Float64Array(table.rows * names.length)
    for (const [at, name] of names.entries()) {
      const column = byName.get(name)
      if (column?.type !== 'number')
        return fail(
          formatError('csv', column ? `column ${excerpt(name)} holds text` : `there is no column ${excerpt(name)}`),
        )
      const values = toTypedArray(column.values)
      for (let row = 0; row < table.rows; row++) data[row * names.length + at] = values[row]
    }
    // As many columns as there are names.
    return fromRowMajor('float64', [table.rows, names.length], data) as unknown as Tensor<[number, never], 'float64'>
  })
