import {
  ArgumentError,
  describe,
  filled,
  normalizeAxes,
  reducedShape,
  type Shape,
  type Tensor,
} from '../../tensor/index.js'
import { abs, add, equal, fullLike, mul, sub, where } from '../primitives/arithmetic.js'
import { take } from '../primitives/indexing.js'
import { argsort } from '../primitives/sorting.js'
import { reshape, transpose } from '../primitives/structural.js'
import { concatenate } from '../primitives/windows.js'
import type { FloatReduction, Quantile, ReductionOptions } from '../signatures/index.js'
import { checkFlag } from './attributes.js'
import { dual } from './dual.js'
import { floatOperandOf } from './operands.js'
import { reductionNames } from './optionNames.js'
import { countOver, partOf } from './over.js'
import { reduction } from './reducing.js'

/** The elements over axes in order, along one last axis. */
const sortedOver = (x: Tensor, axes: readonly number[]): Tensor => {
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis))
  const arranged = transpose(x, [...kept, ...axes])
  const rows = reshape(arranged, [...reducedShape(x.shape, axes), countOver(x, axes)])
  const last = kept.length
  return take(rows, argsort(rows, { descending: false }), { axis: last, batchAxes: last })
}

/** a + weight (b - a); of two equal infinities, whose difference would be NaN, themselves. */
const between = (a: Tensor, b: Tensor, weight: number): Tensor => {
  const infinite = equal(abs(a), fullLike(a, Number.POSITIVE_INFINITY))
  const alike = where(infinite, equal(a, b), infinite)
  const [low, high] = [a, b].map((each) => where(alike, fullLike(each, 0), each))
  return where(alike, a, add(low, mul(fullLike(a, weight), sub(high, low))))
}

/** The element that the share q of sorted ones lies below, interpolated; NaN where there is one, which then is the last. */
const atShare = (sorted: Tensor, q: number): Tensor => {
  const last = sorted.shape.length - 1
  const extent = sorted.shape[last]
  const element = (index: number): Tensor => partOf(sorted, last, index, 1)
  const place = (extent - 1) * q
  const below = Math.floor(place)
  const value = below === place ? element(below) : between(element(below), element(below + 1), place - below)
  const largest = element(extent - 1)
  return where(equal(largest, largest), value, largest)
}

/** The quantile over axes, in a shape with as many elements. */
const quantileOver = (x: Tensor, axes: readonly number[], shares: readonly number[]): readonly Tensor[] => {
  if (countOver(x, axes) === 0) return shares.map(() => filled(x.dtype, reducedShape(x.shape, axes, true), Number.NaN))
  const sorted = sortedOver(x, axes)
  return shares.map((q) => atShare(sorted, q))
}

const checkShares = (q: unknown, x: Tensor): readonly number[] => {
  const shares: readonly unknown[] = [q].flat()
  const foreign = shares.filter((share) => !(typeof share === 'number' && share >= 0 && share <= 1))
  if (foreign.length > 0 || shares.length === 0)
    throw new ArgumentError({
      operation: 'quantile',
      operands: [x],
      problem: shares.length === 0 ? 'there is no q' : `q is ${describe(foreign[0])}, not between 0 and 1`,
      remedy: 'Give a number from 0 to 1, or a list of such',
    })
  return shares as readonly number[]
}

/**
 * The element below which the share q of all elements over the axes given, or over all, lies: in order, that at
 * (N - 1) q, interpolated between its two neighbours, as NumPy does. Of a list of shares `[Q]` there are as many along a
 * new axis in front. NaN where there is one, and of no elements. The derivative is that of the elements in question;
 * among equal ones, of those that come first in order. Throws an ArgumentError where q is not between 0 and 1.
 *
 * @example
 * ```ts
 * import { quantile, tensor } from 'cotangent'
 *
 * const x = tensor([[7, 1, 3], [2, 2, 8]])
 * quantile(x, 0.25, { axis: 1 }) // => [2. 2.]
 * quantile(x, [0, 0.5, 1]) // => [1.  2.5 8. ]
 * ```
 */
export const quantile: Quantile = dual(
  'quantile',
  2,
  reductionNames,
  (value: unknown, q: unknown, { axis, keepdims = false }: ReductionOptions = {}): Tensor => {
    const x = floatOperandOf('quantile', value)
    const axes = normalizeAxes('quantile', axis, x)
    const shares = checkShares(q, x)
    const shape = reducedShape(x.shape, axes, checkFlag('quantile', 'keepdims', keepdims))
    const front: Shape = Array.isArray(q) ? [1, ...shape] : shape
    const results = quantileOver(x, axes, shares).map((each) => reshape(each, front))
    return Array.isArray(q) ? concatenate(results, 0) : results[0]
  },
)

/**
 * The middle one in order of the elements over the axes given, or over all, or the mean of the two in the middle. NaN
 * where there is one, and of no elements. The derivative is that of the middle elements; among equal ones, of those that
 * come first in order.
 *
 * @example
 * ```ts
 * import { median, tensor } from 'cotangent'
 *
 * median(tensor([[7, 1, 3], [2, 2, 8]]), { axis: 1 }) // => [3. 2.]
 * median(tensor([7, 1, 3, 2])) // => 2.5
 * ```
 */
export const median: FloatReduction = reduction(
  'median',
  floatOperandOf,
  reductionNames,
  (x, axes) => quantileOver(x, axes, [0.5])[0],
)
