import type { Axes } from '../loops.js'
import { byteStrides, type Place } from '../place.js'
import { leadingAxes, merged } from './batch.js'
import { nanosecondsOf } from './cost.js'
import { type Multiplied, single, vector } from './lanes.js'
import type { Layout } from './pointers.js'
import { type Matrices, type Product, turned } from './product.js'
import { mostVectors } from './tiling.js'

/** Products of matrices that lie alike. */
export interface Plan {
  readonly product: Product
  /** Where the matrices are: the left and the right operand's, and the product's. */
  readonly places: readonly [left: Place, right: Place, target: Place]
  /** The axes along which they are repeated, with strides in bytes for the three. */
  readonly axes: Axes
}

const matrixLayout = (place: Place): Layout => {
  const [row, column] = byteStrides(place).slice(-2)
  return { row, column }
}

/** From how many rows on it is worth while to pack columns that lie side by side: so often they are read. */
const readOften = 16

/**
 * The way to do a product with columns in vectors, or element by element where there is but one column; sums of floats that
 * `fuse` take products in unrounded.
 */
const arranged = (matrices: Matrices, dtype: Multiplied, fuse: boolean): Product => {
  const { rows, depth, columns, left, right } = matrices
  const lanes = columns === 1 ? single(dtype) : vector(dtype, fuse)
  const vectors = Math.ceil(columns / lanes.width)
  const isContiguous = columns === 1 || right.column === lanes.bytes
  return {
    ...matrices,
    lanes,
    vectors: mostVectors(rows, vectors, lanes.width),
    packsRight: !isContiguous || (rows > readOften && columns > 1),
    packsLeft: left.column !== lanes.bytes && vectors > 8 && depth > 32,
  }
}

/** How to do matrix products: as they are, or as those of the transposes. */
export const planFor = (dtype: Multiplied, a: Place, b: Place, target: Place, fuse: boolean): Plan => {
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
  const upright = arranged(matrices, dtype, fuse)
  const other = arranged(turned(matrices), dtype, fuse)
  if (nanosecondsOf(upright) <= nanosecondsOf(other)) return { product: upright, places: [a, b, target], axes }
  const { extents, strides } = axes
  return {
    product: other,
    places: [b, a, target],
    axes: { extents, strides: [strides[1], strides[0], strides[2]] },
  }
}
