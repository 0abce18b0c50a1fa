import { ArgumentError, equalShapes, ShapeError, sizeOf, type Tensor } from '../../tensor/index.js'
import { matmul } from '../primitives/contraction.js'
import { overlapAdd, windowReach } from '../primitives/sliding.js'
import { moveAxis, reshape, transpose } from '../primitives/structural.js'
import { slice } from '../primitives/windows.js'
import type { ConvTransposeOptions, TransposedConvolution } from '../signatures/index.js'
import { dual } from './dual.js'
import { biased, checkDivides, kernelsOf } from './kernels.js'
import { convTransposeNames } from './optionNames.js'
import { leading, paddedWith, paddingOf, perAxis, type Subject } from './sliding.js'

/** How what windows hold is spread along a spatial axis, and which part of the sums is kept. */
interface Spread {
  readonly stride: number
  readonly dilation: number
  /** The sums' whole length. */
  readonly full: number
  /** Of which these many go in front, and these many are left, zeros past the end among them. */
  readonly before: number
  readonly extent: number
}

const spreadsOf = (
  subject: Subject,
  counts: readonly number[],
  kernel: readonly number[],
  { stride = 1, padding = 0, outputPadding = 0, dilation = 1 }: ConvTransposeOptions,
): readonly Spread[] => {
  const axes = kernel.length
  const [strides, dilations] = [perAxis(subject, 'stride', stride, axes), perAxis(subject, 'dilation', dilation, axes)]
  const added = perAxis(subject, 'outputPadding', outputPadding, axes, 0)
  const widths = paddingOf(subject, padding, axes)
  return kernel.map((size, axis) => {
    const [before, after] = widths[axis]
    if (added[axis] >= Math.max(strides[axis], dilations[axis]))
      throw new ArgumentError({
        ...subject,
        problem: `outputPadding of spatial axis ${axis} is ${added[axis]}, no less than its stride ${strides[axis]} and dilation ${dilations[axis]}`,
        remedy: 'It is less than one of the two: strides skip no more places at the end',
      })
    const full = (counts[axis] - 1) * strides[axis] + windowReach(size, dilations[axis])
    const extent = full - before - after + added[axis]
    if (counts[axis] === 0 || extent < 1)
      throw new ShapeError({
        ...subject,
        problem:
          counts[axis] === 0
            ? `spatial axis ${axis} is empty`
            : `the padding of spatial axis ${axis} takes away all ${full + added[axis]} places`,
      })
    return { stride: strides[axis], dilation: dilations[axis], full, before, extent }
  })
}

/** The part of the sums that is kept. */
const cropped = (sums: Tensor, spreads: readonly Spread[]): Tensor => {
  const starts = spreads.map(({ before, full }) => Math.min(before, full))
  const inside = spreads.map(({ full, extent }, axis) => Math.min(extent, full - starts[axis]))
  const size = [...sums.shape.slice(0, leading), ...inside]
  const kept = equalShapes(size, sums.shape)
    ? sums
    : slice(sums, { start: [0, 0, ...starts], size, step: size.map(() => 1) })
  return paddedWith(
    kept,
    spreads.map(({ extent }, axis) => [0, extent - inside[axis]]),
  )
}

/** The adjoint of a convolution in its input: every number times the whole kernel, added up where kernels overlap. */
const spreadOut = (x: Tensor, w: Tensor, spreads: readonly Spread[], groups: number): Tensor => {
  const [batch, channels, ...counts] = x.shape
  const [, perGroup, ...kernel] = w.shape
  const columns = matmul(
    moveAxis(reshape(w, [groups, channels / groups, perGroup * sizeOf(kernel)]), 1, 2),
    reshape(moveAxis(x, 1, 0), [groups, channels / groups, batch * sizeOf(counts)]),
  )
  const seen = reshape(columns, [groups * perGroup, ...kernel, batch, ...counts])
  const axes = [...seen.shape.keys()]
  const behind = 1 + kernel.length
  return spreads.reduceRight(
    (sums, { full, stride, dilation }, axis) =>
      overlapAdd(sums, { axis: leading + axis, extent: full, stride, dilation }),
    transpose(seen, [behind, 0, ...axes.slice(behind + 1), ...axes.slice(1, behind)]),
  )
}

/** Transposed convolution over so many spatial axes, or over all that there are. */
const transposedConvolution = <Axes extends number>(operation: string, axes?: Axes): TransposedConvolution<Axes> =>
  dual(
    operation,
    2,
    convTransposeNames,
    (input: unknown, weights: unknown, options: ConvTransposeOptions = {}): Tensor => {
      const { groups = 1 } = options
      const kernels = kernelsOf(operation, axes, [input, weights, options.bias], groups)
      const { subject, x, w } = kernels
      const [, channels, ...counts] = x.shape
      const [rows, , ...kernel] = w.shape
      if (channels !== rows)
        throw new ShapeError({
          ...subject,
          problem: `x has ${channels} channels, and w takes ${rows}`,
          remedy: 'The axes of x are [N, C, ...spatial], those of w [C, O / groups, ...kernel]',
        })
      checkDivides(subject, channels, 'channels', groups)
      const spreads = spreadsOf(subject, counts, kernel, options)
      return biased(kernels, cropped(spreadOut(x, w, spreads, groups), spreads))
    },
  )

/**
 * The transposed convolution of x `[N, C, ...spatial]` with w `[C, O / groups, ...kernel]`, over as many spatial axes as
 * there are, 1 or more: `[N, O, ...]`. It is the adjoint of the convolution with the same w in that one's input, so every
 * number of x is spread out over the kernel's places, `stride` apart from those of its neighbour:
 *
 *   y[n, o, m stride + k dilation - before, ...] += w[c, o, k, ...] x[n, c, m, ...]
 *
 * in length (M - 1) stride + (K - 1) dilation + 1 - before - after + outputPadding. `padding` is what that convolution pads
 * with, so it is taken away here: one number for all spatial axes, or for each a number or a pair [before, after].
 * `outputPadding` (less than the stride or the dilation) chooses among the lengths that give as many windows. `stride`,
 * `dilation`, `groups` and `bias` `[O]` are as for `conv`. Throws a ShapeError where shapes do not fit, and an
 * ArgumentError for options out of range.
 *
 * @example
 * ```ts
 * import { convTranspose, tensor } from 'cotangent'
 *
 * const x = tensor([[[1, 2]]])
 * convTranspose(x, tensor([[[1, 10, 100]]])) // => [[[  1.  12. 120. 200.]]]
 * convTranspose(x, tensor([[[1, 10]]]), { stride: 2 }) // => [[[ 1. 10.  2. 20.]]]
 * ```
 */
export const convTranspose: TransposedConvolution<number> = transposedConvolution('convTranspose')

/**
 * The transposed convolution of x `[N, C, L]` with w `[C, O / groups, K]`: as `convTranspose`, over one spatial axis.
 *
 * @example
 * ```ts
 * import { convTranspose1d, ones, tensor } from 'cotangent'
 *
 * convTranspose1d(tensor([[[1, 2, 3]]]), ones([1, 1, 2])) // => [[[1. 3. 5. 3.]]]
 * ```
 */
export const convTranspose1d: TransposedConvolution<1> = transposedConvolution('convTranspose1d', 1)

/**
 * The transposed convolution of x `[N, C, H, W]` with w `[C, O / groups, KH, KW]`: as `convTranspose`, over two spatial
 * axes.
 *
 * @example
 * ```ts
 * import { convTranspose2d, tensor, zeros } from 'cotangent'
 *
 * convTranspose2d(tensor([[[[1, 2]]]]), tensor([[[[1, 1], [1, 1]]]]), { stride: 2 })
 * // => [[[[1. 1. 2. 2.]
 * //       [1. 1. 2. 2.]]]]
 * convTranspose2d(zeros([8, 16, 16, 16]), zeros([16, 3, 4, 4]), { stride: 2, padding: 1 }).shape // => [ 8, 3, 32, 32 ]
 * ```
 */
export const convTranspose2d: TransposedConvolution<2> = transposedConvolution('convTranspose2d', 2)

/**
 * The transposed convolution of x `[N, C, D, H, W]` with w `[C, O / groups, KD, KH, KW]`: as `convTranspose`, over three
 * spatial axes.
 *
 * @example
 * ```ts
 * import { convTranspose3d, ones } from 'cotangent'
 *
 * convTranspose3d(ones([1, 2, 1, 1, 1]), ones([2, 1, 1, 1, 2])) // => [[[[[2. 2.]]]]]
 * ```
 */
export const convTranspose3d: TransposedConvolution<3> = transposedConvolution('convTranspose3d', 3)
