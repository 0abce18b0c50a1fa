import { multiplying } from '../fused/expression.js'
import type { Loop } from '../fused/loop.js'
import { type Latitude, sumsInAnyOrder } from '../latitude.js'
import type { Place } from '../place.js'
import type { Plan } from './plan.js'

/** So few sums at a time, element by element, wait for each other, and vectors of two elements are faster. */
const fewSums = 4

/**
 * Whether a product is sums of which loops add up neighbours side by side faster: along them both operands run on, and one
 * is a single row or column, so that the other is read once, and not worth turning.
 */
export const areDots = (latitude: Latitude, { product }: Plan): boolean => {
  const { rows, columns, left, right, lanes } = product
  return (
    (rows === 1 || columns === 1) &&
    left.column === lanes.bytes &&
    right.row === lanes.bytes &&
    (lanes.bytes === 4 || rows * columns <= fewSums) &&
    sumsInAnyOrder(latitude, lanes.dtype)
  )
}

/** The loop that is such a product. */
export const dotsOf = ({ product, operands, axes }: Plan, target: Place): Loop => {
  const { rows, columns, depth, left, right, lanes, target: sums } = product
  const own = [
    [left.row, 0, left.column],
    [0, right.column, right.row],
    [sums.row, sums.column, 0],
  ]
  const [a, b, result] = [...operands, target].map((place, index) => ({
    place,
    strides: [...axes.strides[index], ...own[index]],
  }))
  const extents = [...axes.extents, rows, columns, depth]
  return {
    expression: multiplying(lanes.dtype),
    extents,
    reduced: extents.map((_, axis) => axis === extents.length - 1),
    reads: [a, b],
    writes: [],
    reduction: { name: 'looseSum', dtype: lanes.dtype, target: result },
  }
}
