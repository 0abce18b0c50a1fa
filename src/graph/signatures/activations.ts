import type { AnyTensor, DTypeOf, DTypeRefused, FloatDType, Guard, ShapeOf, Tensor } from '../../tensor/index.js'
import type { FloatUnaryOperation } from './elementwise.js'
import type { UnknownOption } from './options.js'

/** The slope where x is negative: 0.01 without it. */
export interface LeakyReluOptions {
  readonly negativeSlope?: number
}

/** `leakyRelu(x)`, `leakyRelu(x, { negativeSlope: 0.2 })`, and both in pipes. */
export type LeakyRelu = <const X extends AnyTensor | LeakyReluOptions>(
  x: X &
    Guard<
      X extends LeakyReluOptions
        ? UnknownOption<X, LeakyReluOptions>
        : DTypeRefused<Exclude<X, LeakyReluOptions>, FloatDType>
    >,
  options?: LeakyReluOptions,
) => X extends LeakyReluOptions
  ? FloatUnaryOperation
  : Tensor<ShapeOf<Exclude<X, LeakyReluOptions>>, DTypeOf<Exclude<X, LeakyReluOptions>>>

/** How sharply the function bends at 0: 1 without it. */
export interface SoftplusOptions {
  readonly beta?: number
}

/** `softplus(x)`, `softplus(x, { beta: 2 })`, and both in pipes. */
export type Softplus = <const X extends AnyTensor | SoftplusOptions>(
  x: X &
    Guard<
      X extends SoftplusOptions
        ? UnknownOption<X, SoftplusOptions>
        : DTypeRefused<Exclude<X, SoftplusOptions>, FloatDType>
    >,
  options?: SoftplusOptions,
) => X extends SoftplusOptions
  ? FloatUnaryOperation
  : Tensor<ShapeOf<Exclude<X, SoftplusOptions>>, DTypeOf<Exclude<X, SoftplusOptions>>>
