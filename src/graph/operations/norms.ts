import {
  ArgumentError,
  describe,
  type FloatDType,
  filled,
  itself,
  reciprocalOf,
  reducedShape,
  type Tensor,
} from '../../tensor/index.js'
import { abs, div, equal, fullLike, less, mul, nearLike, power, sqrt, sub, where } from '../primitives/arithmetic.js'
import { convert, stopGradient } from '../primitives/conversion.js'
import { reduceMax, reduceMin } from '../primitives/extrema.js'
import { broadcastTo } from '../primitives/structural.js'
import type { Norm, NormOptions, Variance, VarianceOptions } from '../signatures/index.js'
import { checkFinite } from './attributes.js'
import { floatOperandOf } from './operands.js'
import { normNames, varianceNames } from './optionNames.js'
import { countOver, meanOver, sumOver } from './over.js'
import { checkNotEmpty, reduction } from './reducing.js'

type Axes = readonly number[]

/** Between which bounds the largest element has squares whose sum neither overflows nor loses digits. */
const moderate = {
  float64: { low: 2 ** -484, high: 2 ** 490, factor: 2 ** 600 },
  float32: { low: 2 ** -50, high: 2 ** 50, factor: 2 ** 90 },
} as const

/** A power of two by which squares of x come to a moderate size: 1 for ordinary numbers. It counts as a constant. */
const scaleOver = (x: Tensor, axes: Axes): Tensor => {
  const largest = reduceMax(abs(stopGradient(x)), axes)
  const { low, high, factor } = moderate[x.dtype as FloatDType]
  const of = (value: number): Tensor => fullLike(largest, value)
  return where(less(largest, of(low)), of(factor), where(less(of(high), largest), of(1 / factor), of(1)))
}

/** sqrt(x), with derivative 0 where x is 0. */
const flatRoot = (x: Tensor): Tensor => {
  const isZero = equal(x, fullLike(x, 0))
  return where(isZero, fullLike(x, 0), sqrt(where(isZero, fullLike(x, 1), x)))
}

/** sqrt(sum(x^2) / divisor): of s x, and then divided by s, where s is a power of two, so that ordinary digits stay. */
const rootOfSquares = (x: Tensor, axes: Axes, divisor: number): Tensor => {
  const scale = scaleOver(x, axes)
  const scaled = mul(x, broadcastTo(scale, x.shape))
  const total = sumOver(mul(scaled, scaled), axes)
  return div(flatRoot(divisor === 1 ? total : div(total, fullLike(total, divisor))), scale)
}

/**
 * (sum |x|^p)^(1/p) for any p but 0: c (sum (|x|/c)^p)^(1/p), where c is the element that weighs most, so that no power
 * is above 1. The result does not depend on c, which counts as a constant: both exponents stand for what they were
 * rounded from. An element that is 0 has derivative 0; where the weightiest one is 0, so is the result.
 */
const rootOfPowers = (x: Tensor, axes: Axes, p: number): Tensor => {
  const sizes = abs(x)
  const weightiest = (p > 0 ? reduceMax : reduceMin)(stopGradient(sizes), axes)
  const of = (like: Tensor, value: number): Tensor => fullLike(like, value)
  const vanishes = equal(weightiest, of(weightiest, 0))
  const isSize = less(weightiest, of(weightiest, Number.POSITIVE_INFINITY))
  const unit = where(vanishes, of(weightiest, 1), where(isSize, weightiest, of(weightiest, 1)))
  const isZero = equal(x, of(x, 0))
  const ratios = div(where(isZero, of(x, 1), sizes), broadcastTo(unit, x.shape))
  const powers = where(isZero, of(x, 0), power(ratios, nearLike(x, itself(p))))
  const total = sumOver(powers, axes)
  const root = power(where(vanishes, of(total, 1), total), nearLike(total, reciprocalOf(p)))
  return where(vanishes, of(root, 0), mul(unit, root))
}

const normOver = (x: Tensor, axes: Axes, ord: number): Tensor => {
  if (ord < 0) checkNotEmpty('norm', x, axes)
  if (countOver(x, axes) === 0) return filled(x.dtype, reducedShape(x.shape, axes, true), 0)
  if (ord === 0) return sumOver(convert(convert(x, 'bool'), x.dtype), axes)
  if (ord === 1) return sumOver(abs(x), axes)
  if (ord === 2) return rootOfSquares(x, axes, 1)
  if (ord === Number.POSITIVE_INFINITY) return reduceMax(abs(x), axes)
  if (ord === Number.NEGATIVE_INFINITY) return reduceMin(abs(x), axes)
  return rootOfPowers(x, axes, ord)
}

/** The Euclidean lengths over axes, which stay with size 1; their derivative at 0 is 0. */
export const lengthOver = (x: Tensor, axes: Axes): Tensor => normOver(x, axes, 2)

/**
 * The norm (sum |x|^ord)^(1/ord) of the vectors along the axes given, or of all elements; `ord` is 2. For 0 it is the
 * number of elements that are not 0, for Infinity the largest of their sizes, and for -Infinity the smallest. It neither
 * overflows nor underflows where the result does not. An element that is 0 has derivative 0, and
 * where the norm is 0 all have; of Infinity and -Infinity ties share the derivative evenly. 0 of no elements; throws an
 * ArgumentError of none where `ord` is negative, and where it is no number.
 *
 * @example
 * ```ts
 * import { norm, tensor } from 'cotangent'
 *
 * norm(tensor([[3, 4], [3e200, 4e200]]), { axis: 1 }) // => [5.e+000 5.e+200]
 * norm(tensor([1, -2, 3]), { ord: 1 }) // => 6.0
 * norm(tensor([1, -2, 3]), { ord: Infinity }) // => 3.0
 * ```
 */
export const norm: Norm = reduction<Norm, NormOptions>('norm', floatOperandOf, normNames, (x, axes, _, { ord = 2 }) => {
  if (typeof ord !== 'number' || Number.isNaN(ord))
    throw new ArgumentError({
      operation: 'norm',
      operands: [x],
      problem: `ord is ${describe(ord)}, not a number`,
      remedy: 'Use a number, Infinity or -Infinity',
    })
  return normOver(x, axes, ord)
})

/** What the sum of squared deviations is divided by: NaN where `ddof` leaves nothing. */
const degreesOf = (operation: string, x: Tensor, axes: Axes, ddof: number): number => {
  const count = countOver(x, axes)
  const degrees = count - checkFinite(operation, 'ddof', ddof)
  return count > 0 && degrees > 0 ? degrees : Number.NaN
}

const deviations = (x: Tensor, axes: Axes): Tensor => sub(x, broadcastTo(meanOver(x, axes), x.shape))

const varianceOf = (deviation: Tensor, axes: Axes, degrees: number): Tensor => {
  const total = sumOver(mul(deviation, deviation), axes)
  return div(total, fullLike(total, degrees))
}

/**
 * The variance over the axes given, or over all: the sum of (x - mean)^2 divided by their number less `ddof` (0). NaN
 * where that is not above 0. The mean is subtracted first, so that no digits are lost to it. (`var`, its name in NumPy,
 * is a word of JavaScript.)
 *
 * @example
 * ```ts
 * import { tensor, variance } from 'cotangent'
 *
 * variance(tensor([1, 2, 6])) // => 4.666666666666667
 * variance(tensor([1, 2, 6]), { ddof: 1 }) // => 7.0
 * ```
 */
export const variance: Variance = reduction<Variance, VarianceOptions>(
  'variance',
  floatOperandOf,
  varianceNames,
  (x, axes, _, { ddof = 0 }) => varianceOf(deviations(x, axes), axes, degreesOf('variance', x, axes, ddof)),
)

/**
 * The standard deviation over the axes given, or over all: sqrt(sum((x - mean)^2) / (number - ddof)), `ddof` being 0. NaN
 * where that divisor is not above 0. Squares neither overflow nor underflow. Where it is 0 its derivative is 0.
 *
 * @example
 * ```ts
 * import { std, tensor } from 'cotangent'
 *
 * std(tensor([[1, 3], [2, 2]]), { axis: 1 }) // => [1. 0.]
 * std(tensor([1, 2, 6]), { ddof: 1 }) // => 2.6457513110645907
 * ```
 */
export const std: Variance = reduction<Variance, VarianceOptions>(
  'std',
  floatOperandOf,
  varianceNames,
  (x, axes, _, { ddof = 0 }) => {
    const degrees = degreesOf('std', x, axes, ddof)
    const deviation = deviations(x, axes)
    return Number.isNaN(degrees) ? varianceOf(deviation, axes, degrees) : rootOfSquares(deviation, axes, degrees)
  },
)
