import { ArgumentError, type Padding, ShapeError, type Tensor, type TensorType, written } from '../../tensor/index.js'
import { windowCount, windowReach, windows } from '../primitives/sliding.js'
import { pad } from '../primitives/windows.js'

/** What a refusal is about. */
export interface Subject {
  readonly operation: string
  readonly operands: readonly TensorType[]
}

/**
 * How windows slide along one spatial axis: `count` of them, over `before` + extent + `after` places, the last one perhaps
 * `overhang` places beyond.
 */
export interface Slide {
  readonly extent: number
  readonly size: number
  readonly stride: number
  readonly dilation: number
  readonly before: number
  readonly after: number
  readonly overhang: number
  readonly count: number
}

/** Axes of batch and channels, which stand before the spatial ones. */
export const leading = 2

const isWhole = (least: number) => (value: unknown) => Number.isSafeInteger(value) && (value as number) >= least

const listed = (subject: Subject, name: string, value: readonly unknown[], axes: number): readonly unknown[] => {
  if (value.length !== axes)
    throw new ArgumentError({
      ...subject,
      problem: `${name} is given for ${value.length} axes, and there are ${axes} spatial ones`,
      remedy: 'Give one for all of them, or one each',
    })
  return value
}

/** An attribute of each spatial axis, given as one number for all or one each: whole numbers, `least` at least. */
export const perAxis = (
  subject: Subject,
  name: string,
  value: number | readonly number[],
  axes: number,
  least = 1,
): readonly number[] => {
  const each = Array.isArray(value) ? listed(subject, name, value, axes) : new Array<unknown>(axes).fill(value)
  const wrong = each.findIndex((one) => !isWhole(least)(one))
  if (wrong >= 0)
    throw new ArgumentError({
      ...subject,
      problem: `${name} of spatial axis ${wrong} is ${String(each[wrong])}`,
      remedy: `It is a whole number, ${least} at least`,
    })
  return each as readonly number[]
}

/** Widths before and after each spatial axis, given as one number for all, or for each axis a number or a pair. */
export const paddingOf = (
  subject: Subject,
  padding: Exclude<Padding, string>,
  axes: number,
): readonly (readonly [before: number, after: number])[] => {
  const each = Array.isArray(padding) ? listed(subject, 'padding', padding, axes) : new Array(axes).fill(padding)
  return each.map((width: unknown, axis) => {
    const pair = Array.isArray(width) ? width : [width, width]
    if (pair.length !== 2 || !pair.every(isWhole(0)))
      throw new ArgumentError({
        ...subject,
        problem: `padding of spatial axis ${axis} is ${written(width)}`,
        remedy: 'It is a whole number or a pair [before, after] of them, none negative',
      })
    return pair as unknown as readonly [number, number]
  })
}

/** One number or one each, as options give strides and the like. */
export interface SlidingSettings {
  readonly stride: number | readonly number[]
  readonly padding: Padding
  readonly dilation: number | readonly number[]
  /** Whether a last window may reach past the end, so long as it starts before. */
  readonly ceilMode?: boolean
}

/** Zeros that make as many windows as there are strides in the axis; an odd one stands at the end. */
const sameWidths = (extent: number, reach: number, stride: number): readonly [number, number] => {
  const total = Math.max(0, (Math.ceil(extent / stride) - 1) * stride + reach - extent)
  return [Math.floor(total / 2), Math.ceil(total / 2)]
}

const widthsOf = (
  subject: Subject,
  padding: Padding,
  axes: readonly Pick<Slide, 'extent' | 'size' | 'stride' | 'dilation'>[],
): readonly (readonly [number, number])[] => {
  if (padding === 'valid') return axes.map(() => [0, 0])
  if (padding === 'same')
    return axes.map(({ extent, size, stride, dilation }) => sameWidths(extent, windowReach(size, dilation), stride))
  if (typeof padding === 'string')
    throw new ArgumentError({
      ...subject,
      problem: `there is no padding ${padding}`,
      remedy: "Give 'same', 'valid', or the widths in numbers",
    })
  return paddingOf(subject, padding, axes.length)
}

/** How many windows there are where the last one may reach past the end, so long as it starts before. */
const countRoundedUp = ({
  extent,
  size,
  stride,
  dilation,
  before,
  after,
}: Omit<Slide, 'overhang' | 'count'>): number => {
  const most = Math.ceil((before + extent + after - windowReach(size, dilation)) / stride) + 1
  return (most - 1) * stride >= before + extent ? most - 1 : most
}

/** How windows of the given sizes slide along the spatial axes of x [N, C, ...]. */
export const slidesOf = (
  subject: Subject,
  x: Tensor,
  sizes: readonly number[],
  { stride, padding, dilation, ceilMode = false }: SlidingSettings,
): readonly Slide[] => {
  const axes = sizes.length
  const [strides, dilations] = [perAxis(subject, 'stride', stride, axes), perAxis(subject, 'dilation', dilation, axes)]
  const bare = sizes.map((size, axis) => ({
    extent: x.shape[leading + axis],
    size,
    stride: strides[axis],
    dilation: dilations[axis],
  }))
  const widths = widthsOf(subject, padding, bare)
  return bare.map((each, axis) => {
    const [before, after] = widths[axis]
    const whole = before + each.extent + after
    const reach = windowReach(each.size, each.dilation)
    const count = ceilMode ? countRoundedUp({ ...each, before, after }) : windowCount(whole, each.size, each)
    if (count < 1)
      throw new ShapeError({
        ...subject,
        problem: `a kernel that reaches over ${reach} places is larger than the ${whole} of spatial axis ${axis}`,
        remedy: 'Padding makes the axis longer',
      })
    return { ...each, before, after, count, overhang: Math.max(0, (count - 1) * each.stride + reach - whole) }
  })
}

/** What is put before and after each spatial axis, so that all windows are inside. */
export const widthsAround = (slides: readonly Slide[]): readonly (readonly [before: number, after: number])[] =>
  slides.map(({ before, after, overhang }) => [before, after + overhang])

/** Zeros around the spatial axes. */
export const paddedWith = (x: Tensor, widths: readonly (readonly [before: number, after: number])[]): Tensor =>
  widths.every(([before, after]) => before === 0 && after === 0)
    ? x
    : pad(x, {
        low: [0, 0, ...widths.map(([before]) => before)],
        high: [0, 0, ...widths.map(([, after]) => after)],
        interior: x.shape.map(() => 0),
      })

/** All windows of what has been padded: [N, C, counts..., sizes...]. */
export const windowed = (x: Tensor, slides: readonly Slide[]): Tensor =>
  slides.reduce(
    (seen, { size, stride, dilation }, axis) => windows(seen, { axis: leading + axis, size, stride, dilation }),
    x,
  )
