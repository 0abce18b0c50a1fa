import type {
  AnyTensor,
  AxisMismatchOf,
  DTypeOf,
  DTypeRefused,
  FloatDType,
  Guard,
  Halved,
  HalvedMismatch,
  ShapeOf,
  Tensor,
} from '../../tensor/index.js'
import type { FloatUnaryOperation } from './elementwise.js'
import type { NoOptions, Option, UnknownOption } from './options.js'
import type { AxisOption } from './reductions.js'

/** An activation with options of its own: `elu(x)`, `elu(x, { alpha: 2 })`, and both in pipes. */
export type Activation<Options> = <const X extends AnyTensor | Options>(
  x: X & Guard<X extends Options ? UnknownOption<X, Options> : DTypeRefused<Exclude<X, Options>, FloatDType>>,
  options?: Options,
) => X extends Options ? FloatUnaryOperation : Tensor<ShapeOf<Exclude<X, Options>>, DTypeOf<Exclude<X, Options>>>

/** The slope where x is negative: 0.01 without it. */
export interface LeakyReluOptions {
  readonly negativeSlope?: number
}

/** `leakyRelu(x)`, `leakyRelu(x, { negativeSlope: 0.2 })`, and both in pipes. */
export type LeakyRelu = Activation<LeakyReluOptions>

/** How sharply the function bends at 0: 1 without it. */
export interface SoftplusOptions {
  readonly beta?: number
}

/** `softplus(x)`, `softplus(x, { beta: 2 })`, and both in pipes. */
export type Softplus = Activation<SoftplusOptions>

/** Minus the limit far below 0: 1 without it. */
export interface EluOptions {
  readonly alpha?: number
}

/** `elu(x)`, `elu(x, { alpha: 2 })`, and both in pipes. */
export type Elu = Activation<EluOptions>

/** Half the width of the interval around 0 that becomes 0: 0.5 without it. */
export interface ShrinkOptions {
  readonly lambda?: number
}

/** `softShrink(x)`, `softShrink(x, { lambda: 1 })`, and both in pipes. */
export type Shrink = Activation<ShrinkOptions>

/** Which formula: the normal distribution ('none', without it), or its approximation by a hyperbolic tangent. */
export interface GeluOptions {
  readonly approximate?: 'none' | 'tanh'
}

/** `gelu(x)`, `gelu(x, { approximate: 'tanh' })`, and both in pipes. */
export type Gelu = Activation<GeluOptions>

/** The square of how far the function is from relu at 0, four times: 4 without it. */
export interface SquareplusOptions {
  readonly b?: number
}

/** `squareplus(x)`, `squareplus(x, { b: 1 })`, and both in pipes. */
export type Squareplus = Activation<SquareplusOptions>

/** An operation that takes an axis (the last without `axis`) in two halves: `glu(x)`, `pipe(x, glu({ axis: 0 }))`. */
export type Glu = <const X extends AnyTensor | AxisOption, const O extends AxisOption = NoOptions>(
  x: X &
    Guard<
      X extends AxisOption
        ? UnknownOption<X, AxisOption>
        : DTypeRefused<Exclude<X, AxisOption>, FloatDType> | Unhalvable<Exclude<X, AxisOption>, O>
    >,
  options?: O & Guard<UnknownOption<O, AxisOption>>,
) => X extends AxisOption ? GluAlong<X> : GluOf<Exclude<X, AxisOption>, O>

/** The same along an axis that is given. */
export type GluAlong<O> = <X extends AnyTensor>(
  x: X & Guard<DTypeRefused<X, FloatDType> | Unhalvable<X, O>>,
) => GluOf<X, O>

type GluOf<X extends AnyTensor, O> = Tensor<Halved<ShapeOf<X>, Option<O, 'axis', -1>>, DTypeOf<X>>

/** What keeps an axis from being halved: it is not there, or it has an odd size. */
type Unhalvable<X extends AnyTensor, O> =
  | AxisMismatchOf<X, Option<O, 'axis', -1>>
  | HalvedMismatch<X, Option<O, 'axis', -1>>
