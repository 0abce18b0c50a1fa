import type { Lanes } from './lanes.js'
import type { Panel } from './packing.js'
import { type Part, splitEvenly } from './parts.js'
import type { Layout } from './pointers.js'
import { mostRows } from './tiling.js'

/** A product of matrices, [rows, depth] by [depth, columns], and how they lie in memory. */
export interface Matrices {
  readonly rows: number
  readonly depth: number
  readonly columns: number
  readonly left: Layout
  readonly right: Layout
  readonly target: Layout
}

/** How a product is done. */
export interface Product extends Matrices {
  readonly lanes: Lanes
  /** Which of the operands are copied to panels first. */
  readonly packsLeft: boolean
  readonly packsRight: boolean
  /** The most vectors of a register tile. */
  readonly vectors: number
}

/** Names products that are done alike. */
export const showProduct = ({ lanes, rows, depth, columns, left, right, target, ...rest }: Product): string => {
  const strides = [left, right, target].flatMap(({ row, column }) => [row, column])
  return `product ${[lanes.name, rows, depth, columns, ...strides, rest.packsLeft, rest.packsRight, rest.vectors]}`
}

const swapped = ({ row, column }: Layout): Layout => ({ row: column, column: row })

/** The same product of the transposes: the same terms, added up in the same order. */
export const turned = ({ rows, depth, columns, left, right, target }: Matrices): Matrices => ({
  rows: columns,
  depth,
  columns: rows,
  left: swapped(right),
  right: swapped(left),
  target: swapped(target),
})

/** The most bytes of a panel of the right operand: it stays in the first cache while all rows pass by. */
const panelBytes = 2 ** 14

/** The most bytes of an operand to work on at once: they stay in the second cache. */
const blockBytes = 2 ** 18

/** Whether so many bytes are more than the second cache keeps. */
export const isLarge = (bytes: number): boolean => bytes > blockBytes

/**
 * The limits where the right operand comes from memory and is read where it lies: along all of the product, and as many rows
 * of it at a time as processors read ahead in, or more where they are short and lie near each other.
 */
const streamed = { productBytes: 2 ** 16, rows: 16, shortRows: 128, shortBytes: 2 ** 11 }

const streamedRows = (stride: number): number =>
  Math.abs(stride) < streamed.shortBytes ? streamed.shortRows : streamed.rows

/** The extents that are worked on at once; the sums of one stretch of k after the other go by way of the target. */
export const blocksOf = (product: Product) => {
  const { lanes, rows, depth, columns, right, vectors, packsRight } = product
  const isStreamed = !packsRight && isLarge(depth * columns * lanes.bytes)
  const longest = isStreamed ? streamedRows(right.row) : Math.floor(panelBytes / (vectors * lanes.width * lanes.bytes))
  const depths = splitEvenly(depth, depth <= 1.25 * longest ? depth : longest, 4)
  const most = Math.floor(blockBytes / (depths[0].size * lanes.bytes))
  const widest = isStreamed ? Math.min(most, Math.floor(streamed.productBytes / (rows * lanes.bytes))) : most
  return { depths, rows: splitEvenly(rows, most, 4), columns: splitEvenly(columns, widest, 4 * lanes.width) }
}

/** The columns of a block in groups for which there is a register tile each. */
export const groupsOf = ({ lanes, vectors }: Product, columns: number): readonly Part[] =>
  splitEvenly(columns, vectors * lanes.width, lanes.width)

/** The rows of a block in register tiles for a group of columns; packed ones are the same for all groups. */
export const tilesOf = ({ lanes, packsLeft, vectors }: Product, rows: number, columns: number): readonly Part[] =>
  splitEvenly(rows, mostRows(packsLeft ? vectors : Math.ceil(columns / lanes.width)))

/** The rows of the left operand for a register tile. */
export const leftPanel = ({ lanes, left }: Product, extent: number): Panel => ({
  lanes,
  extent,
  across: left.row,
  along: left.column,
  packed: extent * lanes.bytes,
})

/** The columns of the right operand for a register tile, packed in whole vectors. */
export const rightPanel = ({ lanes, right }: Product, extent: number): Panel => ({
  lanes,
  extent,
  across: right.column,
  along: right.row,
  packed: Math.ceil(extent / lanes.width) * lanes.width * lanes.bytes,
})
