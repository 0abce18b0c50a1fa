import { type Pattern, transposed } from './sparsity.js'

/** A colour for each line, -1 for one without places; lines of one colour have no place across from each other. */
export interface Colouring {
  readonly colours: Int32Array
  readonly count: number
}

const most = ({ rows, pointers }: Pattern): number => {
  let largest = 0
  for (let row = 0; row < rows; row++) largest = Math.max(largest, pointers[row + 1] - pointers[row])
  return largest
}

/** Rows one after another, each in the first colour that no row has with which it shares a column. */
const greedy = ({ rows, columns, pointers, cols }: Pattern, order: Iterable<number>): Colouring => {
  const colours = new Int32Array(rows).fill(-1)
  const taken: number[][] = Array.from({ length: columns }, () => [])
  // Which row was the last that may not have a colour.
  const refused: number[] = []
  for (const row of order) {
    if (pointers[row] === pointers[row + 1]) continue
    for (let k = pointers[row]; k < pointers[row + 1]; k++) for (const colour of taken[cols[k]]) refused[colour] = row
    let colour = 0
    while (refused[colour] === row) colour++
    if (colour === refused.length) refused.push(-1)
    colours[row] = colour
    for (let k = pointers[row]; k < pointers[row + 1]; k++) taken[cols[k]].push(colour)
  }
  return { colours, count: refused.length }
}

/**
 * The rows of a pattern in few colours, greedily in their own order and, where that takes more than the fullest column has
 * places, from the fullest row to the emptiest: Curtis, Powell, Reid, On the estimation of sparse Jacobian matrices (1974).
 */
const rowColouring = (pattern: Pattern, fewest: number): Colouring => {
  const { rows, pointers } = pattern
  const own = greedy(pattern, Array(rows).keys())
  if (own.count <= fewest) return own
  const size = (row: number): number => pointers[row + 1] - pointers[row]
  const fullest = greedy(
    pattern,
    [...Array(rows).keys()].sort((a, b) => size(b) - size(a)),
  )
  return fullest.count < own.count ? fullest : own
}

/** Which vectors to push forward (columns in colours), or to pull back (rows). */
export interface Compression extends Colouring {
  readonly mode: 'forward' | 'reverse'
}

/** The colouring of columns or of rows, whichever takes fewer colours where the mode is open; columns where both do. */
export const compression = (pattern: Pattern, mode?: 'forward' | 'reverse'): Compression => {
  const across = transposed(pattern)
  const [forward, reverse] = [most(pattern), most(across)]
  const byColumns = (): Compression => ({ mode: 'forward', ...rowColouring(across, forward) })
  const byRows = (): Compression => ({ mode: 'reverse', ...rowColouring(pattern, reverse) })
  if (mode !== undefined) return mode === 'forward' ? byColumns() : byRows()
  // No colouring has fewer colours than lines meet in one place: what cannot win is not tried.
  if (forward <= reverse) {
    const columns = byColumns()
    if (columns.count <= reverse) return columns
    const rows = byRows()
    return rows.count < columns.count ? rows : columns
  }
  const rows = byRows()
  if (rows.count < forward) return rows
  const columns = byColumns()
  return rows.count < columns.count ? rows : columns
}
