import { type Constant, fromRowMajor, rowMajor } from '../../tensor/index.js'
import { directionsOf, scaleOf } from '../point.js'
import type { Gradient, Sight } from './evidence.js'

/** How far another point is: in terms of 1, or of the sizes of entries that are more, or of the entries' own sizes. */
interface Distance {
  readonly by: number
  readonly unit: (x: number) => number
}

/**
 * So far, to both sides, that signs change of what the function computes, but no farther: where activations saturate,
 * guards such as log(q + 1e-15), which gradients by hand leave out, come to more than rounding. And so near that no
 * entry's sign changes, and that the function is likely to be defined there, as it is at the point.
 */
const distances: readonly Distance[] = [
  { by: 1, unit: scaleOf },
  { by: -1, unit: scaleOf },
  { by: 2 ** -4, unit: (x) => Math.abs(x) || 1 },
]

/** A point with each of its entries moved by another amount. */
const movedLeaves = (leaves: readonly Constant[], { by, unit }: Distance): readonly Constant[] => {
  const directions = directionsOf(leaves, 0)
  return leaves.map((leaf, which) => {
    const data = rowMajor(leaf).slice()
    for (let at = 0; at < data.length; at++)
      data[at] += (by * unit(data[at]) * directions[which][at]) / scaleOf(data[at])
    return fromRowMajor(leaf.dtype, [...leaf.shape], data)
  })
}

/** Other points, the same ones whenever they are asked for, and a gradient there. */
export const sightsFrom = (
  leaves: readonly Constant[],
  gradientAt: (leaves: readonly Constant[]) => Gradient,
): readonly Sight[] =>
  distances.map((distance) => {
    const there = movedLeaves(leaves, distance)
    return { leaves: there, analytic: gradientAt(there) }
  })
