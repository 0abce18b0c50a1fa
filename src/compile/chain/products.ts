import type { Multiplied } from '../contraction/lanes.js'
import { type Plan, planFor } from '../contraction/plan.js'
import type { Place } from '../place.js'

/** A product of matrices one of whose operands is sliced, along an axis of the result. */
export interface SlicedProduct {
  /** How to multiply a slice. */
  readonly plan: Plan
  readonly axis: number
  readonly operands: readonly [left: Place, right: Place]
  readonly target: Place
}

/** The product that makes slices of so many rows (axis 0) or columns (axis 1). */
export const sliceProduct = (
  [left, right]: readonly Place[],
  target: Place,
  axis: number,
  size: number,
  fused: boolean,
): SlicedProduct => {
  const slice = (place: Place): Place => ({ ...place, shape: place.shape.with(axis, size) })
  const [a, b] = axis === 0 ? [slice(left), right] : [left, slice(right)]
  const plan = planFor(target.dtype as Multiplied, a, b, slice(target), fused)
  return { plan, axis, operands: [left, right], target }
}
