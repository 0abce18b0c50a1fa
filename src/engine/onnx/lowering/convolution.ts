import { equalShapes, type Shape, sizeOf } from '../../../tensor/index.js'
import { int, ints } from './attributes.js'
import type { Emitter } from './emitter.js'
import type { Lowering } from './lowering.js'
import { range } from './range.js'
import { each, leading, padding, slidesOf, unwound } from './slides.js'
import { loose, type Sliding, type Value } from './value.js'
import { isSameRearrangement, reshaped, transposed, viewOf } from './views.js'

// What convolutions are made of, `conv` and its derivatives, as the operators that runtimes have for them: those of
// float32, as the others are not to be had.

const exchanged = (axes: number): readonly number[] => [1, 0, ...range(leading, axes)]

/** Groups, rows and columns of a matrix for each group, or of one alone. */
const groupsOf = ({ shape }: Value): readonly number[] => (shape.length === 2 ? [1, ...shape] : shape)

/**
 * A product of matrices as a Conv, if the right ones [groups, C / groups * sizes..., N * counts...] are windows of an image:
 * those on the left are the kernels then.
 */
export const convolution = (emit: Emitter, left: Value, right: Value, shape: Shape): Value | undefined => {
  const { of: windows } = viewOf(right)
  const slides = slidesOf(windows)
  if (slides === undefined || right.dtype !== 'float32' || shape.length > 3) return undefined
  const { image, before, after, slidings } = padding(slides)
  const [batch, channels] = image.shape
  const [groups, rows, depth] = groupsOf(left)
  // Where windows or their number are one, the same numbers could be read as another product.
  if (groups * depth !== channels * sizeOf(each(slidings, 'size'))) return undefined
  const spatial = slidings.length
  const within = range(leading + spatial, leading + 2 * spatial)
  const columns = transposed(emit, windows, [1, ...within, 0, ...range(leading, leading + spatial)])
  if (!isSameRearrangement(viewOf(reshaped(emit, columns, right.shape)), viewOf(right))) return undefined
  const kernels = reshaped(emit, left, [groups * rows, channels / groups, ...each(slidings, 'size')])
  const type = { dtype: right.dtype, shape: [batch, groups * rows, ...windows.shape.slice(leading, leading + spatial)] }
  const make = (...bias: readonly Value[]): Value =>
    emit.one('Conv', [image, kernels, ...bias], type, {
      kernel_shape: ints(each(slidings, 'size')),
      strides: ints(each(slidings, 'stride')),
      dilations: ints(each(slidings, 'dilation')),
      pads: ints([...before, ...after]),
      group: int(groups),
    })
  const convolved = emit.lazily(type, make, { kind: 'convolution', with: make })
  return reshaped(emit, transposed(emit, convolved, exchanged(leading + spatial)), shape)
}

/** Of a spatial axis the part that stays: `size` elements from `start`. */
export interface Kept {
  readonly start: number
  readonly size: number
}

/** What has to go at both ends of each axis, or to come at its end, for what stays of the least that holds all windows. */
const edges = (slidings: readonly Sliding[], counts: Shape, kept: readonly Kept[]): readonly (readonly number[])[] =>
  kept.map(({ start, size }, index) => {
    const { stride, dilation, size: extent } = slidings[index]
    const rest = (counts[index] - 1) * stride + (extent - 1) * dilation + 1 - start - size
    return [start, Math.max(0, rest), Math.max(0, -rest)]
  })

/**
 * Added up windows [N, C, counts..., sizes...], or what is kept of them along spatial axes, as a ConvTranspose, if they are
 * a product of kernels [groups, C / groups * sizes..., rows] and images [groups, rows, N * counts...].
 */
export const transposedConvolution = (emit: Emitter, sums: Value, kept: readonly Kept[]): Value | undefined => {
  const [windows, inner] = unwound(sums, 'overlapAdd')
  const slidings = [...inner].reverse()
  const spatial = slidings.length
  const { of: product } = viewOf(windows)
  const { origin } = product
  if (origin?.kind !== 'product' || sums.dtype !== 'float32' || spatial < 1 || spatial > 3) return undefined
  if (sums.shape.length !== leading + spatial || product.shape.length > 3) return undefined
  if (slidings.some(({ axis }, index) => axis !== leading + index)) return undefined
  const [batch, channels] = sums.shape
  const counts = windows.shape.slice(leading, leading + spatial)
  const sizes = each(slidings, 'size')
  const [groups, depth, rows] = groupsOf(origin.left)
  if (groups * depth !== channels * sizeOf(sizes)) return undefined
  const parts = [channels, ...sizes, batch, ...counts]
  const expected = transposed(emit, reshaped(emit, product, parts), [
    spatial + 1,
    0,
    ...range(spatial + 2, 2 * spatial + 2),
    ...range(1, spatial + 1),
  ])
  if (!isSameRearrangement(viewOf(expected), viewOf(windows))) return undefined
  const around = edges(slidings, counts, kept)
  if (around.some(([, , more], index) => more >= slidings[index].stride)) return undefined
  const turned = transposed(emit, reshaped(emit, origin.left, groupsOf(origin.left)), [0, 2, 1])
  const kernels = reshaped(emit, turned, [groups * rows, channels / groups, ...sizes])
  const rowsFirst = reshaped(emit, origin.right, [groups * rows, batch, ...counts])
  return emit.one(
    'ConvTranspose',
    [transposed(emit, rowsFirst, exchanged(leading + spatial)), kernels],
    { dtype: sums.dtype, shape: [batch, channels, ...kept.map(({ size }) => size)] },
    {
      kernel_shape: ints(sizes),
      strides: ints(each(slidings, 'stride')),
      dilations: ints(each(slidings, 'dilation')),
      pads: ints([...around.map(([first]) => first), ...around.map(([, last]) => last)]),
      output_padding: ints(around.map(([, , more]) => more)),
      group: int(groups),
    },
  )
}

/** A sum as a Conv with a bias, if it is of a convolution that nothing else needs and of one number for each of its filters. */
export const biased =
  (lowering: Lowering<unknown>): Lowering<unknown> =>
  (emit, application) => {
    const { operands, isAlone } = application
    const sum = ([image, other]: readonly Value[], isNeeded: boolean): readonly Value[] | undefined => {
      const { origin, shape } = image
      const [, filters, ...spatial] = shape
      if (origin?.kind !== 'convolution' || isNeeded) return undefined
      const bias = loose(other)
      if (!equalShapes(bias.shape, [filters, ...spatial.map(() => 1)])) return undefined
      return [emit.lazily(image, () => origin.with(reshaped(emit, bias, [filters])))]
    }
    return sum(operands, !isAlone(0)) ?? sum([...operands].reverse(), !isAlone(1)) ?? lowering(emit, application)
  }
