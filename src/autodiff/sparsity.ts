import { type Coordinates, constantOf, type Sparsity } from '../graph/index.js'
import { ArgumentError, copyOut, DTypeError, describe, isTensor, ShapeError } from '../tensor/index.js'

/** The places of a matrix by rows: those of row i from `pointers[i]` up to `pointers[i + 1]`, by ascending columns. */
export interface Pattern {
  readonly rows: number
  readonly columns: number
  readonly pointers: Int32Array
  readonly cols: Int32Array
}

/** Bounds of the parts of a list, where each part has so many items. */
const bounds = (counts: Int32Array): Int32Array => {
  const pointers = new Int32Array(counts.length + 1)
  counts.forEach((count, index) => {
    pointers[index + 1] = pointers[index] + count
  })
  return pointers
}

/** The rows of a pattern as columns, and its columns as rows. */
export const transposed = ({ rows, columns, pointers, cols }: Pattern): Pattern => {
  const counts = new Int32Array(columns)
  for (const column of cols) counts[column]++
  const begins = bounds(counts)
  const next = begins.slice()
  const to = new Int32Array(cols.length)
  for (let row = 0; row < rows; row++) for (let k = pointers[row]; k < pointers[row + 1]; k++) to[next[cols[k]]++] = row
  return { rows: columns, columns: rows, pointers: begins, cols: to }
}

const whole = (number: number, below: number): boolean => Number.isInteger(number) && number >= 0 && number < below

const ofCoordinates = (operation: string, { shape, rows, cols }: Coordinates): Pattern => {
  const refuse = (problem: string, remedy?: string): ArgumentError => new ArgumentError({ operation, problem, remedy })
  if (!Array.isArray(shape) || shape.length !== 2 || !shape.every((size) => whole(size, 2 ** 31)))
    throw refuse(`the pattern's shape (${describe(shape)}) is no pair of sizes`, 'Give it as [rows, columns]')
  if (rows?.length === undefined || rows.length !== cols?.length)
    throw refuse(`the pattern has ${rows?.length ?? 'no'} rows and ${cols?.length ?? 'no'} columns of places`)
  const [m, n] = shape
  for (let k = 0; k < rows.length; k++)
    if (!whole(rows[k], m) || !whole(cols[k], n))
      throw refuse(`place ${k} of the pattern (row ${rows[k]}, column ${cols[k]}) is not in a matrix of ${m} by ${n}`)
  const counts = new Int32Array(n)
  for (let k = 0; k < rows.length; k++) counts[cols[k]]++
  const pointers = bounds(counts)
  const next = pointers.slice()
  const byColumns = new Int32Array(rows.length)
  for (let k = 0; k < rows.length; k++) byColumns[next[cols[k]]++] = rows[k]
  // By columns first, whose places then go to their rows in ascending order.
  const pattern = transposed({ rows: n, columns: m, pointers, cols: byColumns })
  for (let row = 0; row < m; row++)
    for (let k = pattern.pointers[row] + 1; k < pattern.pointers[row + 1]; k++)
      if (pattern.cols[k] === pattern.cols[k - 1])
        throw refuse(`the pattern names the place in row ${row} and column ${pattern.cols[k]} twice`)
  return pattern
}

/** A pattern as it was given, by rows; an error where it is none. */
export const patternOf = (operation: string, sparsity: Sparsity): Pattern => {
  if (!isTensor(sparsity)) {
    if (typeof sparsity !== 'object' || sparsity === null)
      throw new ArgumentError({
        operation,
        problem: `the pattern (${describe(sparsity)}) says no places`,
        remedy: 'Give { shape, rows, cols }, or a bool tensor',
      })
    return ofCoordinates(operation, sparsity as Coordinates)
  }
  if (sparsity.dtype !== 'bool')
    throw new DTypeError({ operation, operands: [sparsity], problem: 'a pattern that is a tensor is of dtype bool' })
  if (sparsity.shape.length !== 2)
    throw new ShapeError({ operation, operands: [sparsity], problem: 'a pattern that is a tensor is a matrix' })
  const [rows, columns] = sparsity.shape
  const places = [...copyOut(constantOf(operation, sparsity)).entries()].filter(([, there]) => there !== 0)
  return ofCoordinates(operation, {
    shape: [rows, columns],
    rows: places.map(([at]) => Math.floor(at / columns)),
    cols: places.map(([at]) => at % columns),
  })
}
