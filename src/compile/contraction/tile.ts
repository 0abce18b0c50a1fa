import type { Assembly } from '../assembly.js'
import { advance } from '../loops.js'
import { type Code, i32, type Value, type Variable } from '../wasm/index.js'
import type { Lanes } from './lanes.js'
import { countDown, type Layout, lowered } from './pointers.js'
import { exchange } from './sums.js'

/** A register tile: some rows of the left by some columns of the right operand, where these lie side by side. */
export interface Tile {
  readonly lanes: Lanes
  readonly rows: number
  readonly columns: number
  readonly left: Layout
  /** Whether the operands are in panels: those of the left one behind the other, that of the right padded to whole vectors. */
  readonly packedLeft: boolean
  readonly packedRight: boolean
  /** From one row of the right operand to the next, in bytes. */
  readonly right: number
  readonly target: Layout
  /** Whether it may have to add to what the target holds. */
  readonly continues: boolean
}

/** Where a strip of tiles one below the other begins, and room for one; `goesOn` says whether to add to what is there. */
export interface Strip {
  readonly left: Value<'i32'>
  readonly right: Value<'i32'>
  readonly target: Value<'i32'>
  readonly room: Value<'i32'>
  readonly goesOn: Value<'i32'>
}

/** Calls for the products of `depth` columns of the left and rows of the right operand to be added up in a strip of tiles. */
export const multiply = (
  assembly: Assembly,
  code: Code,
  tile: Tile,
  { left, right, target, room, goesOn }: Strip,
  tiles: number,
  depth: number,
): void => {
  const { lanes, rows, columns, packedLeft, packedRight, continues } = tile
  const strides = [tile.left.row, tile.left.column, tile.right, tile.target.row, tile.target.column]
  const key = `multiply ${[lanes.name, rows, columns, ...strides, packedLeft, packedRight, continues]}`
  const { reference } = assembly.functions.procedure(key, 6, (body, pointers, room) =>
    writeStrip(body, tile, pointers, room.pointer),
  )
  code.call(reference, left, right, target, goesOn, i32(tiles), i32(depth), room)
}

const writeStrip = (
  code: Code,
  tile: Tile,
  [left, right, target, goesOn, tiles, depth]: readonly Variable<'i32'>[],
  room: Value<'i32'>,
): void => {
  countDown(code, tiles, 1, () => {
    const leftEnd = writeTile(code, tile, { left, right, target, room, goesOn }, depth)
    if (tile.packedLeft) code.assign(left, leftEnd)
    else advance(code, left, tile.rows * tile.left.row)
    advance(code, target, tile.rows * tile.target.row)
  })
}

/** Writes the code for one tile, and gives the pointer to the left operand where it has come to. */
const writeTile = (
  code: Code,
  tile: Tile,
  { left, right, target, room, goesOn }: Strip,
  depth: Variable<'i32'>,
): Variable<'i32'> => {
  const { lanes, columns } = tile
  const { width, bytes } = lanes
  const counts = Array.from({ length: Math.ceil(columns / width) }, (_, at) => Math.min(width, columns - at * width))
  const rows = Array.from({ length: tile.rows }, () => counts.map(() => code.variable(lanes.zero.type, lanes.zero)))
  const sums = exchange(code, { lanes, columns, rows }, target, tile.target, room)
  if (tile.continues) code.when(goesOn, sums.take)
  const [a, offset] = lowered(code, left, (tile.rows - 1) * tile.left.row)
  const b = code.variable('i32', right)
  countDown(code, code.variable('i32', depth), 1, () => {
    const vectors = counts.map((count, at) =>
      lanes.load(code, b, at * width * bytes, bytes, tile.packedRight ? width : count),
    )
    rows.forEach((row, index) => {
      const factor = lanes.splat(code, a, offset + index * tile.left.row)
      row.forEach((sum, at) => {
        lanes.addProduct(code, sum, factor, vectors[at])
      })
    })
    advance(code, a, tile.left.column)
    advance(code, b, tile.right)
  })
  sums.put()
  return a
}
