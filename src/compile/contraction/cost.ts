import { type Panel, transposes } from './packing.js'
import type { Part } from './parts.js'
import { blocksOf, groupsOf, isLarge, leftPanel, type Product, rightPanel, tilesOf } from './product.js'
import { cyclesOf } from './tiling.js'

// Estimates in cycles, near enough to choose between ways and to divide work among threads.

/** To call for a strip of tiles, and to begin and end a tile. */
const stripCycles = 15
const tileCycles = 10

/** To write an element of the product where its neighbours along the row or only along the column lie side by side, or neither. */
const storeCycles = { row: 0.25, column: 0.5, neither: 2 }

const nanosecondsPerCycle = 0.3

/** Bytes that memory gives or takes in a nanosecond: in order, or a few at each of more places than processors keep open. */
const bytesPerNanosecond = { inOrder: 20, scatteredOut: 8, scatteredIn: 4 }

const openPlaces = 16

const total = (parts: readonly Part[], cost: (size: number) => number): number =>
  parts.reduce((sum, { size, count }) => sum + count * cost(size), 0)

const packingCycles = (panel: Panel): number => {
  const { lanes, extent, across } = panel
  const perVector = across === lanes.bytes ? 1.5 : transposes(panel) ? 3 : 1 + lanes.width
  return perVector * Math.ceil(extent / lanes.width)
}

/** How long memory takes to give the operands and to take the product, in nanoseconds. */
const trafficOf = (product: Product): number => {
  const { lanes, rows, depth, columns, left, target, packsLeft } = product
  const { inOrder, scatteredIn, scatteredOut } = bytesPerNanosecond
  const isScattered = (places: number, length: number): boolean =>
    places > openPlaces && isLarge(lanes.bytes * places * length)
  const isLeftScattered = !packsLeft && left.column !== lanes.bytes && isScattered(depth, rows)
  const isTargetScattered = target.row !== lanes.bytes && isScattered(rows, columns)
  const times =
    (depth * rows) / (isLeftScattered ? scatteredIn : inOrder) +
    (depth * columns) / inOrder +
    (rows * columns) / (isTargetScattered ? scatteredOut : inOrder)
  return lanes.bytes * times
}

/**
 * How long it takes to write so many bytes to memory and to read them again, in nanoseconds: the cache reads what is
 * written as well.
 */
export const exchangeTime = (bytes: number): number => (3 * bytes) / bytesPerNanosecond.inOrder

/** About how long a product takes, in nanoseconds. */
export const nanosecondsOf = (product: Product): number => computingTime(product) + trafficOf(product)

/** The same of operands that are in the cache. */
export const computingTime = (product: Product): number => {
  const { lanes, rows, depth, columns, target, packsLeft, packsRight } = product
  const { depths, columns: widths } = blocksOf(product)
  const stretches = total(depths, () => 1)
  const side = target.column === lanes.bytes ? 'row' : target.row === lanes.bytes ? 'column' : 'neither'
  const perStretch = total(groupsOf(product, columns), (width) => {
    return stripCycles + total(tilesOf(product, rows, width), () => tileCycles)
  })
  const perDepth =
    total(groupsOf(product, columns), (width) =>
      total(tilesOf(product, rows, width), (height) => cyclesOf(height, Math.ceil(width / lanes.width))),
    ) +
    (packsRight ? packingCycles(rightPanel(product, columns)) : 0) +
    (packsLeft ? total(widths, () => 1) * packingCycles(leftPanel(product, rows)) : 0)
  const cycles = depth * perDepth + stretches * (perStretch + rows * columns * storeCycles[side])
  return nanosecondsPerCycle * cycles
}
