import type {
  AnyTensor,
  AxisMismatchOf,
  BroadcastToMismatchOf,
  DTypeOf,
  EachOf,
  Guard,
  InsertAxes,
  InsertAxesMismatch,
  MovedAxes,
  PermutationMismatch,
  Permuted,
  ReshapedOf,
  ReshapeMismatchOf,
  ShapeOf,
  Squeezed,
  SqueezeMismatch,
  SwappedAxes,
  Tensor,
} from '../../tensor/index.js'
import type { NoOptions, Option, UnknownOption } from './options.js'

/** The same elements in another shape: `reshape(x, [2, -1])` and `pipe(x, reshape([2, -1]))`. */
export interface Reshape {
  <X extends AnyTensor, const T extends number[]>(
    x: X,
    shape: readonly [...T] & Guard<ReshapeMismatchOf<X, T>>,
  ): Tensor<ReshapedOf<X, T>, DTypeOf<X>>
  <const T extends number[]>(
    shape: readonly [...T],
  ): <X extends AnyTensor>(x: X & Guard<ReshapeMismatchOf<X, T>>) => Tensor<ReshapedOf<X, T>, DTypeOf<X>>
}

/** Repetition to a larger shape: `broadcastTo(x, [2, 3])` and `pipe(x, broadcastTo([2, 3]))`. */
export interface BroadcastTo {
  <X extends AnyTensor, const T extends number[]>(
    x: X,
    shape: readonly [...T] & Guard<BroadcastToMismatchOf<X, T>>,
  ): Tensor<T, DTypeOf<X>>
  <const T extends number[]>(
    shape: readonly [...T],
  ): <X extends AnyTensor>(x: X & Guard<BroadcastToMismatchOf<X, T>>) => Tensor<T, DTypeOf<X>>
}

/** The axes in another order, reversed without one: `transpose(x)`, `transpose(x, [1, 0])` and both in pipes. */
export type Transpose = <
  const X extends AnyTensor | readonly number[],
  const A extends readonly number[] | undefined = undefined,
>(
  x: X,
  axes?: A &
    Guard<X extends readonly number[] ? never : PermutationMismatch<ShapeOf<Exclude<X, readonly number[]>>, A>>,
) => X extends readonly number[]
  ? TransposeTo<X>
  : Tensor<Permuted<ShapeOf<Exclude<X, readonly number[]>>, A>, DTypeOf<Exclude<X, readonly number[]>>>

/** A transposition whose order of axes is given. */
export type TransposeTo<A> = <X extends AnyTensor>(
  x: X & Guard<PermutationMismatch<ShapeOf<X>, A>>,
) => Tensor<Permuted<ShapeOf<X>, A>, DTypeOf<X>>

/** One axis, or several. */
type Axes = number | readonly number[]

/** Several axes for which there are more or fewer places, as a message. */
type PlacesMismatch<A extends Axes, B extends Axes> = EachOf<A>['length'] extends EachOf<B>['length']
  ? never
  : `${EachOf<B>['length']} places for ${EachOf<A>['length']} axes`

/**
 * Axes moved to other places, the others keeping their order: `moveAxis(x, 0, -1)`, `moveAxis(x, [0, 1], [1, 0])` and
 * `pipe(x, moveAxis(0, -1))`.
 */
export interface MoveAxis {
  <const A extends Axes, const B extends Axes>(
    source: A,
    destination: B & Guard<PlacesMismatch<A, B>>,
  ): <X extends AnyTensor>(
    x: X & Guard<AxisMismatchOf<X, A> | AxisMismatchOf<X, B>>,
  ) => Tensor<MovedAxes<ShapeOf<X>, A, B>, DTypeOf<X>>
  <X extends AnyTensor, const A extends Axes, const B extends Axes>(
    x: X,
    source: A & Guard<AxisMismatchOf<X, A>>,
    destination: B & Guard<AxisMismatchOf<X, B> | PlacesMismatch<A, B>>,
  ): Tensor<MovedAxes<ShapeOf<X>, A, B>, DTypeOf<X>>
}

/** Two axes exchanged: `swapAxes(x, 0, 1)` and `pipe(x, swapAxes(0, 1))`. */
export interface SwapAxes {
  <A extends number, B extends number>(
    one: A,
    other: B,
  ): <X extends AnyTensor>(x: X & Guard<AxisMismatchOf<X, A | B>>) => Tensor<SwappedAxes<ShapeOf<X>, A, B>, DTypeOf<X>>
  <X extends AnyTensor, A extends number, B extends number>(
    x: X,
    one: A & Guard<AxisMismatchOf<X, A>>,
    other: B & Guard<AxisMismatchOf<X, B>>,
  ): Tensor<SwappedAxes<ShapeOf<X>, A, B>, DTypeOf<X>>
}

/** New axes of size 1 that stand at `axis` in the result: `expandDims(x, 0)` and `pipe(x, expandDims(0))`. */
export interface ExpandDims {
  <X extends AnyTensor, const A extends number | readonly number[]>(
    x: X,
    axis: A & Guard<InsertAxesMismatch<ShapeOf<X>, A>>,
  ): Tensor<InsertAxes<ShapeOf<X>, A, 1>, DTypeOf<X>>
  <const A extends number | readonly number[]>(
    axis: A,
  ): <X extends AnyTensor>(
    x: X & Guard<InsertAxesMismatch<ShapeOf<X>, A>>,
  ) => Tensor<InsertAxes<ShapeOf<X>, A, 1>, DTypeOf<X>>
}

/** Which axes of size 1 to take away: all of them without `axis`. */
export interface SqueezeOptions {
  readonly axis?: number | readonly number[]
}

/** Axes of size 1 taken away: `squeeze(x)`, `squeeze(x, { axis: 0 })` and both in pipes. */
export type Squeeze = <const X extends AnyTensor | SqueezeOptions, const O extends SqueezeOptions = NoOptions>(
  x: X & Guard<X extends SqueezeOptions ? UnknownOption<X, SqueezeOptions> : never>,
  options?: O &
    Guard<
      | UnknownOption<O, SqueezeOptions>
      | (X extends SqueezeOptions
          ? never
          :
              | AxisMismatchOf<Exclude<X, SqueezeOptions>, Option<O, 'axis'>>
              | SqueezeMismatch<ShapeOf<Exclude<X, SqueezeOptions>>, Option<O, 'axis'>>)
    >,
) => X extends SqueezeOptions
  ? SqueezeWith<X>
  : Tensor<Squeezed<ShapeOf<Exclude<X, SqueezeOptions>>, Option<O, 'axis'>>, DTypeOf<Exclude<X, SqueezeOptions>>>

/** A squeeze whose axes are given. */
export type SqueezeWith<O> = <X extends AnyTensor>(
  x: X & Guard<AxisMismatchOf<X, Option<O, 'axis'>> | SqueezeMismatch<ShapeOf<X>, Option<O, 'axis'>>>,
) => Tensor<Squeezed<ShapeOf<X>, Option<O, 'axis'>>, DTypeOf<X>>
