import { ArgumentError, allocate, filled, fromRowMajor, ShapeError, type Tensor } from '../../tensor/index.js'
import { div, fullLike, where } from '../primitives/arithmetic.js'
import { reduceMax } from '../primitives/extrema.js'
import { broadcastTo, reshape } from '../primitives/structural.js'
import type { AvgPooling, AvgPoolOptions, MaxPooling, MaxPoolOptions } from '../signatures/index.js'
import { checkFlag } from './attributes.js'
import { dual } from './dual.js'
import { floatOperandOf, numericOperandOf } from './operands.js'
import { avgPoolNames, maxPoolNames } from './optionNames.js'
import { sumOver } from './over.js'
import { leading, paddedWith, perAxis, type Slide, type Subject, slidesOf, widthsAround, windowed } from './sliding.js'

/** How windows slide over the spatial axes of x, so many of them or all that there are. */
const poolOf = (operation: string, axes: number | undefined, x: Tensor, options: MaxPoolOptions): readonly Slide[] => {
  const subject: Subject = { operation, operands: [x] }
  const spatial = x.shape.length - leading
  if (axes === undefined ? spatial < 1 : spatial !== axes)
    throw new ShapeError({
      ...subject,
      problem: `x has ${x.shape.length} axes, not ${axes === undefined ? 'three or more' : leading + axes}`,
      remedy: 'They are [N, C, ...spatial]; insert missing ones with expandDims',
    })
  checkKernel(operation, options)
  const { kernelSize, stride = kernelSize, padding = 0, dilation = 1, ceilMode = false } = options
  const sizes = perAxis(subject, 'kernelSize', kernelSize, spatial)
  checkFlag(operation, 'ceilMode', ceilMode)
  const slides = slidesOf(subject, x, sizes, { stride, padding, dilation, ceilMode })
  const blind = slides.findIndex((slide) => countsOf(slide, 0, slide.extent).includes(0))
  if (blind >= 0)
    throw new ArgumentError({
      ...subject,
      problem: `a window of spatial axis ${blind} would see nothing but padding`,
      remedy: 'Pad by less than the kernel size',
    })
  return slides
}

/** For each window how many of its places are from `start` up to `end`. */
const countsOf = ({ size, stride, dilation, before, count }: Slide, start: number, end: number): readonly number[] =>
  Array.from({ length: count }, (_, window) => {
    const places = Array.from({ length: size }, (_, k) => window * stride + k * dilation - before)
    return places.filter((place) => place >= start && place < end).length
  })

const checkKernel = (operation: string, options: MaxPoolOptions): void => {
  if (options.kernelSize === undefined)
    throw new ArgumentError({
      operation,
      problem: 'there is no kernelSize',
      remedy: 'Give { kernelSize: 2 } or the like',
    })
}

/** One number of every window of x [N, C, ...], which `of` makes of all its windows [N, C, counts..., sizes...]. */
const pooled = (
  slides: readonly Slide[],
  seen: Tensor,
  of: (seen: Tensor, axes: readonly number[]) => Tensor,
): Tensor => {
  const kept = leading + slides.length
  return reshape(of(seen, [...seen.shape.keys()].slice(kept)), seen.shape.slice(0, kept))
}

/** The least element that a dtype has. */
const lowest = (x: Tensor): number => (x.dtype === 'int32' ? -(2 ** 31) : Number.NEGATIVE_INFINITY)

/** x with what no element is less than around it. */
const paddedWithLowest = (x: Tensor, slides: readonly Slide[]): Tensor => {
  const widths = widthsAround(slides)
  const padded = paddedWith(x, widths)
  const inside = paddedWith(filled('bool', x.shape, 1), widths)
  return padded === x ? x : where(inside, padded, fullLike(padded, lowest(x)))
}

const maxPooling = <Axes extends number>(operation: string, axes?: Axes): MaxPooling<Axes> =>
  dual(operation, 1, maxPoolNames, (value: unknown, options: MaxPoolOptions): Tensor => {
    const x = numericOperandOf(operation, value)
    const slides = poolOf(operation, axes, x, options)
    return pooled(slides, windowed(paddedWithLowest(x, slides), slides), reduceMax)
  })

/** For each window what its sum is divided by. */
const divisors = (sums: Tensor, slides: readonly Slide[], countIncludePad: boolean): Tensor => {
  const counts = slides.map((slide) =>
    countIncludePad ? countsOf(slide, -slide.before, slide.extent + slide.after) : countsOf(slide, 0, slide.extent),
  )
  const products = counts.reduce((rows, own) => rows.flatMap((row) => own.map((count) => row * count)), [1])
  if (products.every((count) => count === products[0])) return fullLike(sums, products[0])
  const data = allocate(sums.dtype, products.length)
  data.set(products)
  return broadcastTo(fromRowMajor(sums.dtype, [...sums.shape.slice(leading)], data), sums.shape)
}

const avgPooling = <Axes extends number>(operation: string, axes?: Axes): AvgPooling<Axes> =>
  dual(operation, 1, avgPoolNames, (value: unknown, options: AvgPoolOptions): Tensor => {
    const x = floatOperandOf(operation, value)
    const slides = poolOf(operation, axes, x, options)
    const sums = pooled(slides, windowed(paddedWith(x, widthsAround(slides)), slides), sumOver)
    return div(sums, divisors(sums, slides, checkFlag(operation, 'countIncludePad', options.countIncludePad ?? true)))
  })

/**
 * The largest element of every window of x `[N, C, ...spatial]`, over as many spatial axes as there are, 1 or more: the
 * maximum over k, ... of x[n, c, m stride + k dilation - before, ...] with k < kernelSize, NaN where there is one. `stride`
 * is the kernel's size unless said otherwise, and `dilation` 1; `padding` (0) goes as in `conv`, but what stands around is
 * less than every element. With `ceilMode` a last window may reach past the end, so long as it starts before. Elements that
 * tie in a window share its derivative evenly. Throws a ShapeError where a window is larger than the padded axis, and an
 * ArgumentError for options out of range, or where a window would see nothing but padding.
 *
 * @example
 * ```ts
 * import { maxPool, tensor } from 'cotangent'
 *
 * const x = tensor([[[1, 3, 2, 5, 4]]])
 * maxPool(x, { kernelSize: 2 }) // => [[[3. 5.]]]
 * maxPool(x, { kernelSize: 2, ceilMode: true }) // => [[[3. 5. 4.]]]
 * ```
 */
export const maxPool: MaxPooling<number> = maxPooling('maxPool')

/**
 * The largest element of every window of x `[N, C, L]`: as `maxPool`, over one spatial axis.
 *
 * @example
 * ```ts
 * import { maxPool1d, tensor } from 'cotangent'
 *
 * maxPool1d(tensor([[[1, 3, 2, 5]]]), { kernelSize: 2, stride: 1 }) // => [[[3. 3. 5.]]]
 * ```
 */
export const maxPool1d: MaxPooling<1> = maxPooling('maxPool1d', 1)

/**
 * The largest element of every window of x `[N, C, H, W]`: as `maxPool`, over two spatial axes.
 *
 * @example
 * ```ts
 * import { maxPool2d, tensor } from 'cotangent'
 *
 * maxPool2d(tensor([[[[1, 2, 0, 1], [4, 3, 0, 7]]]]), { kernelSize: 2 }) // => [[[[4. 7.]]]]
 * ```
 */
export const maxPool2d: MaxPooling<2> = maxPooling('maxPool2d', 2)

/**
 * The largest element of every window of x `[N, C, D, H, W]`: as `maxPool`, over three spatial axes.
 *
 * @example
 * ```ts
 * import { maxPool3d, zeros } from 'cotangent'
 *
 * maxPool3d(zeros([1, 2, 4, 4, 4]), { kernelSize: [2, 2, 1] }).shape // => [ 1, 2, 2, 2, 4 ]
 * ```
 */
export const maxPool3d: MaxPooling<3> = maxPooling('maxPool3d', 3)

/**
 * The mean of every window of x `[N, C, ...spatial]`, over as many spatial axes as there are, 1 or more. `stride` is the
 * kernel's size unless said otherwise, and `dilation` 1; `padding` (0) goes as in `conv`, and its zeros count unless
 * `countIncludePad` is false: then a mean is that of the elements alone. With `ceilMode` a last window may reach past the
 * end, so long as it starts before, and what is there never counts. Throws as `maxPool` does.
 *
 * @example
 * ```ts
 * import { avgPool, tensor } from 'cotangent'
 *
 * const x = tensor([[[1, 3, 2, 6]]])
 * avgPool(x, { kernelSize: 2 }) // => [[[2. 4.]]]
 * avgPool(x, { kernelSize: 2, padding: 1 }) // => [[[0.5 2.5 3. ]]]
 * avgPool(x, { kernelSize: 2, padding: 1, countIncludePad: false }) // => [[[1.  2.5 6. ]]]
 * ```
 */
export const avgPool: AvgPooling<number> = avgPooling('avgPool')

/**
 * The mean of every window of x `[N, C, L]`: as `avgPool`, over one spatial axis.
 *
 * @example
 * ```ts
 * import { avgPool1d, tensor } from 'cotangent'
 *
 * avgPool1d(tensor([[[1, 3, 2, 6]]]), { kernelSize: 2, stride: 1 }) // => [[[2.  2.5 4. ]]]
 * ```
 */
export const avgPool1d: AvgPooling<1> = avgPooling('avgPool1d', 1)

/**
 * The mean of every window of x `[N, C, H, W]`: as `avgPool`, over two spatial axes.
 *
 * @example
 * ```ts
 * import { avgPool2d, tensor } from 'cotangent'
 *
 * avgPool2d(tensor([[[[1, 2, 0, 1], [4, 3, 0, 7]]]]), { kernelSize: 2 }) // => [[[[2.5 2. ]]]]
 * ```
 */
export const avgPool2d: AvgPooling<2> = avgPooling('avgPool2d', 2)

/**
 * The mean of every window of x `[N, C, D, H, W]`: as `avgPool`, over three spatial axes.
 *
 * @example
 * ```ts
 * import { avgPool3d, ones } from 'cotangent'
 *
 * avgPool3d(ones([1, 1, 2, 2, 2]), { kernelSize: 2 }) // => [[[[[1.]]]]]
 * ```
 */
export const avgPool3d: AvgPooling<3> = avgPooling('avgPool3d', 3)
