import { type Axes, coalesced } from '../loops.js'
import { byteStrides, type Laid } from '../place.js'
import type { Matrices } from './product.js'

/** Products of matrices that lie alike, and the axes along which they are repeated, with strides of the three in bytes. */
export interface Batch {
  readonly matrices: Matrices
  readonly axes: Axes
}

/** The leading axes of operands and target. */
export const leadingAxes = (a: Laid, b: Laid, target: Laid): Axes =>
  coalesced(
    target.shape.slice(0, -2),
    [a, b, target].map((place) => byteStrides(place).slice(0, -2)),
  )

const without = ({ extents, strides }: Axes, axis: number): Axes => ({
  extents: extents.toSpliced(axis, 1),
  strides: strides.map((each) => each.toSpliced(axis, 1)),
})

/** The product that does all along an axis, where the right operand is one for all and the rows run on evenly. */
const taller = (matrices: Matrices, extent: number, [l, r, t]: readonly number[]): Matrices | undefined => {
  const { rows, left, target } = matrices
  const runsOn = rows === 1 || (l === rows * left.row && t === rows * target.row)
  if (r !== 0 || !runsOn) return undefined
  const [from, to] = rows === 1 ? [l, t] : [left.row, target.row]
  return { ...matrices, rows: rows * extent, left: { ...left, row: from }, target: { ...target, row: to } }
}

/** The product that does all along an axis, where the left operand is one for all and the columns run on evenly. */
const wider = (matrices: Matrices, extent: number, [l, r, t]: readonly number[]): Matrices | undefined => {
  const { columns, right, target } = matrices
  const runsOn = columns === 1 || (r === columns * right.column && t === columns * target.column)
  if (l !== 0 || !runsOn) return undefined
  const [from, to] = columns === 1 ? [r, t] : [right.column, target.column]
  return {
    ...matrices,
    columns: columns * extent,
    right: { ...right, column: from },
    target: { ...target, column: to },
  }
}

/** The same with as many of the axes as can be made rows or columns of one larger product. */
export const merged = ({ matrices, axes }: Batch): Batch => {
  for (const [axis, extent] of axes.extents.entries()) {
    const strides = axes.strides.map((each) => each[axis])
    const larger = taller(matrices, extent, strides) ?? wider(matrices, extent, strides)
    if (larger !== undefined) return merged({ matrices: larger, axes: without(axes, axis) })
  }
  return { matrices, axes }
}
