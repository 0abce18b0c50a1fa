import { isTensor, type Shape, ShapeError, sizeOf, type Tensor, written } from '../../tensor/index.js'
import { add, fullLike, less, maximum, minimum, where } from '../primitives/arithmetic.js'
import { scatter, take } from '../primitives/indexing.js'
import { broadcastTo, reshape } from '../primitives/structural.js'
import type { DynamicSlice, DynamicUpdateSlice, Starts } from '../signatures/index.js'
import { checkWhole } from './attributes.js'
import { dual } from './dual.js'
import { countTo, indicesOf, linearIndex } from './indices.js'
import { operandOf, operandsOf } from './operands.js'
import { partOf } from './over.js'

const refuseStarts = (operation: string, x: Tensor, found: string): ShapeError =>
  new ShapeError({
    operation,
    operands: [x],
    problem: `the starts are ${found}, not one whole number for each of ${x.shape.length} axes`,
    remedy: 'Give a list of numbers or int32 scalars, or an int32 vector',
  })

/** Scalars, one for each axis. */
const startsOf = (operation: string, x: Tensor, starts: Starts): readonly Tensor[] => {
  const rank = x.shape.length
  if (isTensor(starts)) {
    const vector = indicesOf(operation, starts)
    if (vector.shape.length !== 1 || vector.shape[0] !== rank)
      throw refuseStarts(operation, x, `of shape [${vector.shape.join(', ')}]`)
    return x.shape.map((_, axis) => reshape(partOf(vector, 0, axis, 1), []))
  }
  if (!Array.isArray(starts) || starts.length !== rank)
    throw refuseStarts(operation, x, Array.isArray(starts) ? `${starts.length} numbers` : `a ${typeof starts}`)
  return starts.map((start, axis) => {
    const scalar = indicesOf(operation, isTensor(start) ? start : checkWhole(operation, `starts[${axis}]`, start, x))
    if (scalar.shape.length > 0)
      throw refuseStarts(operation, x, `of shape [${scalar.shape.join(', ')}] for axis ${axis}`)
    return scalar
  })
}

/** Where the part begins: a negative start counts from the end, and then the part is moved to lie inside the axis. */
const within = (start: Tensor, extent: number, size: number): Tensor => {
  const fromStart = where(less(start, fullLike(start, 0)), add(start, fullLike(start, extent)), start)
  return minimum(maximum(fromStart, fullLike(start, 0)), fullLike(start, extent - size))
}

/** A part of x of the given sizes: x as rows, and the places of those that the part takes in, over its first axes. */
const rowsOf = (
  operation: string,
  x: Tensor,
  starts: Starts,
  sizes: Shape,
): readonly [rows: Tensor, places: Tensor] => {
  const origin = startsOf(operation, x, starts)
  const leading = x.shape.findLastIndex((extent, axis) => extent !== sizes[axis]) + 1
  const [extents, part] = [x.shape.slice(0, leading), sizes.slice(0, leading)]
  const coordinates = part.map((size, axis) => {
    const along = part.map((_, other) => (other === axis ? size : 1))
    const first = within(origin[axis], extents[axis], size)
    return reshape(add(countTo(size), broadcastTo(first, [size])), along)
  })
  return [reshape(x, [sizeOf(extents), ...x.shape.slice(leading)]), linearIndex(coordinates, extents, part)]
}

const alongRows = { axis: 0, batchAxes: 0 }

/**
 * The part of x of given static sizes that begins at `starts`, one for each axis, which may be computed: a list of
 * numbers or int32 scalars, or an int32 vector. A negative start counts from the end; then, as in JAX, a part that would
 * reach outside is moved to lie inside, so nothing is out of range. Where the starts are known beforehand, `slice` is a
 * view.
 *
 * @example
 * ```ts
 * import { arange, dynamicSlice, tensor } from 'cotangent'
 *
 * const x = arange(5)
 * dynamicSlice(x, [tensor(1, { dtype: 'int32' })], [3]) // => [1. 2. 3.]
 * dynamicSlice(x, [4], [3]) // => [2. 3. 4.]
 * ```
 */
export const dynamicSlice: DynamicSlice = dual(
  'dynamicSlice',
  3,
  {},
  (value: unknown, starts: Starts, sizes: Shape): Tensor => {
    const x = operandOf('dynamicSlice', value)
    const fits =
      Array.isArray(sizes) &&
      sizes.length === x.shape.length &&
      sizes.every((size, axis) => Number.isSafeInteger(size) && size >= 0 && size <= x.shape[axis])
    if (!fits)
      throw new ShapeError({
        operation: 'dynamicSlice',
        operands: [x],
        problem: `${written(sizes)} are no sizes of a part of it`,
        remedy: 'Give a whole number for every axis, from 0 to its size',
      })
    const [rows, places] = rowsOf('dynamicSlice', x, starts, sizes)
    return reshape(take(rows, places, alongRows), sizes)
  },
)

/**
 * x with an update in place of the part that begins at `starts`, one for each axis, which may be computed: a list of
 * numbers or int32 scalars, or an int32 vector. A negative start counts from the end; then, as in JAX, an update that
 * would reach outside is moved to lie inside. What is overwritten has derivative 0.
 *
 * @example
 * ```ts
 * import { dynamicUpdateSlice, tensor, zeros } from 'cotangent'
 *
 * dynamicUpdateSlice(zeros([4]), tensor([1, 2]), [1]) // => [0. 1. 2. 0.]
 * dynamicUpdateSlice(zeros([4]), tensor([1, 2]), [9]) // => [0. 0. 1. 2.]
 * ```
 */
export const dynamicUpdateSlice: DynamicUpdateSlice = dual(
  'dynamicUpdateSlice',
  3,
  {},
  (value: unknown, part: unknown, starts: Starts): Tensor => {
    const operands = operandsOf('dynamicUpdateSlice', [value, part])
    const [x, update] = operands
    if (update.shape.length !== x.shape.length || update.shape.some((size, axis) => size > x.shape[axis]))
      throw new ShapeError({
        operation: 'dynamicUpdateSlice',
        operands,
        problem: `an update of shape [${update.shape.join(', ')}] is no part of it`,
        remedy: 'Give it as many axes, none larger',
      })
    const [rows, places] = rowsOf('dynamicUpdateSlice', x, starts, update.shape)
    const changes = reshape(update, [...places.shape, ...rows.shape.slice(1)])
    return reshape(scatter(rows, places, changes, alongRows), x.shape)
  },
)
