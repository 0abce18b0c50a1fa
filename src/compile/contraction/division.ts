import type { Assembly } from '../assembly.js'
import { nanosecondsOf } from './cost.js'
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
export const partsEach = 4

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

/** How many items to do at one stretch. */
export const grainOf = ({ first }: Division, items: number, { threads, thresholds }: Workers): number =>
  Math.max(1, Math.min(Math.floor(thresholds.handedOut / nanosecondsOf(first)), Math.ceil(items / threads)))
