import type { FloatDType } from '../src/tensor/index.js'

/**
 * Every tolerance of the laws, as a formula with its derivation. None is tuned: each is a bound that holds for a right
 * derivative, up to what its margin covers.
 */

/**
 * What curvature sampled at both ends and in the middle of a segment may fall short of its supremum there: it is taken
 * twice. On a segment of length h it changes by h sup|f'''|, which is small beside it unless f''' / f'' is of the size of
 * 1 / h, some 10^7.
 */
export const curvatureMargin = 2

/**
 * Between two computed values of what is one number in exact arithmetic, taken twice for the terms of second order in u
 * that a bound of first order leaves out.
 */
export const noiseMargin = 2

/**
 * The lessons' own law of a forward difference of one correctly computed function of one number,
 *
 *   |(f(x + h) - f(x)) / h - f'(x)| <= h/2 sup|f''| + 4 u sup|f| / h   on [x, x + h].
 *
 * By Taylor's theorem f(x + h) = f(x) + h f'(x) + h^2/2 f''(xi), which gives the first term. Each computed value is off
 * by 2 u |f| at most (a unit in the last place), and there are two of them over h, which gives the second.
 */
export const lessonTolerance = ({
  step,
  curvature,
  size,
  roundoff,
}: {
  readonly step: number
  readonly curvature: number
  readonly size: number
  readonly roundoff: number
}): number => (step / 2) * curvature + (4 * roundoff * size) / step

/** What is known of a difference quotient of a function along a direction. */
export interface Difference {
  readonly step: number
  /** Of forward differences, sup|f''|; of central ones, the oscillation of f'', sup f'' - inf f''. */
  readonly curvature: number
  /** Bounds on the rounding errors of both values, added. */
  readonly noise: number
  /** A bound on the rounding error of the derivative. */
  readonly slopeNoise: number
}

/**
 * The same for a function of many elements, along a direction: the rounding of its values is no longer 2 u |f|, but what
 * follows from the arithmetic that it is made of (see `roundedInner`); and the derivative compared with is rounded too.
 *
 *   |(f(x + h v) - f(x)) / h - f'(x) v| <= margin h/2 sup|f''| + margin ((N(x) + N(x + h v)) / h + N'(x))
 */
export const forwardTolerance = ({ step, curvature, noise, slopeNoise }: Difference): number =>
  (curvatureMargin * step * curvature) / 2 + noiseMargin * (noise / step + slopeNoise)

/**
 * For a central difference: with f(x + h) = f + h f' + h^2/2 f''(a) and f(x - h) = f - h f' + h^2/2 f''(b),
 *
 *   |(f(x + h) - f(x - h)) / 2h - f'| = h/4 |f''(a) - f''(b)| <= h/4 (sup f'' - inf f'')   on [x - h, x + h].
 */
export const centralTolerance = ({ step, curvature, noise, slopeNoise }: Difference): number =>
  (curvatureMargin * step * curvature) / 4 + noiseMargin * (noise / (2 * step) + slopeNoise)

/** For two computations of one number: the sum of what each may be off by. */
export const roundingTolerance = (...noises: readonly number[]): number =>
  noiseMargin * noises.reduce((sum, noise) => sum + noise, 0)

/** Steps of forward differences: sqrt(u), where h |f''| and u |f| / h are of one size. */
export const forwardSteps: Readonly<Record<FloatDType, number>> = { float64: 2 ** -26, float32: 2 ** -12 }

/** Steps of central differences: cbrt(u), where h^2 |f'''| and u |f| / h are. */
export const centralSteps: Readonly<Record<FloatDType, number>> = { float64: 2 ** -18, float32: 2 ** -8 }

/**
 * What takes the place of the unit roundoff where numbers have 31 digits: elementary functions are right to 2^-98, and
 * sums of n terms to n^2 2^-107 of the terms' sizes for n up to 32 (see `sumInto`), more than what they are counted for.
 */
export const precision = 2 ** -95

/** Prime factors from the smallest up, each as often as it divides. */
const primeFactors = (n: number): readonly number[] => {
  for (let prime = 2; prime * prime <= n; prime++) if (n % prime === 0) return [prime, ...primeFactors(n / prime)]
  return n > 1 ? [n] : []
}

/** The largest prime whose sums are taken by a matrix. */
const largestMatrix = 64

/**
 * For a discrete Fourier transform of length n, in the Euclidean norm and relative to it: the sum of what its stages add,
 * some log2(n) of them.
 *
 * A stage of radix r multiplies by a real matrix M [2r, 2r] whose elements are off by u: an error of (2r + 1) u |M||z|. The
 * norm of |M| is sqrt(2) r at most (Frobenius), and M stretches everything by sqrt(r), so this is (2r + 1) sqrt(2r) u of the
 * result. The factors between stages, off by u, take a complex product: 4 u. A prime p above the limit is done by two
 * transforms of a length L < 4p that is a power of 2, another one that makes constants, and three products, of which the one with
 * those constants counts more than others: they are of size 2 sqrt(p) at most (Fresnel), where sqrt(p) is the mean.
 */
export const fourierTolerance = (n: number, roundoff: number): number =>
  roundoff *
  primeFactors(n).reduce(
    (sum, prime) =>
      sum +
      (prime > largestMatrix
        ? (2 * 3 * fourierTolerance(2 ** Math.ceil(Math.log2(2 * prime)), roundoff)) / roundoff + 16
        : (2 * prime + 1) * Math.sqrt(2 * prime) + 4),
    0,
  )
