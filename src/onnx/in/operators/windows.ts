import { windowReach } from '../../../graph/index.js'
import type { Tensor } from '../../../tensor/index.js'
import { allowed, type OperatorCall, refused } from '../operator.js'

/** How windows slide over the spatial axes of x [N, C, ...]. */
export interface Windows {
  readonly kernel: readonly number[]
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
  readonly padding: readonly (readonly [before: number, after: number])[]
}

/** One number for each of so many axes. */
export const perAxis = (call: OperatorCall, name: string, axes: number, otherwise: number): readonly number[] => {
  const found = call.attributes.ints(name, new Array<number>(axes).fill(otherwise))
  if (found.length !== axes) throw refused(call, `${name} is given for ${found.length} axes, and there are ${axes}`)
  return found
}

/** The pairs of `pads`, which come as [befores..., afters...]. */
export const pairsOf = (call: OperatorCall, axes: number): readonly (readonly [number, number])[] => {
  const pads = perAxis(call, 'pads', 2 * axes, 0)
  return Array.from({ length: axes }, (_, axis) => [pads[axis], pads[axes + axis]] as const)
}

/** A width in two parts, the greater one in front or behind. */
export const halved = (total: number, greater: 'before' | 'after'): readonly [number, number] => {
  const [less, more] = [Math.floor(total / 2), Math.ceil(total / 2)]
  return greater === 'before' ? [more, less] : [less, more]
}

const autoPads = ['NOTSET', 'SAME_UPPER', 'SAME_LOWER', 'VALID']

/** How padding is told. */
export const autoPad = (call: OperatorCall): string => {
  const found = call.attributes.string('auto_pad', 'NOTSET')
  if (!autoPads.includes(found)) throw refused(call, `there is no auto_pad ${found}`)
  return found
}

/** The windows of a node over x [N, C, ...spatial], by a kernel whose size the weights tell or the node itself. */
export const windowsOf = (call: OperatorCall, { shape }: Tensor, sizes?: readonly number[]): Windows => {
  const extents = shape.slice(2)
  const axes = extents.length
  if (axes < 1) throw refused(call, 'there are no spatial axes')
  const { ints } = call.attributes
  const kernel = sizes === undefined ? ints('kernel_shape') : ints('kernel_shape', sizes)
  if (kernel.length !== axes || (sizes !== undefined && kernel.some((size, axis) => size !== sizes[axis])))
    throw refused(call, `kernel_shape is [${kernel.join(', ')}], which does not fit`)
  const strides = perAxis(call, 'strides', axes, 1)
  const dilations = perAxis(call, 'dilations', axes, 1)
  const wrong = [...kernel, ...strides, ...dilations].find((each) => !Number.isSafeInteger(each) || each < 1)
  if (wrong !== undefined) throw refused(call, `a size, stride or dilation of ${wrong} is no whole number from 1`)
  const auto = autoPad(call)
  const same = extents.map((extent, axis) => {
    const reach = windowReach(kernel[axis], dilations[axis])
    const total = Math.max(0, (Math.ceil(extent / strides[axis]) - 1) * strides[axis] + reach - extent)
    return halved(total, auto === 'SAME_LOWER' ? 'before' : 'after')
  })
  const none = extents.map(() => [0, 0] as const)
  const padding = auto === 'NOTSET' ? pairsOf(call, axes) : auto === 'VALID' ? none : same
  const padded = extents.map((extent, axis) => extent + padding[axis][0] + padding[axis][1])
  allowed(call, [...shape.slice(0, 2), ...padded])
  // What the windows of an axis see, one after another.
  for (const [axis, size] of kernel.entries())
    allowed(call, [Math.ceil(Math.max(0, padded[axis]) / strides[axis]), size])
  return { kernel, strides, dilations, padding }
}
