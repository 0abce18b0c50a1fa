import {
  ArgumentError,
  AxisError,
  allocate,
  fromRowMajor,
  normalizeAxis,
  ShapeError,
  sizeOf,
  type Tensor,
} from '../../tensor/index.js'
import { take } from '../primitives/indexing.js'
import { broadcastTo, reshape } from '../primitives/structural.js'
import { concatenate } from '../primitives/windows.js'
import type {
  AxisOption,
  Flatten,
  FlattenOptions,
  Ravel,
  Repeat,
  Roll,
  RollOptions,
  Tile,
} from '../signatures/index.js'
import { wholeNumbers } from './attributes.js'
import { declared, dual } from './dual.js'
import { selectable } from './indices.js'
import { operandOf } from './operands.js'
import { axisNames, flattenNames } from './optionNames.js'
import { partOf } from './over.js'

/** All elements in one row. */
const inOneRow = (x: Tensor): Tensor => reshape(x, [sizeOf(x.shape)])

/**
 * All elements in row-major order along one axis.
 *
 * @example
 * ```ts
 * import { ravel, tensor } from 'cotangent'
 *
 * ravel(tensor([[1, 2], [3, 4]])) // => [1. 2. 3. 4.]
 * ```
 */
export const ravel: Ravel = declared((x: unknown): Tensor => inOneRow(operandOf('ravel', x)))

/**
 * Neighbouring axes from `startAxis` (0) to `endAxis` (the last), both included, made one: x `[P..., N, ..., M, Q...]`
 * gives `[P..., N * ... * M, Q...]`. A scalar becomes `[1]`. Throws an AxisError where the first comes after the last.
 *
 * @example
 * ```ts
 * import { flatten, zeros } from 'cotangent'
 *
 * flatten(zeros([32, 28, 28]), { startAxis: 1 }).shape // => [ 32, 784 ]
 * flatten(zeros([2, 3, 4]), { endAxis: -2 }).shape // => [ 6, 4 ]
 * ```
 */
export const flatten: Flatten = dual(
  'flatten',
  1,
  flattenNames,
  (value: unknown, { startAxis = 0, endAxis = -1 }: FlattenOptions = {}): Tensor => {
    const x = operandOf('flatten', value)
    const row: Tensor = x.shape.length === 0 ? reshape(x, [1]) : x
    const [first, last] = [startAxis, endAxis].map((axis) => normalizeAxis('flatten', axis, row.shape.length, row))
    if (first > last)
      throw new AxisError({
        operation: 'flatten',
        operands: [x],
        problem: `axis ${startAxis} comes after axis ${endAxis}`,
      })
    const merged = sizeOf(row.shape.slice(first, last + 1))
    return reshape(row, row.shape.toSpliced(first, last + 1 - first, merged))
  },
)

/** Elements moved forward by `shift` places along an axis; those that leave it come in again at its start. */
const rolled = (x: Tensor, shift: number, axis: number): Tensor => {
  const extent = x.shape[axis]
  const forward = extent === 0 ? 0 : ((shift % extent) + extent) % extent
  if (forward === 0) return x
  return concatenate([partOf(x, axis, extent - forward, forward), partOf(x, axis, 0, extent - forward)], axis)
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

/**
 * The elements moved by `shift` places along an axis, or along several with one shift or one for each; what leaves at an
 * end comes in at the other. Without `axis` the elements move in row-major order. An axis named twice moves twice, and
 * negative shifts move backward.
 *
 * @example
 * ```ts
 * import { roll, tensor } from 'cotangent'
 *
 * roll(tensor([1, 2, 3, 4]), 1) // => [4. 1. 2. 3.]
 * roll(tensor([[1, 2], [3, 4], [5, 6]]), [-1, 1], { axis: [0, 1] })
 * // => [[4. 3.]
 * //     [6. 5.]
 * //     [2. 1.]]
 * ```
 */
export const roll: Roll = dual(
  'roll',
  2,
  axisNames,
  (value: unknown, shift: number | readonly number[], { axis }: RollOptions = {}): Tensor => {
    const x = operandOf('roll', value)
    const shifts = wholeNumbers('roll', 'shift', shift, x)
    if (axis === undefined) return reshape(rolled(inOneRow(x), sumOf(shifts), 0), x.shape)
    const axes = [axis].flat().map((one) => normalizeAxis('roll', one, x.shape.length, x))
    if (Array.isArray(shift) && axes.length !== shifts.length)
      throw new ArgumentError({
        operation: 'roll',
        operands: [x],
        problem: `there are ${shifts.length} shifts for ${axes.length} axes`,
        remedy: 'Give one shift for all axes, or one for each',
      })
    return axes.reduce(
      (moved, along, index) => rolled(moved, Array.isArray(shift) ? shifts[index] : shifts[0], along),
      x,
    )
  },
)

/**
 * x as a whole `reps` times over along each axis: one number for the last axis, or one for each of the last axes; what
 * x or `reps` lack in front counts as 1. x `[N, M]` tiled `[R, S]` gives `[R * N, S * M]`.
 *
 * @example
 * ```ts
 * import { tensor, tile } from 'cotangent'
 *
 * tile(tensor([1, 2]), 2) // => [1. 2. 1. 2.]
 * tile(tensor([1, 2]), [2, 1])
 * // => [[1. 2.]
 * //     [1. 2.]]
 * ```
 */
export const tile: Tile = dual('tile', 2, {}, (value: unknown, reps: number | readonly number[]): Tensor => {
  const x = operandOf('tile', value)
  const given = wholeNumbers('tile', 'reps', reps, x, 0)
  const rank = Math.max(given.length, x.shape.length)
  const inFront = (list: readonly number[]): readonly number[] => [
    ...new Array<number>(rank - list.length).fill(1),
    ...list,
  ]
  const [counts, shape] = [inFront(given), inFront(x.shape)]
  const tiled = shape.map((extent, axis) => extent * counts[axis])
  if (counts.every((count) => count === 1)) return reshape(x, shape)
  const apart = reshape(
    x,
    shape.flatMap((extent) => [1, extent]),
  )
  const layers = broadcastTo(
    apart,
    shape.flatMap((extent, axis) => [counts[axis], extent]),
  )
  return reshape(layers, tiled)
})

/** Every element `count` times. */
const repeatedEvenly = (x: Tensor, count: number, axis: number): Tensor => {
  if (count === 1) return x
  const layers = broadcastTo(reshape(x, x.shape.toSpliced(axis + 1, 0, 1)), x.shape.toSpliced(axis + 1, 0, count))
  return reshape(layers, x.shape.with(axis, x.shape[axis] * count))
}

/** The i-th element `counts[i]` times. */
const repeatedEach = (x: Tensor, counts: readonly number[], axis: number): Tensor => {
  const length = sumOf(counts)
  const places = allocate('int32', length)
  let from = 0
  for (const [place, count] of counts.entries()) {
    places.fill(place, from, from + count)
    from += count
  }
  return take(x, fromRowMajor('int32', [length], places), { axis, batchAxes: 0 })
}

/**
 * Every element, or slice, of x `repeats` times in a row along an axis, or of its elements in row-major order without
 * `axis`: one number for all, or one for each. Throws a ShapeError where there is not one for each.
 *
 * @example
 * ```ts
 * import { repeat, tensor } from 'cotangent'
 *
 * repeat(tensor([1, 2]), 2) // => [1. 1. 2. 2.]
 * repeat(tensor([[1, 2], [3, 4]]), [1, 2], { axis: 0 })
 * // => [[1. 2.]
 * //     [3. 4.]
 * //     [3. 4.]]
 * ```
 */
export const repeat: Repeat = dual(
  'repeat',
  2,
  axisNames,
  (value: unknown, repeats: number | readonly number[], { axis }: AxisOption = {}): Tensor => {
    const given = operandOf('repeat', value)
    const counts = wholeNumbers('repeat', 'repeats', repeats, given, 0)
    const [x, along] = selectable('repeat', given, axis)
    if (!Array.isArray(repeats)) return repeatedEvenly(x, counts[0], along)
    if (counts.length !== x.shape[along])
      throw new ShapeError({
        operation: 'repeat',
        operands: [given],
        problem: `there are ${counts.length} repeats for ${x.shape[along]} elements`,
        remedy: 'Give one number for all elements, or one for each',
      })
    return repeatedEach(x, counts, along)
  },
)
