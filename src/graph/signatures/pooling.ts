import type {
  AnyTensor,
  DType,
  DTypeOf,
  DTypeRefused,
  FloatDType,
  Guard,
  NumericDType,
  Pooled,
  PoolMismatch,
  ShapeOf,
  SlidingOptions,
  Tensor,
} from '../../tensor/index.js'
import type { Option, UnknownOption } from './options.js'

/** The windows of pooling: how large they are, and how they slide, by their own size without `stride`. */
export interface MaxPoolOptions extends SlidingOptions {
  readonly kernelSize: number | readonly number[]
  /** Whether a last window may reach past the end (and its padding), so long as it starts before. */
  readonly ceilMode?: boolean
}

/** The same of means, and whether the zeros of padding count. */
export interface AvgPoolOptions extends MaxPoolOptions {
  readonly countIncludePad?: boolean
}

/** Options with their defaults. */
interface Settings<O> {
  readonly kernelSize: Option<O, 'kernelSize', number>
  readonly stride: Option<O, 'stride', Option<O, 'kernelSize', number>>
  readonly padding: Option<O, 'padding', 0>
  readonly dilation: Option<O, 'dilation', 1>
  readonly ceilMode: Option<O, 'ceilMode', false>
}

/** Pooling over so many spatial axes: `maxPool2d(x, { kernelSize: 2 })` and `pipe(x, maxPool2d({ kernelSize: 2 }))`. */
export interface Pooling<Axes, Options, Accepted extends DType> {
  <const O extends AvgPoolOptions>(
    options: O & Guard<UnknownOption<O, Options>>,
  ): <X extends AnyTensor>(
    x: X & Guard<DTypeRefused<X, Accepted> | PoolMismatch<ShapeOf<X>, Settings<O>, Axes>>,
  ) => Tensor<Pooled<ShapeOf<X>, Settings<O>>, DTypeOf<X>>
  <X extends AnyTensor, const O extends AvgPoolOptions>(
    x: X & Guard<DTypeRefused<X, Accepted>>,
    options: O & Guard<UnknownOption<O, Options> | PoolMismatch<ShapeOf<X>, Settings<O>, Axes>>,
  ): Tensor<Pooled<ShapeOf<X>, Settings<O>>, DTypeOf<X>>
}

/** The largest element of each window. */
export type MaxPooling<Axes> = Pooling<Axes, MaxPoolOptions, NumericDType>

/** The mean of each window. */
export type AvgPooling<Axes> = Pooling<Axes, AvgPoolOptions, FloatDType>
