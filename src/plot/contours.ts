/** A field of numbers over a regular grid: `values[row * columns + column]`, rows from the bottom up. */
export interface Field {
  readonly columns: number
  readonly rows: number
  readonly values: ArrayLike<number>
}

/** A closed polygon, its last point the first again, in steps of the grid from the lower left corner. */
export type Ring = readonly (readonly [x: number, y: number])[]

/** The four sides of a square of the grid: bottom, right, top, left. */
type Side = 0 | 1 | 2 | 3

/**
 * From which side to which the border of a region runs through a square, with the region on its left, by which of the
 * corners belong to it: lower left 1, lower right 2, upper right 4, upper left 8. Opposite corners (5, 10) are kept apart.
 */
const crossings: readonly (readonly (readonly [Side, Side])[])[] = [
  [],
  [[0, 3]],
  [[1, 0]],
  [[1, 3]],
  [[2, 1]],
  [
    [0, 3],
    [2, 1],
  ],
  [[2, 0]],
  [[2, 3]],
  [[3, 2]],
  [[0, 2]],
  [
    [1, 0],
    [3, 2],
  ],
  [[1, 2]],
  [[3, 1]],
  [[0, 1]],
  [[3, 0]],
  [],
]

/**
 * The region where a field is at least `level`, as rings that have it on their left: holes run the other way round.
 * Marching squares, with the border between two grid points where the straight line between their values meets the level;
 * outside the grid, and where a value is not a number, nothing belongs to the region.
 */
export const regionAbove = ({ columns, rows, values }: Field, level: number): readonly Ring[] => {
  // A frame of points that never belong to the region closes every ring.
  const width = columns + 2
  const valueAt = (column: number, row: number): number =>
    column < 1 || row < 1 || column > columns || row > rows
      ? Number.NEGATIVE_INFINITY
      : values[(row - 1) * columns + column - 1]
  const isIn = (column: number, row: number): boolean => valueAt(column, row) >= level
  /** Edges by number: of a point, first the one to its right, then the one upward. */
  const edgeOf = (column: number, row: number, side: Side): number =>
    side === 0
      ? 2 * (row * width + column)
      : side === 2
        ? 2 * ((row + 1) * width + column)
        : 2 * (row * width + column + (side === 1 ? 1 : 0)) + 1
  const next = new Map<number, number>()
  for (let row = 0; row <= rows; row++)
    for (let column = 0; column <= columns; column++) {
      const corners =
        Number(isIn(column, row)) +
        2 * Number(isIn(column + 1, row)) +
        4 * Number(isIn(column + 1, row + 1)) +
        8 * Number(isIn(column, row + 1))
      for (const [from, to] of crossings[corners]) next.set(edgeOf(column, row, from), edgeOf(column, row, to))
    }
  /** Where the border crosses an edge. */
  const pointOf = (edge: number): readonly [number, number] => {
    const point = edge >> 1
    const column = point % width
    const row = (point - column) / width
    const [acrossX, acrossY] = edge % 2 === 0 ? [1, 0] : [0, 1]
    const here = valueAt(column, row)
    const there = valueAt(column + acrossX, row + acrossY)
    const share = between(here, there, level)
    return [column - 1 + acrossX * share, row - 1 + acrossY * share]
  }
  const rings: Ring[] = []
  while (next.size > 0) {
    const [first] = next.keys()
    const ring: (readonly [number, number])[] = []
    let edge: number | undefined = first
    while (edge !== undefined && next.has(edge)) {
      ring.push(pointOf(edge))
      const following: number | undefined = next.get(edge)
      next.delete(edge)
      edge = following
    }
    rings.push([...ring, ring[0]])
  }
  return rings
}

/** Where on the way from one value to another the level lies; at the end that is finite, where only one is. */
const between = (here: number, there: number, level: number): number =>
  !Number.isFinite(here) ? 1 : !Number.isFinite(there) ? 0 : (level - here) / (there - here)
