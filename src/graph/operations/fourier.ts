import {
  ArgumentError,
  describe,
  equalShapes,
  normalizeAxes,
  normalizeAxis,
  ShapeError,
  sizeOf,
  type Tensor,
} from '../../tensor/index.js'
import { div, fullLike, neg } from '../primitives/arithmetic.js'
import { moveAxis, reshape, zerosLike } from '../primitives/structural.js'
import { concatenate, flip } from '../primitives/windows.js'
import type {
  Fourier,
  FourierNorm,
  FourierOptions,
  InverseRealFourier,
  RealFourier,
  RealFourierOptions,
} from '../signatures/index.js'
import { dual } from './dual.js'
import { checkFloat, floatOperandOf, operandsOf } from './operands.js'
import { fourierNames, realFourierNames } from './optionNames.js'
import { partOf } from './over.js'
import { halves, inverseTransform, transform } from './transform.js'

type Pair = readonly [real: Tensor, imaginary: Tensor]

/** Real and imaginary parts, of one floating-point dtype and one shape. */
const pairOf = (operation: string, value: unknown): Pair => {
  if (!Array.isArray(value) || value.length !== 2)
    throw new ArgumentError({
      operation,
      problem: `complex numbers (${Array.isArray(value) ? `a list of ${value.length}` : describe(value)}) are no pair`,
      remedy: 'Give [real parts, imaginary parts]; of real numbers alone rfft takes the transform',
    })
  const operands = operandsOf(operation, value)
  checkFloat(operation, operands)
  const [real, imaginary] = operands
  if (!equalShapes(real.shape, imaginary.shape))
    throw new ShapeError({
      operation,
      operands,
      problem: `the real parts have shape [${real.shape.join(', ')}], and the imaginary parts [${imaginary.shape.join(', ')}]`,
    })
  return [real, imaginary]
}

const checkLength = (operation: string, x: Tensor, axis: number): void => {
  if (x.shape[axis] === 0)
    throw new ShapeError({
      operation,
      operands: [x],
      problem: `axis ${axis} is empty, and there is no transform of nothing`,
    })
}

/** What a transform of n numbers is divided by: n, its root or 1. */
const divisorOf = (operation: string, norm: FourierNorm, direction: 'forward' | 'backward', n: number): number => {
  if (norm === 'ortho') return Math.sqrt(n)
  if (norm !== 'forward' && norm !== 'backward')
    throw new ArgumentError({
      operation,
      problem: `there is no norm ${String(norm)}`,
      remedy: "Give 'backward', 'forward' or 'ortho'",
    })
  return norm === direction ? n : 1
}

/** The transform of a pair along an axis. */
const along = (
  operation: string,
  direction: 'forward' | 'backward',
  pair: Pair,
  axis: number,
  norm: FourierNorm = 'backward',
): Pair => {
  const [{ shape }] = pair
  checkLength(operation, pair[0], axis)
  const n = shape[axis]
  const divisor = divisorOf(operation, norm, direction, n)
  const moved = pair.map((part) => moveAxis(part, axis, 0))
  const rows = moved.map((part) => reshape(part, [1, n, sizeOf(shape) / n]))
  const sums = (direction === 'forward' ? transform : inverseTransform)(concatenate(rows, 0))
  const scaled = divisor === 1 ? sums : div(sums, fullLike(sums, divisor))
  const [real, imaginary] = halves(scaled).map((part) => moveAxis(reshape(part, moved[0].shape), 0, axis))
  return [real, imaginary]
}

const onOneAxis = (operation: string, direction: 'forward' | 'backward'): Fourier =>
  dual(operation, 1, fourierNames, (value: unknown, { axis = -1, norm }: FourierOptions = {}): Pair => {
    const pair = pairOf(operation, value)
    return along(operation, direction, pair, normalizeAxis(operation, axis, pair[0].shape.length, pair[0]), norm)
  })

const onSeveralAxes = (operation: string, direction: 'forward' | 'backward'): Fourier<number | readonly number[]> =>
  dual(
    operation,
    1,
    fourierNames,
    (value: unknown, { axis, norm }: FourierOptions<number | readonly number[]> = {}): Pair => {
      const pair = pairOf(operation, value)
      const axes = normalizeAxes(operation, axis, pair[0])
      return axes.reduceRight<Pair>((sums, each) => along(operation, direction, sums, each, norm), pair)
    },
  )

/**
 * The discrete Fourier transform of complex numbers, given as `[real parts, imaginary parts]`, along an axis (the last
 * without `axis`) of any length n: Z[k] = sum over j of z[j] e^(-2 pi i j k / n), as such a pair again. With `norm`
 * 'forward' it is divided by n, with 'ortho' by its square root, so that it is unitary. It takes some n log n operations:
 * factors of n up to 64 are transformed by themselves (Cooley and Tukey), larger primes as convolutions (Bluestein). Throws
 * a ShapeError where the parts differ in shape or the axis is empty.
 *
 * @example
 * ```ts
 * import { fft, tensor, zeros } from 'cotangent'
 *
 * const [re, im] = fft([tensor([1, 2, 3, 4]), zeros([4])])
 * re // => [10. -2. -2. -2.]
 * im // => [ 0.  2.  0. -2.]
 * ```
 */
export const fft: Fourier = onOneAxis('fft', 'forward')

/**
 * The inverse of `fft`, from `[real parts, imaginary parts]` to such a pair: z[j] = 1/n sum over k of Z[k] e^(2 pi i j k /
 * n), along an axis (the last without `axis`). The factor is 1 with `norm` 'forward', and 1 / sqrt(n) with 'ortho'.
 *
 * @example
 * ```ts
 * import { fft, ifft, tensor } from 'cotangent'
 *
 * const z = [tensor([1, 2]), tensor([3, 4])] as const
 * const [re, im] = ifft(fft(z))
 * re // => [1. 2.]
 * im // => [3. 4.]
 * ```
 */
export const ifft: Fourier = onOneAxis('ifft', 'backward')

/**
 * `fft` along several axes, or along all without `axis`.
 *
 * @example
 * ```ts
 * import { fftn, ones, zeros } from 'cotangent'
 *
 * fftn([ones([2, 2]), zeros([2, 2])])[0]
 * // => [[4. 0.]
 * //     [0. 0.]]
 * ```
 */
export const fftn: Fourier<number | readonly number[]> = onSeveralAxes('fftn', 'forward')

/**
 * The inverse of `fftn`: `ifft` along several axes, or along all without `axis`.
 *
 * @example
 * ```ts
 * import { ifftn, ones, zeros } from 'cotangent'
 *
 * ifftn([ones([2, 2]), zeros([2, 2])], { axis: [0, 1] })[0]
 * // => [[1. 0.]
 * //     [0. 0.]]
 * ```
 */
export const ifftn: Fourier<number | readonly number[]> = onSeveralAxes('ifftn', 'backward')

/**
 * The Fourier transform of real numbers along an axis (the last without `axis`): of n frequencies the first n/2 + 1
 * (rounded down), as `[real parts, imaginary parts]`; the others are their conjugates. `norm` as for `fft`.
 *
 * @example
 * ```ts
 * import { rfft, tensor } from 'cotangent'
 *
 * const [re, im] = rfft(tensor([1, 2, 3, 4]))
 * re // => [10. -2. -2.]
 * im // => [0. 2. 0.]
 * ```
 */
export const rfft: RealFourier = dual(
  'rfft',
  1,
  fourierNames,
  (value: unknown, { axis = -1, norm }: FourierOptions = {}): Pair => {
    const x = floatOperandOf('rfft', value)
    const at = normalizeAxis('rfft', axis, x.shape.length, x)
    const [real, imaginary] = along('rfft', 'forward', [x, zerosLike(x)], at, norm)
    const end = Math.floor(x.shape[at] / 2) + 1
    return [partOf(real, at, 0, end), partOf(imaginary, at, 0, end)]
  },
)

/** How many numbers have a spectrum: as many as is said, or an even number. */
const lengthOf = (spectrum: Tensor, axis: number, n: number | undefined): number => {
  const frequencies = spectrum.shape[axis]
  const length = n ?? 2 * (frequencies - 1)
  if (!Number.isSafeInteger(length) || length < 1 || Math.floor(length / 2) + 1 !== frequencies)
    throw new ArgumentError({
      operation: 'irfft',
      operands: [spectrum],
      problem: `${String(length)} numbers do not have ${frequencies} frequencies`,
      remedy: 'n is 2 (m - 1) or 2 (m - 1) + 1 for m frequencies',
    })
  return length
}

/**
 * The inverse of `rfft`: the n real numbers that have a spectrum `[real parts, imaginary parts]` of n/2 + 1 frequencies
 * along an axis (the last without `axis`); without `n`, which tells an odd number, 2 (m - 1) for m frequencies. Imaginary
 * parts at frequency 0, and at n/2, do not count. `norm` as for `ifft`.
 *
 * @example
 * ```ts
 * import { irfft, rfft, tensor } from 'cotangent'
 *
 * irfft(rfft(tensor([1, 2, 3])), { n: 3 }) // => [1. 2. 3.]
 * ```
 */
export const irfft: InverseRealFourier = dual(
  'irfft',
  1,
  realFourierNames,
  (value: unknown, { axis = -1, norm, n }: RealFourierOptions = {}): Tensor => {
    const [real, imaginary] = pairOf('irfft', value)
    const at = normalizeAxis('irfft', axis, real.shape.length, real)
    const length = lengthOf(real, at, n)
    const frequencies = real.shape[at]
    // Of frequencies 1 up to n/2, that one excepted, the conjugates, from last to first.
    const mirrored = (x: Tensor): Tensor => flip(partOf(x, at, 1, length - frequencies), [at])
    const conjugate: Pair = [
      concatenate([real, mirrored(real)], at),
      concatenate([imaginary, neg(mirrored(imaginary))], at),
    ]
    return along('irfft', 'backward', conjugate, at, norm)[0]
  },
)
