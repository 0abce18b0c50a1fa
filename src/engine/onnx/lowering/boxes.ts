import { type Shape, sizeOf } from '../../../tensor/index.js'
import type { Emitter } from './emitter.js'
import type { Value } from './value.js'
import { reshaped } from './views.js'

/** How elements of one axis are selected: `size` of them, from `start` in steps of `step`. */
export interface Range {
  readonly axis: number
  readonly start: number
  readonly size: number
  readonly step: number
}

/** One past the last element of a range, going up or down; ends before the first element count from behind. */
const endOf = ({ start, size, step }: Range, extent: number): number => {
  const end = start + size * step
  return end < 0 ? -extent - 1 : Math.min(end, extent)
}

/** Ranges of some axes, the others in full. */
export const sliced = (emit: Emitter, x: Value, ranges: readonly Range[]): Value => {
  const narrowing = ranges.filter(({ axis, size, step }) => size !== x.shape[axis] || step < 0)
  if (narrowing.length === 0) return x
  const shape = narrowing.reduce<Shape>((rest, { axis, size }) => rest.with(axis, size), x.shape)
  if (sizeOf(shape) === 0) return emit.elements(x.dtype, shape, [])
  const listed = (of: (range: Range) => number): Value => emit.int64s(narrowing.map(of))
  return emit.one(
    'Slice',
    [
      x,
      listed(({ start }) => start),
      listed((range) => endOf(range, x.shape[range.axis])),
      listed(({ axis }) => axis),
      listed(({ step }) => step),
    ],
    { dtype: x.dtype, shape },
  )
}

/** Zeros before and after each axis, or, by negative widths, elements less. */
export const padded = (emit: Emitter, x: Value, low: readonly number[], high: readonly number[]): Value => {
  if ([...low, ...high].every((width) => width === 0)) return x
  const shape = x.shape.map((extent, axis) => low[axis] + extent + high[axis])
  return emit.one('Pad', [x, emit.int64s([...low, ...high])], { dtype: x.dtype, shape })
}

/** Each element with zeros after it, by an axis of its own. */
export const spread = (emit: Emitter, x: Value, interior: readonly number[]): Value => {
  if (interior.every((zeros) => zeros === 0)) return x
  const split = x.shape.flatMap((extent, axis) => (interior[axis] === 0 ? [extent] : [extent, 1]))
  const zeros = x.shape.flatMap((_, axis) => (interior[axis] === 0 ? [0] : [0, interior[axis]]))
  const apart = padded(
    emit,
    reshaped(emit, x, split),
    zeros.map(() => 0),
    zeros,
  )
  return reshaped(
    emit,
    apart,
    x.shape.map((extent, axis) => extent * (1 + interior[axis])),
  )
}
