import { type AttributesOf, inverted, windowReach } from '../../../graph/index.js'
import { sizeOf } from '../../../tensor/index.js'
import { int } from './attributes.js'
import { padded, type Range, sliced, spread } from './boxes.js'
import { transposedConvolution } from './convolution.js'
import type { Emitter } from './emitter.js'
import { lyingOrder } from './layout.js'
import type { Lowering } from './lowering.js'
import { range } from './range.js'
import { summed, summedAlone } from './reducing.js'
import { leading, unwound } from './slides.js'
import type { Sliding, Value } from './value.js'
import { reshaped, resolved, transposed } from './views.js'

/** Whether a window ends before the next one begins. */
const areApart = ({ size, stride, dilation }: Sliding): boolean => windowReach(size, dilation) <= stride

/** So many places of an axis: what is more goes, what is less is zeros. */
const extended = (emit: Emitter, x: Value, axis: number, extent: number): Value => {
  const zeros = x.shape.map(() => 0)
  return extent > x.shape[axis]
    ? padded(emit, x, zeros, zeros.with(axis, extent - x.shape[axis]))
    : sliced(emit, x, [{ axis, start: 0, size: extent, step: 1 }])
}

/** Sizes of windows up to which what they show is put together of one slice for each of their elements. */
const mostSlices = 32

const sizeOfAll = (slidings: readonly Sliding[]): number => sizeOf(slidings.map(({ size }) => size))

/** A view whose axes are some of a value's in their order, one of them moved. */
const moved = (emit: Emitter, x: Value, from: number, to: number): Value => {
  const rest = range(0, x.shape.length).filter((axis) => axis !== from)
  return transposed(emit, x, rest.toSpliced(to, 0, from))
}

// --- windows

/** Windows that do not overlap: the axis in two. */
const split = (emit: Emitter, x: Value, { axis, size, stride, dilation }: Sliding, count: number): Value => {
  const whole = extended(emit, x, axis, count * stride)
  const two = reshaped(emit, whole, [...x.shape.slice(0, axis), count, stride, ...x.shape.slice(axis + 1)])
  const own = sliced(emit, two, [{ axis: axis + 1, start: 0, size, step: dilation }])
  return moved(emit, own, axis + 1, x.shape.length)
}

/** Windows of many elements, by their places. */
const gathered = (emit: Emitter, x: Value, { axis, size, stride, dilation }: Sliding, count: number): Value => {
  const places = range(0, count).flatMap((window) => range(0, size).map((k) => window * stride + k * dilation))
  const seen = emit.one(
    'Gather',
    [x, emit.elements('int64', [count, size], places)],
    { dtype: x.dtype, shape: [...x.shape.slice(0, axis), count, size, ...x.shape.slice(axis + 1)] },
    { axis: int(axis) },
  )
  return moved(emit, seen, axis + 1, x.shape.length)
}

/** All choices of one element of each list. */
const choices = <A>(lists: readonly (readonly A[])[]): readonly (readonly A[])[] =>
  lists.reduce<readonly (readonly A[])[]>(
    (rows, list) => rows.flatMap((row) => list.map((element) => [...row, element])),
    [[]],
  )

/**
 * Windows along several axes, as one slice after another of all that stands at the same place of its window. Where they
 * overlap they lie as convolutions want them: axes between the first one and those of the windows, then those within
 * windows, then the others. Where they do not, as pools do: those within windows before all others.
 */
const stacked = (emit: Emitter, x: Value, slidings: readonly Sliding[], counts: readonly number[]): Value => {
  const first = Math.min(...slidings.map(({ axis }) => axis))
  const before = slidings.every(areApart) ? [] : range(1, first)
  const others = range(0, x.shape.length).filter((axis) => !before.includes(axis))
  const image = transposed(emit, x, [...before, ...others])
  const slices = choices(slidings.map(({ size }) => range(0, size))).map((place) =>
    sliced(
      emit,
      image,
      slidings.map(
        ({ axis, dilation, stride }, index): Range => ({
          axis: before.length + others.indexOf(axis),
          start: place[index] * dilation,
          size: counts[index],
          step: stride,
        }),
      ),
    ),
  )
  const at = before.length
  const [{ shape }] = slices
  const joined = emit.one(
    'Concat',
    slices,
    { dtype: x.dtype, shape: shape.with(at, shape[at] * slices.length) },
    { axis: int(at) },
  )
  const sizes = slidings.map(({ size }) => size)
  const apart = reshaped(emit, joined, [...shape.slice(0, at), ...sizes, ...shape.slice(at)])
  const placeOf = (axis: number): number =>
    before.includes(axis) ? before.indexOf(axis) : at + sizes.length + others.indexOf(axis)
  return transposed(emit, apart, [...range(0, x.shape.length).map(placeOf), ...sizes.map((_, index) => at + index)])
}

/** What windows show, made. */
const shown = (emit: Emitter, windows: Value, of: Value, own: Sliding): Value => {
  const [image, all] = unwound(windows, 'windows')
  const isDirect = all.every(({ axis }) => axis < image.shape.length)
  const together = isDirect && new Set(all.map(({ axis }) => axis)).size === all.length
  if (together && sizeOfAll(all) <= mostSlices)
    return stacked(
      emit,
      image,
      all,
      all.map(({ axis }) => windows.shape[axis]),
    )
  const count = windows.shape[own.axis]
  if (own.size <= mostSlices) return stacked(emit, of, [own], [count])
  return (areApart(own) ? split : gathered)(emit, of, own, count)
}

const windows: Lowering<AttributesOf<'windows'>> = (emit, { operands: [of], attributes: sliding, results: [type] }) => {
  if (sizeOf(type.shape) === 0) return [emit.elements(type.dtype, type.shape, [])]
  const value: Value = emit.lazily(type, () => shown(emit, value, of, sliding), { kind: 'windows', of, sliding })
  return [value]
}

// --- overlapAdd

/** For each place of an axis which elements of windows, one window after another, are added there, k ascending. */
const contributions = (
  count: number,
  { size, stride, dilation }: Sliding,
  extent: number,
): readonly (readonly number[])[] => {
  const lists = range(0, extent).map((): number[] => [])
  for (const k of range(0, size))
    for (const window of range(0, count)) lists[window * stride + k * dilation].push(window * size + k)
  return lists
}

/** Windows of many elements, [..., count, size, ...]: for each place what is added up there, filled up with zeros. */
const collected = (emit: Emitter, x: Value, sliding: Sliding, extent: number): Value => {
  const { axis, size } = sliding
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 2)]
  const count = x.shape[axis]
  const zero = count * size
  const row = extended(emit, reshaped(emit, x, [...before, zero, ...after]), axis, zero + 1)
  const lists = contributions(count, sliding, extent)
  const most = Math.max(...lists.map(({ length }) => length))
  const table = lists.flatMap((list) => [...list, ...range(list.length, most).map(() => zero)])
  const found = emit.one(
    'Gather',
    [row, emit.elements('int64', [extent, most], table)],
    { dtype: x.dtype, shape: [...before, extent, most, ...after] },
    { axis: int(axis) },
  )
  return summed(emit, found, [axis + 1])
}

/** What is at each place of its window, moved to where it belongs, and the sum of all that. */
const placed = (emit: Emitter, x: Value, { axis, size, stride, dilation }: Sliding, extent: number): Value => {
  const order = lyingOrder(x)
  const lying = transposed(emit, x, order)
  const within = order.indexOf(x.shape.length - 1)
  const kept = order.filter((each) => each !== x.shape.length - 1)
  const to = kept.indexOf(axis)
  const terms = range(0, size).map((k) => {
    const own = sliced(emit, lying, [{ axis: within, start: k, size: 1, step: 1 }])
    const term = reshaped(emit, own, lying.shape.toSpliced(within, 1))
    const zeros = term.shape.map(() => 0)
    const apart = spread(emit, term, zeros.with(to, stride - 1))
    const low = k * dilation
    return padded(emit, apart, zeros.with(to, low), zeros.with(to, extent - low - apart.shape[to]))
  })
  const sums = added(emit, terms)
  return transposed(emit, sums, inverted(kept))
}

/** The sum of values of one type, one after another. */
const added = (emit: Emitter, terms: readonly Value[]): Value => {
  const [first, ...rest] = terms
  if (rest.length === 0) return summedAlone(emit, first)
  return first.dtype === 'int32'
    ? rest.reduce((sum, term) => emit.one('Add', [sum, term], first), first)
    : emit.one('Sum', terms, first)
}

/** Whether windows stand side by side, perhaps with room between them. */
const areBeside = (sliding: Sliding): boolean => areApart(sliding) && sliding.dilation === 1

/** Windows that stand side by side, along all axes along which they do: nothing is added up. */
const beside = (emit: Emitter, of: Value, { axis, stride }: Sliding, extent: number): Value => {
  const { origin } = of
  const inner = origin?.kind === 'overlapAdd' && areBeside(origin.sliding) ? origin : undefined
  const x = inner ? beside(emit, inner.of, inner.sliding, of.shape[inner.sliding.axis]) : resolved(emit, of)
  const wide = extended(emit, moved(emit, x, x.shape.length - 1, axis + 1), axis + 1, stride)
  const joined = [...of.shape.slice(0, axis), of.shape[axis] * stride, ...of.shape.slice(axis + 1, -1)]
  return extended(emit, reshaped(emit, wide, joined), axis, extent)
}

const addedUp = (emit: Emitter, sums: Value, of: Value, sliding: Sliding): Value => {
  const { axis, size } = sliding
  const extent = sums.shape[axis]
  if (areBeside(sliding)) return summedAlone(emit, beside(emit, of, sliding, extent))
  const x = resolved(emit, of)
  return size <= mostSlices
    ? placed(emit, x, sliding, extent)
    : collected(emit, moved(emit, x, x.shape.length - 1, axis + 1), sliding, extent)
}

const overlapAdd: Lowering<AttributesOf<'overlapAdd'>> = (emit, { operands: [of], attributes, results: [type] }) => {
  const { axis, stride, dilation } = attributes
  if (sizeOf(of.shape) === 0) return [emit.broadcast(emit.scalar(of.dtype, 0), type.shape)]
  const sliding = { axis, stride, dilation, size: of.shape[of.shape.length - 1] }
  const full = type.shape.slice(leading).map((size) => ({ start: 0, size }))
  const value: Value = emit.lazily(
    type,
    () => transposedConvolution(emit, value, full) ?? addedUp(emit, value, of, sliding),
    { kind: 'overlapAdd', of, sliding },
  )
  return [value]
}

/** Of windows that are added up what is left along spatial axes, if all of it is one operator. */
export const cropped = (emit: Emitter, x: Value, ranges: readonly Range[]): Value | undefined => {
  if (x.origin?.kind !== 'overlapAdd') return undefined
  const isCrop = ranges.every(
    ({ axis, size, step }) => (step === 1 || size === 1) && (axis >= leading || size === x.shape[axis]),
  )
  if (!isCrop) return undefined
  const shape = ranges.map(({ size }) => size)
  if (sizeOf(shape) === 0) return undefined
  return emit.lazily(
    { dtype: x.dtype, shape },
    () => transposedConvolution(emit, x, ranges.slice(leading)) ?? sliced(emit, x, ranges),
  )
}

export const sliding = { overlapAdd, windows }
