import { type AttributesOf, windowReach } from '../../../graph/index.js'
import { type Shape, sizeOf } from '../../../tensor/index.js'
import { int } from './attributes.js'
import type { Emitter } from './emitter.js'
import type { Lowering } from './lowering.js'
import { padded, sliced } from './moving.js'
import { summed, summedAlone } from './reducing.js'
import { transposed } from './structural.js'
import type { Value } from './value.js'

const range = (start: number, end: number): readonly number[] =>
  Array.from({ length: end - start }, (_, index) => start + index)

/** The axis after another as the last one. */
const lastAfter = (emit: Emitter, x: Value, axis: number): Value =>
  transposed(emit, x, [...range(0, axis + 1), ...range(axis + 2, x.shape.length), axis + 1])

/** The last axis as the one after another. */
const afterLast = (emit: Emitter, x: Value, axis: number): Value =>
  transposed(emit, x, [...range(0, axis + 1), x.shape.length - 1, ...range(axis + 1, x.shape.length - 1)])

/** So many places of an axis: what is more goes, what is less is zeros. */
const extended = (emit: Emitter, x: Value, axis: number, extent: number): Value => {
  const zeros = x.shape.map(() => 0)
  return extent > x.shape[axis]
    ? padded(emit, x, zeros, zeros.with(axis, extent - x.shape[axis]))
    : sliced(emit, x, [{ axis, start: 0, size: extent, step: 1 }])
}

/** Whether a window ends before the next one begins. */
const areApart = (size: number, stride: number, dilation: number): boolean => windowReach(size, dilation) <= stride

// --- windows: where they do not overlap, the axis in two

const windows: Lowering<AttributesOf<'windows'>> = (emit, { operands: [x], attributes, results: [type] }) => {
  const { axis, size, stride, dilation } = attributes
  const count = type.shape[axis]
  if (sizeOf(type.shape) === 0) return [emit.elements(type.dtype, type.shape, [])]
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)]
  if (areApart(size, stride, dilation)) {
    const split = emit.reshape(extended(emit, x, axis, count * stride), [...before, count, stride, ...after])
    const own = sliced(emit, split, [{ axis: axis + 1, start: 0, size, step: dilation }])
    return [lastAfter(emit, own, axis)]
  }
  const places = range(0, count).flatMap((window) => range(0, size).map((k) => window * stride + k * dilation))
  const seen = emit.one(
    'Gather',
    [x, emit.elements('int64', [count, size], places)],
    { dtype: x.dtype, shape: [...before, count, size, ...after] },
    { axis: int(axis) },
  )
  return [lastAfter(emit, seen, axis)]
}

// --- overlapAdd: where windows do not overlap, one after another

/** For each place of an axis which elements of windows, one window after another, are added there, k ascending. */
const contributions = (
  count: number,
  size: number,
  { extent, stride, dilation }: AttributesOf<'overlapAdd'>,
): readonly (readonly number[])[] => {
  const lists = range(0, extent).map((): number[] => [])
  for (const k of range(0, size))
    for (const window of range(0, count)) lists[window * stride + k * dilation].push(window * size + k)
  return lists
}

const overlapAdd: Lowering<AttributesOf<'overlapAdd'>> = (emit, { operands: [x], attributes, results: [type] }) => {
  const { axis, extent, stride, dilation } = attributes
  const [count, size] = [x.shape[axis], x.shape[x.shape.length - 1]]
  if (sizeOf(x.shape) === 0) return [emit.broadcast(emit.scalar(x.dtype, 0), type.shape)]
  const [before, after] = [type.shape.slice(0, axis), type.shape.slice(axis + 1)]
  const each = afterLast(emit, x, axis)
  if (areApart(size, stride, dilation) && dilation === 1) {
    const whole = emit.reshape(extended(emit, each, axis + 1, stride), [...before, count * stride, ...after])
    return [summedAlone(emit, extended(emit, whole, axis, extent))]
  }
  const row = emit.reshape(each, [...before, count * size, ...after])
  // Places that get less than others are filled up with a zero, which stands behind.
  const zero = count * size
  const lists = contributions(count, size, attributes)
  const most = Math.max(...lists.map(({ length }) => length))
  const table = lists.flatMap((list) => [...list, ...range(list.length, most).map(() => zero)])
  const gathered = (shape: Shape): Value =>
    emit.one(
      'Gather',
      [extended(emit, row, axis, zero + 1), emit.elements('int64', most === 1 ? [extent] : [extent, most], table)],
      { dtype: x.dtype, shape },
      { axis: int(axis) },
    )
  if (most === 1) return [summedAlone(emit, gathered(type.shape))]
  return [summed(emit, gathered([...before, extent, most, ...after]), [axis + 1])]
}

export const sliding = { overlapAdd, windows }
