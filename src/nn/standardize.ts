import { add, mean, mul, ones, reshape, rsqrt, square, sub, zeros } from '../graph/index.js'
import type { Rand } from '../random/index.js'
import { ArgumentError, describe, type FloatDType, type OptionNames, ShapeError, type Tensor } from '../tensor/index.js'
import type { NoParams } from './model.js'
import type { Without } from './optional.js'
import { checkParameter, checkSize, type Real } from './real.js'

/** What a normalisation multiplies with and adds: ones and zeros at first. */
export interface ScaleAndShift<S extends readonly unknown[], D extends FloatDType = FloatDType> {
  readonly scale: Tensor<S, D>
  readonly shift: Tensor<S, D>
}

/** What is added to a variance, the dtype of the parameters, and which of them there are. */
export interface NormalizationOptions<
  D extends FloatDType = FloatDType,
  Scale extends boolean = boolean,
  Shift extends boolean = boolean,
> {
  /** 1e-5 unless given. */
  readonly eps?: number
  /** float64 unless given. */
  readonly dtype?: D
  /** `false` for no scale. */
  readonly scale?: Scale
  /** `false` for no shift. */
  readonly shift?: Shift
}

export const normalizationNames: OptionNames<NormalizationOptions> = {
  eps: true,
  dtype: true,
  scale: true,
  shift: true,
}

/** The parameters that are left of scale and shift. */
export type Affine<P extends { readonly scale: unknown; readonly shift: unknown }, Scale, Shift> = Shift extends false
  ? Scale extends false
    ? NoParams
    : Omit<P, 'shift'>
  : Without<P, 'scale', Scale>

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

/** Scale and shift as they are made and applied. */
export interface AffineMap {
  readonly parameters: readonly string[]
  /** Ones and zeros, without a draw. */
  readonly init: Rand<Readonly<Record<string, Real>>>
  /** Parameters of the right shape, as they stand beside what they are applied to. */
  readonly of: (params: Readonly<Record<string, Real>>) => (x: Real, placed?: (values: Real) => Real) => Real
}

/** scale x + shift, without what options leave out. */
export const affine = (
  operation: string,
  shape: readonly number[],
  dtype: FloatDType,
  { scale = true, shift = true }: NormalizationOptions,
): AffineMap => {
  const names = ['scale', 'shift']
  for (const [index, value] of [scale, shift].entries())
    if (typeof value !== 'boolean')
      throw new ArgumentError({ operation, problem: `${names[index]} is ${describe(value)}, not true or false` })
  const initial = {
    ...(scale && { scale: ones(shape, { dtype }) }),
    ...(shift && { shift: zeros(shape, { dtype }) }),
  } as Readonly<Record<string, Real>>
  return {
    parameters: Object.keys(initial),
    init: (state) => [initial, state],
    of: (params) => {
      for (const name of Object.keys(initial)) checkParameter(operation, name, params[name], shape)
      return (x, placed = (values) => values) => {
        const scaled = scale ? mul(x, placed(params.scale)) : x
        return shift ? add(scaled, placed(params.shift)) : scaled
      }
    },
  }
}

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
