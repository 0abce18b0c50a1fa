import { ShapeError, sizeOf, type Tensor } from '../../tensor/index.js'
import { matmul } from '../primitives/contraction.js'
import { moveAxis, reshape, transpose } from '../primitives/structural.js'
import type { Convolution, ConvolutionOptions } from '../signatures/index.js'
import { dual } from './dual.js'
import { biased, checkDivides, kernelsOf } from './kernels.js'
import { convolutionNames } from './optionNames.js'
import { paddedWith, type Slide, slidesOf, widthsAround, windowed } from './sliding.js'

/** y[n, o, m...] = sum over c, k... of w[o, c, k...] x[n, c, m stride + k dilation ...]: a matrix product for each group. */
const convolved = (x: Tensor, w: Tensor, slides: readonly Slide[], groups: number): Tensor => {
  const [batch] = x.shape
  const [filters, ...receptive] = w.shape
  const counts = slides.map(({ count }) => count)
  const seen = windowed(paddedWith(x, widthsAround(slides)), slides)
  const axes = [...seen.shape.keys()]
  const rank = x.shape.length
  const columns = transpose(seen, [1, ...axes.slice(rank), 0, ...axes.slice(2, rank)])
  const product = matmul(
    reshape(w, [groups, filters / groups, sizeOf(receptive)]),
    reshape(columns, [groups, sizeOf(receptive), batch * sizeOf(counts)]),
  )
  return moveAxis(reshape(product, [filters, batch, ...counts]), 0, 1)
}

/** Convolution over so many spatial axes, or over all that there are. */
const convolution = <Axes extends number>(operation: string, axes?: Axes): Convolution<Axes> =>
  dual(operation, 2, convolutionNames, (input: unknown, weights: unknown, options: ConvolutionOptions = {}): Tensor => {
    const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options
    const kernels = kernelsOf(operation, axes, [input, weights, options.bias], groups)
    const { subject, x, w } = kernels
    const [filters, perGroup, ...kernel] = w.shape
    if (x.shape[1] !== perGroup * groups)
      throw new ShapeError({
        ...subject,
        problem: `x has ${x.shape[1]} channels, and w takes ${perGroup}${groups === 1 ? '' : ` in each of ${groups} groups`}`,
        remedy: 'The axes of x are [N, C, ...spatial], those of w [O, C / groups, ...kernel]',
      })
    checkDivides(subject, filters, 'output channels', groups)
    const slides = slidesOf(subject, x, kernel, { stride, padding, dilation })
    return biased(kernels, convolved(x, w, slides, groups))
  })

/**
 * The convolution of x `[N, C, ...spatial]` with w `[O, C / groups, ...kernel]`, over as many spatial axes as there are, 1
 * or more: `[N, O, ...]`. The kernel is not turned round, as is usual in neural networks:
 *
 *   y[n, o, m, ...] = bias[o] + sum over c, k, ... of w[o, c, k, ...] x[n, c, m stride + k dilation - before, ...]
 *
 * which adds up over channels and then places of the kernel in row-major order. `stride` (1) and `dilation` (1) are one
 * number for all spatial axes or one each; `padding` is the number of zeros around (0), one for all or for each axis a number
 * or a pair [before, after], or 'valid' for none, or 'same' for as many as make one window for each stride, an odd one at the
 * end. With `groups` the channels fall into so many groups that are convolved by themselves, and `bias` `[O]` is added.
 * Throws a ShapeError where shapes do not fit, or the kernel is larger than the padded axis, and an ArgumentError for
 * options out of range.
 *
 * @example
 * ```ts
 * import { conv, ones, tensor } from 'cotangent'
 *
 * const x = tensor([[[1, 2, 3, 4]]])
 * conv(x, tensor([[[1, 0, -1]]])) // => [[[-2. -2.]]]
 * conv(x, ones([1, 1, 2]), { stride: 2, padding: 'same' }) // => [[[3. 7.]]]
 * ```
 */
export const conv: Convolution<number> = convolution('conv')

/**
 * The convolution of x `[N, C, L]` with w `[O, C / groups, K]`: as `conv`, over one spatial axis.
 *
 * @example
 * ```ts
 * import { conv1d, tensor } from 'cotangent'
 *
 * conv1d(tensor([[[1, 2, 3, 4]]]), tensor([[[1, 1]]]), { stride: 2, bias: tensor([10]) }) // => [[[13. 17.]]]
 * ```
 */
export const conv1d: Convolution<1> = convolution('conv1d', 1)

/**
 * The convolution of x `[N, C, H, W]` with w `[O, C / groups, KH, KW]`: as `conv`, over two spatial axes.
 *
 * @example
 * ```ts
 * import { conv2d, ones, zeros } from 'cotangent'
 *
 * conv2d(ones([1, 1, 2, 2]), ones([1, 1, 3, 3]), { padding: 1 })
 * // => [[[[4. 4.]
 * //       [4. 4.]]]]
 * conv2d(zeros([8, 3, 32, 32]), zeros([16, 3, 5, 5]), { stride: 2, padding: 'same' }).shape // => [ 8, 16, 16, 16 ]
 * ```
 */
export const conv2d: Convolution<2> = convolution('conv2d', 2)

/**
 * The convolution of x `[N, C, D, H, W]` with w `[O, C / groups, KD, KH, KW]`: as `conv`, over three spatial axes.
 *
 * @example
 * ```ts
 * import { conv3d, ones } from 'cotangent'
 *
 * conv3d(ones([1, 1, 2, 2, 2]), ones([1, 1, 2, 2, 2])) // => [[[[[8.]]]]]
 * ```
 */
export const conv3d: Convolution<3> = convolution('conv3d', 3)
