import {
  ArgumentError,
  describe,
  equalShapes,
  normalizeAxes,
  type Range,
  ShapeError,
  type Tensor,
} from '../../tensor/index.js'
import * as primitive from '../primitives/windows.js'
import type { Flip, FlipOptions, Slice } from '../signatures/index.js'
import { dual } from './dual.js'
import { operandOf } from './operands.js'
import { axisNames } from './optionNames.js'

/** Elements `first`, `first + step`, ... of an axis, `size` of them. */
interface Progression {
  readonly first: number
  readonly size: number
  readonly step: number
}

const rangeRemedy = 'A range is [start, stop, step], whole numbers or null'

/** What a range selects of an axis, by Python's rules: negative bounds count from the end, and both stop at the ends. */
const progressionOf = (x: Tensor, range: Range | null, axis: number): Progression => {
  const extent = x.shape[axis]
  if (range !== null && !Array.isArray(range))
    throw new ArgumentError({
      operation: 'slice',
      operands: [x],
      problem: `${describe(range)} is no range of axis ${axis}`,
      remedy: rangeRemedy,
    })
  const [start, stop, step] = range ?? []
  const by = step ?? 1
  const foreign = [start, stop, by].find((bound) => bound !== undefined && bound !== null && !Number.isInteger(bound))
  if (by === 0 || foreign !== undefined)
    throw new ArgumentError({
      operation: 'slice',
      operands: [x],
      problem:
        by === 0 ? `the step of axis ${axis} is 0` : `${foreign} in the range of axis ${axis} is no whole number`,
      remedy: rangeRemedy,
    })
  const [lowest, highest] = by > 0 ? [0, extent] : [-1, extent - 1]
  const bound = (given: number | null | undefined, fallback: number): number =>
    given === undefined || given === null
      ? fallback
      : Math.min(highest, Math.max(lowest, given < 0 ? given + extent : given))
  const first = bound(start, by > 0 ? lowest : highest)
  const last = bound(stop, by > 0 ? highest : lowest)
  return { first, size: Math.max(0, Math.ceil((last - first) / by)), step: by }
}

/**
 * A range of each leading axis, [start, stop, step] with Python's rules: null or absent stands for the default, negative
 * bounds count from the end, bounds past the ends stop there, and a negative step goes backward. A range of null takes
 * its axis as a whole.
 *
 * @example
 * ```ts
 * import { arange, reshape, slice } from 'cotangent'
 *
 * slice(arange(5), [[1, 4]]) // => [1. 2. 3.]
 * slice(arange(5), [[null, null, -2]]) // => [4. 2. 0.]
 * slice(reshape(arange(6), [2, 3]), [null, [-2]])
 * // => [[1. 2.]
 * //     [4. 5.]]
 * ```
 */
export const slice: Slice = dual('slice', 2, {}, (value: unknown, ranges: readonly (Range | null)[]): Tensor => {
  const x = operandOf('slice', value)
  if (!Array.isArray(ranges) || ranges.length > x.shape.length)
    throw new ShapeError({
      operation: 'slice',
      operands: [x],
      problem: `there are ${Array.isArray(ranges) ? ranges.length : 'no'} ranges for ${x.shape.length} axes`,
      remedy: 'Give a list of one range [start, stop, step] for each leading axis',
    })
  const progressions = x.shape.map((_, axis) => progressionOf(x, ranges[axis] ?? null, axis))
  // Backward: the same elements forward, then turned round.
  const size = progressions.map((each) => each.size)
  const start = progressions.map(({ first, size, step }) =>
    size === 0 ? 0 : Math.min(first, first + (size - 1) * step),
  )
  const step = progressions.map((each) => Math.abs(each.step))
  const sliced = equalShapes(size, x.shape) ? x : primitive.slice(x, { start, size, step })
  return turned(
    sliced,
    progressions.flatMap(({ step }, axis) => (step < 0 ? [axis] : [])),
  )
})

const turned = (x: Tensor, axes: readonly number[]): Tensor => (axes.length === 0 ? x : primitive.flip(x, axes))

/**
 * The elements in the opposite order along the axes given, or along all.
 *
 * @example
 * ```ts
 * import { flip, tensor } from 'cotangent'
 *
 * const x = tensor([[1, 2], [3, 4]])
 * flip(x, { axis: 1 })
 * // => [[2. 1.]
 * //     [4. 3.]]
 * ```
 */
export const flip: Flip = dual('flip', 1, axisNames, (value: unknown, { axis }: FlipOptions = {}): Tensor => {
  const x = operandOf('flip', value)
  return turned(x, normalizeAxes('flip', axis, x))
})
