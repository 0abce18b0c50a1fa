import { advance, repeat } from '../loops.js'
import { type Code, i32, type Variable } from '../wasm/index.js'
import type { Lanes, Pointer } from './lanes.js'

/** How far neighbours lie apart in bytes. */
export interface Layout {
  readonly row: number
  readonly column: number
}

/** A register tile: some rows of the left operand by some columns of the right one, whose columns are contiguous. */
export interface Tile {
  readonly lanes: Lanes
  readonly rows: number
  readonly columns: number
  readonly left: Layout
  /** From one k to the next in the right operand. */
  readonly right: number
  readonly target: Layout
  /** How many k to a turn of the loop. */
  readonly unroll: number
}

export const showTile = ({ lanes, rows, columns, left, right, target, unroll }: Tile): string =>
  [lanes.name, rows, columns, left.row, left.column, right, target.row, target.column, unroll].join()

/** A pointer moved so that none of the offsets from it is negative, and how far it was moved back. */
const lowered = (code: Code, pointer: Pointer, ...reaches: readonly number[]): readonly [Variable<'i32'>, number] => {
  const low = reaches.reduce((sum, reach) => sum + Math.min(0, reach), 0)
  const start = code.variable('i32', pointer)
  advance(code, start, low)
  return [start, -low]
}

/** Runs a body as many times as a variable says, which is at least once. */
export const countDown = (code: Code, count: Variable<'i32'>, step: number, body: () => void): void => {
  code.loop((start) => {
    body()
    code.update(count, 'i32.sub', count, i32(step))
    code.branchIf(start, count)
  })
}

/**
 * Writes the code for one tile: adds to it (or to zeros where `fresh` says so) the products of `depth` columns of the left
 * and rows of the right operand.
 */
export const writeTile = (
  code: Code,
  tile: Tile,
  [left, right, target]: readonly Pointer[],
  depth: number | Variable<'i32'>,
  fresh: Variable<'i32'> | undefined,
): void => {
  const { lanes, rows, columns } = tile
  const vectors = Math.ceil(columns / lanes.width)
  const countOf = (at: number): number => Math.min(lanes.width, columns - at * lanes.width)
  const cells = Array.from({ length: rows * vectors }, (_, index) => ({
    row: Math.floor(index / vectors),
    at: index % vectors,
    sum: code.variable(lanes.zero.type, lanes.zero),
  }))
  const [to, toOffset] = lowered(code, target, (rows - 1) * tile.target.row, (columns - 1) * tile.target.column)
  const cellOffset = (row: number, at: number): number =>
    toOffset + row * tile.target.row + at * lanes.width * tile.target.column
  if (fresh !== undefined)
    code.when(code.apply('i32.eqz', fresh), () => {
      for (const { row, at, sum } of cells)
        code.assign(sum, lanes.load(code, to, cellOffset(row, at), tile.target.column, countOf(at)))
    })
  const steps = typeof depth === 'number' ? Math.min(depth, tile.unroll) : tile.unroll
  const [a, aOffset] = lowered(code, left, (rows - 1) * tile.left.row, (steps - 1) * tile.left.column)
  const [b, bOffset] = lowered(code, right, (steps - 1) * tile.right)
  const turn = (count: number): void => {
    for (let step = 0; step < count; step++) {
      const row = Array.from({ length: vectors }, (_, at) =>
        lanes.load(code, b, bOffset + step * tile.right + at * lanes.width * lanes.bytes, lanes.bytes, countOf(at)),
      )
      for (let index = 0; index < rows; index++) {
        const factor = lanes.splat(code, a, aOffset + step * tile.left.column + index * tile.left.row)
        for (let at = 0; at < vectors; at++) lanes.addProduct(code, cells[index * vectors + at].sum, factor, row[at])
      }
    }
    advance(code, a, count * tile.left.column)
    advance(code, b, count * tile.right)
  }
  if (typeof depth === 'number') {
    repeat(code, Math.floor(depth / steps), () => turn(steps))
    for (let left = depth % steps; left > 0; left--) turn(1)
  } else {
    const rest = code.apply('i32.and', depth, i32(steps - 1))
    const main = code.apply('i32.sub', depth, rest)
    code.when(main, () => countDown(code, main, steps, () => turn(steps)))
    if (steps > 1) code.when(rest, () => countDown(code, rest, 1, () => turn(1)))
  }
  for (const { row, at, sum } of cells) lanes.store(code, to, sum, cellOffset(row, at), tile.target.column, countOf(at))
}

/** Writes the code for `tiles` tiles below one another, at least one. */
export const writeStrip = (
  code: Code,
  tile: Tile,
  [left, right, target]: readonly Variable<'i32'>[],
  tiles: Variable<'i32'>,
  depth: number | Variable<'i32'>,
  fresh: Variable<'i32'> | undefined,
): void => {
  countDown(code, tiles, 1, () => {
    writeTile(code, tile, [left, right, target], depth, fresh)
    advance(code, left, tile.rows * tile.left.row)
    advance(code, target, tile.rows * tile.target.row)
  })
}
