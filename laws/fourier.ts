import { type Constant, isFloat, type Tensor, unitRoundoff } from '../src/tensor/index.js'
import { type Law, law, straying, type Violation } from './law.js'
import { operations, type Tensors } from './lists.js'
import { elementsOf } from './maps.js'
import { fourierTolerance } from './tolerance.js'

type ListOperation = (...args: readonly unknown[]) => Tensors

const { add, concatenate, conv1d, flip, irfft, mul, reshape, slice, sub } = operations
const { fft, ifft, rfft } = operations as unknown as Readonly<Record<string, ListOperation>>

/** Complex numbers: real parts and imaginary parts. */
export type Pair = readonly [real: Tensor, imaginary: Tensor]

const roundoffOf = ({ dtype }: Tensor): number => (isFloat(dtype) ? unitRoundoff(dtype) : 0)

/** The sum of |z|^p over all complex numbers. */
const sumOfPowers = (z: Tensors, p: 1 | 2): number => {
  const [real, imaginary] = z.map((part) => elementsOf([part as Constant]))
  return real.reduce((sum, x, index) => sum + Math.hypot(x, imaginary?.[index] ?? 0) ** p, 0)
}

const norm = (z: Tensors): number => Math.sqrt(sumOfPowers(z, 2))

const distance = (a: Tensors, b: Tensors): number => norm(a.map((part, index) => sub(part, b[index])))

/** The violation of complex numbers that should be equal up to a distance, if they are farther apart. */
const apart = (what: string, found: Tensors, expected: Tensors, tolerance: number): readonly Violation[] =>
  straying(`the distance of ${what}`, distance(found, expected), 0, tolerance)

/**
 * The inverse transform undoes the transform, up to the rounding of both.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { fourier } from 'cotangent/laws'
 *
 * fourier.inversion.holds([tensor([1, 2, 3]), tensor([4, 5, 6])], 0) // => true
 * ```
 */
export const inversion: Law<readonly [z: Pair, axis: number]> = law(
  'inversion',
  'ifft(fft(z)) = z = fft(ifft(z))',
  (z, axis) => {
    const relative = 2 * fourierTolerance(z[0].shape[axis], roundoffOf(z[0])) + roundoffOf(z[0])
    return [
      ...apart('ifft(fft(z)) from z', ifft(fft(z, { axis }), { axis }), z, relative * norm(z)),
      ...apart('fft(ifft(z)) from z', fft(ifft(z, { axis }), { axis }), z, relative * norm(z)),
    ]
  },
)

/**
 * The transform keeps the norm, but for a factor sqrt(n), or exactly so with norm 'ortho' (Parseval, Plancherel).
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { fourier } from 'cotangent/laws'
 *
 * fourier.isometry.holds([tensor([1, 2, 3]), tensor([4, 5, 6])], 0) // => true
 * ```
 */
export const isometry: Law<readonly [z: Pair, axis: number]> = law('isometry', '|fft(z)| = sqrt(n) |z|', (z, axis) => {
  const n = z[0].shape[axis]
  const size = norm(z)
  const relative = fourierTolerance(n, roundoffOf(z[0])) + 4 * roundoffOf(z[0]) + 2 ** -53 * elementsOf(z).length
  return [
    ...straying('|fft(z)|', norm(fft(z, { axis })), Math.sqrt(n) * size, relative * Math.sqrt(n) * size),
    ...straying('its unitary norm', norm(fft(z, { axis, norm: 'ortho' })), size, relative * size),
  ]
})

/**
 * The transform is linear, up to rounding.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { fourier } from 'cotangent/laws'
 *
 * fourier.linearity.holds([tensor([1, 2]), tensor([3, 4])], [tensor([5, 6]), tensor([7, 8])], 0) // => true
 * ```
 */
export const linearity: Law<readonly [z: Pair, w: Pair, axis: number]> = law(
  'linearity',
  'fft(z + w) = fft(z) + fft(w)',
  (z, w, axis) => {
    const n = z[0].shape[axis]
    const plus = (a: Tensors, b: Tensors): Tensors => a.map((part, index) => add(part, b[index]))
    const relative = fourierTolerance(n, roundoffOf(z[0])) + 2 * roundoffOf(z[0])
    return apart(
      'fft(z + w) from fft(z) + fft(w)',
      fft(plus(z, w), { axis }),
      plus(fft(z, { axis }), fft(w, { axis })),
      2 * relative * Math.sqrt(n) * (norm(z) + norm(w)),
    )
  },
)

/** The convolution of two vectors on a circle, as a convolution of the one that goes round twice. */
const aroundCircle = (x: Tensor, h: Tensor): Tensor => {
  const [n] = x.shape
  const twice = concatenate([x, slice(x, [[0, n - 1]])])
  const backward = concatenate([slice(h, [[0, 1]]), flip(slice(h, [[1, n]]))])
  return reshape(conv1d(reshape(twice, [1, 1, 2 * n - 1]), reshape(backward, [1, 1, n])), [n])
}

/**
 * The transform of a convolution on a circle is the product of transforms: two vectors of n real numbers.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { fourier } from 'cotangent/laws'
 *
 * fourier.convolution.holds(tensor([1, 2, 3]), tensor([4, 5, 6])) // => true
 * ```
 */
export const convolution: Law<readonly [x: Tensor, h: Tensor]> = law(
  'convolution',
  'fft(x * h) = fft(x) fft(h)',
  (x, h) => {
    const [n] = x.shape
    const [[a, b], [c, d]] = [rfft(x), rfft(h)]
    const product = [sub(mul(a, c), mul(b, d)), add(mul(a, d), mul(b, c))]
    const roundoff = roundoffOf(x)
    const relative = 3 * fourierTolerance(n, roundoff) + (n + 8) * roundoff
    return apart(
      'irfft(rfft(x) rfft(h)) from x * h',
      [irfft(product, { n })],
      [aroundCircle(x, h)],
      relative * norm([x]) * sumOfPowers([h], 1),
    )
  },
)
