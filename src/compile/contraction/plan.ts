import type { Axes } from '../loops.js'
import { byteStrides, type Laid, type Place } from '../place.js'
import { leadingAxes, merged } from './batch.js'
import { nanosecondsOf } from './cost.js'
import { type Multiplied, single, vector } from './lanes.js'
import type { Layout } from './pointers.js'
import { type Matrices, type Product, turned } from './product.js'
import { mostVectors } from './tiling.js'

/** Products of matrices that lie alike. */
export interface Plan {
  readonly product: Product
  /** Whether it is that of the transposes. */
  readonly isTurned: boolean
  /** Where the matrices of the left and the right operand are. */
  readonly operands: readonly [left: Place, right: Place]
  /** The axes along which they are repeated, with strides in bytes for the three. */
  readonly axes: Axes
}

const matrixLayout = (place: Laid): Layout => {
  const [row, column] = byteStrides(place).slice(-2)
  return { row, column }
}

/**
 * The most rows for which columns that lie side by side are read where they are, and the same where one row of the operand
 * lies a multiple of so many bytes from the next, and all of them in a few sets of the cache.
 */
const seldom = { rows: 64, crowdedRows: 4, crowdedBytes: 1024 }

const isReadOften = ({ rows, right }: Matrices): boolean =>
  rows > (right.row % seldom.crowdedBytes === 0 ? seldom.crowdedRows : seldom.rows)

/** The way to do a product with columns in vectors, or element by element where there is but one column. */
const arranged = (matrices: Matrices, dtype: Multiplied, fused: boolean): Product => {
  const { rows, depth, columns, left, right } = matrices
  const lanes = columns === 1 ? single(dtype) : vector(dtype, fused)
  const vectors = Math.ceil(columns / lanes.width)
  const isContiguous = columns === 1 || right.column === lanes.bytes
  return {
    ...matrices,
    lanes,
    vectors: mostVectors(rows, vectors, lanes.width),
    packsRight: !isContiguous || (columns > 1 && isReadOften(matrices)),
    packsLeft: left.column !== lanes.bytes && vectors > 8 && depth > 32,
  }
}

/** How to do matrix products, as they are or as those of the transposes; `fused` where results need not be exact. */
export const planFor = (dtype: Multiplied, a: Place, b: Place, target: Laid, fused = false): Plan => {
  const [rows, columns] = target.shape.slice(-2)
  const { matrices, axes } = merged({
    matrices: {
      rows,
      columns,
      depth: a.shape[a.shape.length - 1],
      left: matrixLayout(a),
      right: matrixLayout(b),
      target: matrixLayout(target),
    },
    axes: leadingAxes(a, b, target),
  })
  const upright = arranged(matrices, dtype, fused)
  const other = arranged(turned(matrices), dtype, fused)
  if (nanosecondsOf(upright) <= nanosecondsOf(other))
    return { product: upright, isTurned: false, operands: [a, b], axes }
  const { extents, strides } = axes
  return {
    product: other,
    isTurned: true,
    operands: [b, a],
    axes: { extents, strides: [strides[1], strides[0], strides[2]] },
  }
}
