import type { Assembly } from '../assembly.js'
import { advance, repeat } from '../loops.js'
import { type Code, i32, type Variable } from '../wasm/index.js'
import type { Procedure } from '../work.js'
import { type Split, splitEvenly } from './blocks.js'
import type { Lanes } from './lanes.js'
import { type Panel, packedRow, showPanel, writePacking } from './packing.js'
import { type Layout, showTile, type Tile, writeStrip } from './tile.js'
import { tilingFor } from './tiling.js'

/** A product of matrices of known extents, [rows, depth] by [depth, columns], and how they lie in memory. */
export interface Product {
  readonly lanes: Lanes
  readonly rows: number
  readonly depth: number
  readonly columns: number
  readonly left: Layout
  readonly right: Layout
  readonly target: Layout
  /** Whether the right operand is copied to panels first. */
  readonly packs: boolean
}

/** The longest stretch of k whose sums stay in registers, so that a panel of it stays in the first cache. */
const stretch = 256

export const showProduct = ({ lanes, rows, depth, columns, left, right, target, packs }: Product): string =>
  `product ${[lanes.name, rows, depth, columns, left.row, left.column, right.row, right.column, target.row, target.column, packs]}`

const stripFor = (assembly: Assembly, tile: Tile): Procedure =>
  assembly.procedure(`strip ${showTile(tile)}`, 6, (code, [left, right, target, tiles, depth, fresh]) =>
    writeStrip(code, tile, [left, right, target], tiles, depth, fresh),
  )

const packingFor = (assembly: Assembly, panel: Panel): Procedure =>
  assembly.procedure(showPanel(panel), 4, (code, [from, to, depth, panels]) =>
    writePacking(code, panel, [from, to], depth, panels),
  )

interface Group {
  readonly columns: number
  readonly count: number
}

const partsOf = ({ size, count, rest }: Split): readonly Group[] =>
  [
    { columns: size, count },
    { columns: rest, count: 1 },
  ].filter((group) => group.columns > 0 && group.count > 0)

/** A function of pointers to the operands, the product and room. */
export const productFor = (assembly: Assembly, product: Product): Procedure =>
  assembly.procedure(showProduct(product), 3, (code, [left, right, target], room) => {
    const { lanes, depth, columns, packs } = product
    const tiling = tilingFor(lanes.width)
    const groups = partsOf(splitEvenly(columns, tiling.vectors * lanes.width, lanes.width))
    const depths = partsOf(packs || depth > 2 * stretch ? splitEvenly(depth, stretch, 4) : splitEvenly(depth, depth))
    const packedColumns = groups.reduce(
      (sum, group) => sum + group.count * Math.ceil(group.columns / lanes.width) * lanes.width,
      0,
    )
    if (packs) room.bytes += packedColumns * depths[0].columns * lanes.bytes
    const fresh = code.variable('i32', i32(1))
    for (const { columns: k, count } of depths)
      repeat(code, count, () => {
        block(assembly, code, product, groups, k, [left, right, target, room.pointer as Variable<'i32'>], fresh)
        advance(code, left, k * product.left.column)
        advance(code, right, k * product.right.row)
        code.assign(fresh, i32(0))
      })
  })

const block = (
  assembly: Assembly,
  code: Code,
  { lanes, rows, left, right, target, packs }: Product,
  groups: readonly Group[],
  depth: number,
  [leftAt, rightAt, targetAt, room]: readonly Variable<'i32'>[],
  fresh: Variable<'i32'>,
): void => {
  const from = code.variable('i32', rightAt)
  const to = code.variable('i32', room)
  if (packs)
    for (const { columns, count } of groups) {
      const panel: Panel = { lanes, columns, source: right }
      code.call(packingFor(assembly, panel).reference, from, to, i32(depth), i32(count), i32(0))
      advance(code, from, columns * count * right.column)
      advance(code, to, packedRow(panel) * depth * count)
    }
  const panelAt = code.variable('i32', packs ? room : rightAt)
  const cellAt = code.variable('i32', targetAt)
  for (const { columns, count } of groups) {
    const tiling = tilingFor(lanes.width)
    const vectors = Math.ceil(columns / lanes.width)
    const rowSplit = partsOf(splitEvenly(rows, tiling.rows(vectors)))
    const row = packs ? packedRow({ lanes, columns, source: right }) : right.row
    const panelBytes = packs ? row * depth : columns * right.column
    repeat(code, count, () => {
      const leftOf = code.variable('i32', leftAt)
      const targetOf = code.variable('i32', cellAt)
      for (const { columns: tileRows, count: tiles } of rowSplit) {
        const tile: Tile = { lanes, rows: tileRows, columns, left, right: row, target, unroll: tiling.unroll }
        code.call(stripFor(assembly, tile).reference, leftOf, panelAt, targetOf, i32(tiles), i32(depth), fresh, i32(0))
        advance(code, leftOf, tileRows * tiles * left.row)
        advance(code, targetOf, tileRows * tiles * target.row)
      }
      advance(code, panelAt, panelBytes)
      advance(code, cellAt, columns * target.column)
    })
  }
}
