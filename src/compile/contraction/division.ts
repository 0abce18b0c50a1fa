import type { Assembly } from '../assembly.js'
import { exchangeTime, nanosecondsOf } from './cost.js'
import type { Product } from './product.js'

/** A product in parts along its rows or columns, each of the size of the first but for a smaller last one. */
export interface Division {
  readonly axis: 'rows' | 'columns'
  readonly count: number
  readonly first: Product
  readonly last: Product
  /** How far the parts lie apart in the left and right operand and in the product, in bytes. */
  readonly strides: readonly [left: number, right: number, target: number]
}

/** Those among whom parts are divided. */
export type Workers = Pick<Assembly, 'threads' | 'thresholds'>

/** How many parts each thread gets, so that all come to an end at about the same time. */
const partsEach = 4

const along = (product: Product, axis: Division['axis'], most: number): Division => {
  const { left, right, target, lanes } = product
  const extent = product[axis]
  const unit = axis === 'rows' ? 4 : 4 * lanes.width
  const size = Math.min(extent, Math.ceil(extent / most / unit) * unit)
  const count = Math.ceil(extent / size)
  return {
    axis,
    count,
    first: { ...product, [axis]: size },
    last: { ...product, [axis]: extent - (count - 1) * size },
    strides: axis === 'rows' ? [size * left.row, 0, size * target.row] : [0, size * right.column, size * target.column],
  }
}

const timeOf = ({ count, first }: Division, threads: number): number =>
  Math.ceil(count / threads) * nanosecondsOf(first)

const mostParts = (product: Product, products: number, { threads, thresholds }: Workers): number => {
  const wanted = threads === 1 ? 1 : Math.ceil((partsEach * threads) / products)
  return Math.max(1, Math.min(wanted, Math.floor(nanosecondsOf(product) / thresholds.handedOut)))
}

/** Divides each of so many products in the way that takes threads the shortest time. */
export const divided = (product: Product, products: number, workers: Workers): Division => {
  const { threads } = workers
  const most = mostParts(product, products, workers)
  const [inColumns, inRows] = [along(product, 'columns', most), along(product, 'rows', most)]
  return timeOf(inRows, threads) < timeOf(inColumns, threads) ? inRows : inColumns
}

/** The bytes of a part's result that are still in the second cache, beside its operands, when it is there. */
const cachedBytes = 2 ** 17

const resultBytes = ({ rows, columns, lanes }: Product): number => rows * columns * lanes.bytes

/**
 * Divides a product so that what reads each part finds it in the cache, if there is a way that takes less time than it
 * saves.
 */
export const dividedForCache = (product: Product, workers: Workers): Division | undefined => {
  const { threads } = workers
  const most = Math.max(mostParts(product, 1, workers), Math.ceil(resultBytes(product) / cachedBytes))
  const limit = timeOf(divided(product, 1, workers), threads) + exchangeTime(resultBytes(product)) / threads
  return (['rows', 'columns'] as const)
    .map((axis) => along(product, axis, most))
    .filter((way) => way.count > 1 && resultBytes(way.first) <= 2 * cachedBytes && timeOf(way, threads) <= limit)
    .sort((a, b) => timeOf(a, threads) - timeOf(b, threads))[0]
}

/** How many items to do at one stretch. */
export const grainOf = ({ first }: Division, items: number, { threads, thresholds }: Workers): number =>
  Math.max(1, Math.min(Math.floor(thresholds.handedOut / nanosecondsOf(first)), Math.ceil(items / threads)))
