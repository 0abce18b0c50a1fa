import { add, conv, convTranspose, eye, pad, reshape, slice, sub, windowReach } from '../../../graph/index.js'
import { sizeOf } from '../../../tensor/index.js'
import { allowed, constantInts, misshapen, type OperatorCall, type Operators, refused } from '../operator.js'
import { maybe, type Numbers, numbers, perChannel, type Whole, whole } from './operands.js'
import { autoPad, halved, pairsOf, perAxis, windowsOf } from './windows.js'

/** x convolved with w, as the attributes of the node say. */
export const convolved = <X extends Numbers>(call: OperatorCall, x: X, w: X): X => {
  const { strides, dilations, padding } = windowsOf(call, x, w.shape.slice(2))
  return conv(x as Numbers, w as Numbers, {
    stride: strides,
    padding,
    dilation: dilations,
    groups: call.attributes.int('group', 1),
  }) as Numbers as X
}

/** y with one number added in each channel. */
export const withBias = <X extends Numbers>(y: X, bias: X | undefined): X =>
  bias === undefined ? y : (add(y as Numbers, perChannel<Numbers>(bias, y)) as Numbers as X)

/** Whole numbers [N, C, ...] less their zero points, of which w [O, ...] may have one for each output channel. */
export const centredKernel = (
  x: Whole,
  w: Whole,
  [ofX, ofW]: readonly (Whole | undefined)[],
): readonly [x: Whole, w: Whole] => [
  ofX === undefined ? x : (sub(x, ofX.shape.length === 1 ? reshape(ofX, []) : ofX) as Whole),
  ofW === undefined ? w : (sub(w, alongFirst(ofW, w)) as Whole),
]

/** One number for all, or one each along the first axis of w. */
const alongFirst = <X extends Numbers>(values: X, w: Numbers): X => {
  const shape = sizeOf(values.shape) === 1 ? [] : [values.shape[0], ...w.shape.slice(1).map(() => 1)]
  return reshape(values as Numbers, shape) as Numbers as X
}

/** The places `from` up to `from + length` of each spatial axis, zeros where there are none. */
const window = (x: Numbers, from: readonly number[], lengths: readonly number[]): Numbers => {
  const spatial = x.shape.slice(2)
  const kept = slice(x, [
    null,
    null,
    ...spatial.map(
      (extent, axis) => [Math.min(extent, Math.max(0, from[axis])), Math.max(0, from[axis] + lengths[axis])] as const,
    ),
  ]) as Numbers
  const widths = spatial.map((extent, axis) => {
    const before = Math.min(lengths[axis], Math.max(0, -from[axis]))
    const inside = Math.max(0, Math.min(extent, from[axis] + lengths[axis]) - Math.max(0, Math.min(extent, from[axis])))
    return [before, lengths[axis] - before - inside] as const
  })
  return pad(kept, [[0, 0], [0, 0], ...widths]) as Numbers
}

/** How a transposed convolution is cut to its size. */
interface Cut {
  readonly from: readonly number[]
  readonly lengths: readonly number[]
}

/** Where `output_shape` is given it tells the padding, and `pads` tells the shape where not. */
const cutOf = (
  call: OperatorCall,
  counts: readonly number[],
  full: readonly number[],
  strides: readonly number[],
): Cut => {
  const { attributes } = call
  const axes = counts.length
  const auto = autoPad(call)
  const added = perAxis(call, 'output_padding', axes, 0)
  const same = auto === 'SAME_UPPER' || auto === 'SAME_LOWER'
  const asked = attributes.ints('output_shape', same ? counts.map((count, axis) => count * strides[axis]) : [])
  if (asked.length === 0) {
    const pads = auto === 'VALID' ? counts.map(() => [0, 0] as const) : pairsOf(call, axes)
    return {
      from: pads.map(([before]) => before),
      lengths: full.map((length, axis) => length + added[axis] - pads[axis][0] - pads[axis][1]),
    }
  }
  const lengths = asked.slice(-axes)
  if (lengths.length !== axes) throw refused(call, `output_shape has ${asked.length} numbers for ${axes} axes`)
  const greater = auto === 'SAME_UPPER' ? 'after' : 'before'
  return {
    from: lengths.map((length, axis) => halved(Math.max(0, full[axis] + added[axis] - length), greater)[0]),
    lengths,
  }
}

const transposed = (call: OperatorCall): Numbers => {
  const [x, w] = [numbers(call, 0), numbers(call, 1)]
  const { kernel, strides, dilations } = windowsOf(call, x, w.shape.slice(2))
  const groups = call.attributes.int('group', 1)
  const counts = x.shape.slice(2)
  const full = counts.map((count, axis) => (count - 1) * strides[axis] + windowReach(kernel[axis], dilations[axis]))
  const { from, lengths } = cutOf(call, counts, full, strides)
  if (lengths.some((length) => length < 1)) throw misshapen(call, `nothing is left of [${full.join(', ')}]`)
  allowed(call, [x.shape[0], w.shape[1] * groups, ...full])
  allowed(call, [x.shape[0], w.shape[1] * groups, ...lengths])
  const sums = convTranspose(x, w, {
    stride: strides,
    dilation: dilations,
    groups,
  }) as Numbers
  return withBias(window(sums, from, lengths), maybe(call, 2, numbers))
}

/** Blocks [N, C prod(block), L] added up where they lie in images [N, C, ...image]: each number goes to its place alone. */
const imagesOf = (call: OperatorCall): Numbers => {
  const columns = numbers(call, 0)
  const [image, block] = [constantInts(call, 1), constantInts(call, 2)]
  const axes = image.length
  const [strides, dilations] = [perAxis(call, 'strides', axes, 1), perAxis(call, 'dilations', axes, 1)]
  const pads = pairsOf(call, axes)
  const size = sizeOf(block)
  const counts = image.map((extent, axis) => {
    const [before, after] = pads[axis]
    return Math.floor((extent + before + after - windowReach(block[axis], dilations[axis])) / strides[axis]) + 1
  })
  const [batch, rows, places] = columns.shape
  if (columns.shape.length !== 3 || rows % size !== 0 || places !== sizeOf(counts))
    throw misshapen(call, `blocks [${block.join(', ')}] of images [${image.join(', ')}] do not fit`)
  const channels = rows / size
  allowed(call, [batch, channels, ...image])
  allowed(call, [size, size])
  const kernels = reshape(eye(size, { dtype: columns.dtype }), [size, 1, ...block])
  const sums = convTranspose(reshape(columns, [batch * channels, size, ...counts]), kernels as Numbers, {
    stride: strides,
    dilation: dilations,
  }) as Numbers
  const from = pads.map(([before]) => before)
  return reshape(window(sums, from, image), [batch, channels, ...image])
}

/** Convolutions and what is akin to them. */
export const convolutions: Operators = {
  Conv: (call) => [withBias(convolved(call, numbers(call, 0), numbers(call, 1)), maybe(call, 2, numbers))],
  ConvTranspose: (call) => [transposed(call)],
  ConvInteger: (call) => {
    const zeros = [maybe(call, 2, whole), maybe(call, 3, whole)]
    const [x, w] = centredKernel(whole(call, 0), whole(call, 1), zeros)
    return [convolved(call, x, w)]
  },
  Col2Im: (call) => [imagesOf(call)],
}
