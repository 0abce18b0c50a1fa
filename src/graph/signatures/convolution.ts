import type {
  AnyTensor,
  CommonDType,
  ConvolutionMismatch,
  Convolved,
  DTypeMismatch,
  DTypeRefused,
  Guard,
  NumericDType,
  Operand,
  ShapeMismatch,
  ShapeOf,
  SlidingOptions,
  Tensor,
  TransposeConvolved,
  TransposeMismatch,
} from '../../tensor/index.js'
import type { NoOptions, Option, UnknownOption } from './options.js'

/** How a kernel slides over the spatial axes, into how many groups channels fall, and what is added to each channel. */
export interface ConvolutionOptions extends SlidingOptions {
  readonly groups?: number
  /** One number for each output channel. */
  readonly bias?: AnyTensor
}

/** The same of a transposed convolution, and how many places stand at the end beyond those that a kernel reaches. */
export interface ConvTransposeOptions extends Omit<ConvolutionOptions, 'padding'> {
  readonly padding?: number | readonly (number | readonly [before: number, after: number])[]
  readonly outputPadding?: number | readonly number[]
}

/** Options with their defaults. */
interface Settings<O> {
  readonly stride: Option<O, 'stride', 1>
  readonly padding: Option<O, 'padding', 0>
  readonly dilation: Option<O, 'dilation', 1>
  readonly groups: Option<O, 'groups', 1>
  readonly outputPadding: Option<O, 'outputPadding', 0>
}

/** A bias that does not fit the channels, as a message. */
type BiasMismatch<O, W extends AnyTensor, Channels extends readonly unknown[]> =
  Option<O, 'bias'> extends infer B extends AnyTensor
    ? ShapeMismatch<ShapeOf<B>, Channels> | DTypeMismatch<B, W>
    : never

/** The shape of one number for each channel of a result. */
type ChannelsOf<S> = S extends readonly [unknown, infer C, ...unknown[]] ? [C] : readonly number[]

type Numeric<X extends Operand> = DTypeRefused<X, NumericDType>

/**
 * A convolution over so many spatial axes: `conv2d(x, w, { stride: 2 })` and `pipe(x, conv2d(w, { stride: 2 }))`, x
 * [N, C, ...], w [O, C / groups, ...].
 */
export interface Convolution<Axes> {
  <W extends AnyTensor, const O extends ConvolutionOptions = NoOptions>(
    w: W & Guard<Numeric<W>>,
    options?: O & Guard<UnknownOption<O, ConvolutionOptions>>,
  ): <X extends AnyTensor>(
    x: X & Guard<ConvolutionMismatch<ShapeOf<X>, ShapeOf<W>, Settings<O>, Axes> | DTypeMismatch<X, W>>,
  ) => Tensor<Convolved<ShapeOf<X>, ShapeOf<W>, Settings<O>>, CommonDType<X, W>>
  <X extends AnyTensor, W extends AnyTensor, const O extends ConvolutionOptions = NoOptions>(
    x: X & Guard<Numeric<X>>,
    w: W & Guard<ConvolutionMismatch<ShapeOf<X>, ShapeOf<W>, Settings<O>, Axes> | DTypeMismatch<X, W>>,
    options?: O &
      Guard<
        | UnknownOption<O, ConvolutionOptions>
        | BiasMismatch<O, W, ChannelsOf<Convolved<ShapeOf<X>, ShapeOf<W>, Settings<O>>>>
      >,
  ): Tensor<Convolved<ShapeOf<X>, ShapeOf<W>, Settings<O>>, CommonDType<X, W>>
}

/**
 * A transposed convolution over so many spatial axes: `convTranspose2d(x, w, { stride: 2 })` and
 * `pipe(x, convTranspose2d(w, { stride: 2 }))`, x [N, C, ...], w [C, O / groups, ...].
 */
export interface TransposedConvolution<Axes> {
  <W extends AnyTensor, const O extends ConvTransposeOptions = NoOptions>(
    w: W & Guard<Numeric<W>>,
    options?: O & Guard<UnknownOption<O, ConvTransposeOptions>>,
  ): <X extends AnyTensor>(
    x: X & Guard<TransposeMismatch<ShapeOf<X>, ShapeOf<W>, Settings<O>, Axes> | DTypeMismatch<X, W>>,
  ) => Tensor<TransposeConvolved<ShapeOf<X>, ShapeOf<W>, Settings<O>>, CommonDType<X, W>>
  <X extends AnyTensor, W extends AnyTensor, const O extends ConvTransposeOptions = NoOptions>(
    x: X & Guard<Numeric<X>>,
    w: W & Guard<TransposeMismatch<ShapeOf<X>, ShapeOf<W>, Settings<O>, Axes> | DTypeMismatch<X, W>>,
    options?: O &
      Guard<
        | UnknownOption<O, ConvTransposeOptions>
        | BiasMismatch<O, W, ChannelsOf<TransposeConvolved<ShapeOf<X>, ShapeOf<W>, Settings<O>>>>
      >,
  ): Tensor<TransposeConvolved<ShapeOf<X>, ShapeOf<W>, Settings<O>>, CommonDType<X, W>>
}
