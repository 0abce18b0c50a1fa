import { add, mean, mul, ones, reshape, rsqrt, square, sub, zeros } from '../graph/index.js'
import type { Rand } from '../random/index.js'
import { type FloatDType, ShapeError, type Tensor } from '../tensor/index.js'
import { checkParameter, checkSize, type Real } from './real.js'

/** What a normalisation multiplies with and adds: ones and zeros at first. */
export interface ScaleAndShift<S extends readonly unknown[], D extends FloatDType = FloatDType> {
  readonly scale: Tensor<S, D>
  readonly shift: Tensor<S, D>
}

/** What is added to a variance (1e-5 without it), and the dtype of the parameters: float64 without it. */
export interface NormalizationOptions<D extends FloatDType = FloatDType> {
  readonly eps?: number
  readonly dtype?: D
}

/** Mean and variance (with divisor n) over axes, which stay with size 1. */
export const momentsOf = (x: Real, axes: readonly number[]): { readonly average: Real; readonly spread: Real } => {
  const average: Real = mean(x, { axis: axes, keepdims: true })
  return { average, spread: mean(square(sub(x, average)), { axis: axes, keepdims: true }) }
}

/** (x - mean) / sqrt(variance + eps). */
export const normalizedBy = (x: Real, average: Real, spread: Real, eps: number): Real =>
  mul(sub(x, average), rsqrt(add(spread, eps)))

/** The same with mean and variance over axes of x itself. */
export const standardized = (x: Real, axes: readonly number[], eps: number): Real => {
  const { average, spread } = momentsOf(x, axes)
  return normalizedBy(x, average, spread, eps)
}

/** One number for each channel, beside x `[N, C, ...]`. */
export const perChannel = (values: Real, x: Real): Real =>
  reshape(values, [values.shape[0], ...x.shape.slice(2).map(() => 1)])

/** scale x + shift, one of each for each channel of x `[N, C, ...]`. */
export const scaledChannels = (operation: string, { scale, shift }: ScaleAndShift<[number]>, x: Real): Real => {
  const channels = [x.shape[1]]
  const [factor, term] = [
    checkParameter(operation, 'scale', scale, channels),
    checkParameter(operation, 'shift', shift, channels),
  ]
  return add(mul(x, perChannel(factor, x)), perChannel(term, x))
}

/** Scale 1 and shift 0 for so many, without a draw. */
export const neutral =
  (count: number, dtype: FloatDType): Rand<ScaleAndShift<[number]>> =>
  (state) => [{ scale: ones([count], { dtype }), shift: zeros([count], { dtype }) }, state]

/** The shape of one example: sizes from 1, or the number of features alone. */
export const exampleShape = (operation: string, shape: unknown): readonly number[] => {
  const sizes: readonly unknown[] = Array.isArray(shape) ? shape : [shape]
  return sizes.map((size, axis) => checkSize(operation, sizes.length === 1 ? 'the size' : `size ${axis}`, size))
}

/** Refuses what has other channels, or fewer axes than two. */
export const checkChannels = (operation: string, x: Real, channels: number): void => {
  if (x.shape.length < 2 || x.shape[1] !== channels)
    throw new ShapeError({
      operation,
      operands: [x],
      problem:
        x.shape.length < 2 ? 'there is no axis of channels' : `there are ${x.shape[1]} channels, not ${channels}`,
      remedy: 'The axes are [N, C, ...]',
    })
}
