import type { Parts } from '../precise.js'
import { dotInto, type Factors, leadingBits, rowsAndColumns } from '../product.js'
import { roomFor } from '../sums.js'
import type { Site, Update } from './site.js'

/** Numbers below some limit, each once, until they are taken. */
const collection = (limit: number) => {
  const has = new Uint8Array(limit)
  const items = new Int32Array(limit)
  let count = 0
  return {
    has,
    add: (item: number): void => {
      if (has[item] === 0) items[count++] = item
      has[item] = 1
    },
    each: (visit: (item: number) => void): void => {
      for (let index = 0; index < count; index++) visit(items[index])
    },
    clear: (): void => {
      for (let index = 0; index < count; index++) has[items[index]] = 0
      count = 0
    },
  }
}

/** Copies an element into the factors. */
const copyTo = (factors: Factors, to: number, { high, low }: Parts, from: number): void => {
  factors.high[to] = high[from]
  factors.leading[to] = leadingBits(high[from])
  factors.low[to] = low === undefined ? 0 : low[from]
}

/** Factors of their own. */
const owned = ({ high, leading, low }: Factors): Factors => ({ high: high.slice(), leading, low: low.slice() })

/**
 * Inner products of rows and columns that differ, whose factors are kept ready: as they were at first, but for the while
 * in which products are computed.
 */
export const multipliedUpdate = ({ operands: [a, b], results: [result] }: Site): Update => {
  const [rowCount, inner] = a.first.shape.slice(-2)
  const columnCount = b.first.shape[b.first.shape.length - 1]
  const [rows, columns] = rowsAndColumns([a.first, b.first]).map(owned)
  const [staleRows, staleColumns] = [
    collection(inner === 0 ? 0 : a.size / inner),
    collection(inner === 0 ? 0 : b.size / inner),
  ]
  const cell = roomFor(1)
  /** Where an element of b stands among the columns. */
  const inColumns = (at: number): number => {
    const [row, column] = [Math.floor(at / columnCount), at % columnCount]
    const matrix = Math.floor(row / inner)
    return (matrix * columnCount + column) * inner + (row - matrix * inner)
  }
  const multiply = (row: number, column: number): void => {
    dotInto(rows, row * inner, columns, column * inner, inner, cell, 0)
    result.write(row * columnCount + (column % columnCount), cell.high[0], cell.low[0])
  }
  const multiplyRow = (row: number): void => {
    const first = Math.floor(row / rowCount) * columnCount
    for (let column = 0; column < columnCount; column++) multiply(row, first + column)
  }
  /** But for those of rows that are stale themselves. */
  const multiplyColumn = (column: number): void => {
    const first = Math.floor(column / columnCount) * rowCount
    for (let row = first; row < first + rowCount; row++) if (staleRows.has[row] === 0) multiply(row, column)
  }
  return () => {
    for (let index = 0; index < a.count; index++) {
      const at = a.places[index]
      copyTo(rows, at, a, at)
      staleRows.add(Math.floor(at / inner))
    }
    for (let index = 0; index < b.count; index++) {
      const at = inColumns(b.places[index])
      copyTo(columns, at, b, b.places[index])
      staleColumns.add(Math.floor(at / inner))
    }
    staleRows.each(multiplyRow)
    staleColumns.each(multiplyColumn)
    staleRows.clear()
    staleColumns.clear()
    for (let index = 0; index < a.count; index++) copyTo(rows, a.places[index], a.before, a.places[index])
    for (let index = 0; index < b.count; index++) copyTo(columns, inColumns(b.places[index]), b.before, b.places[index])
  }
}
