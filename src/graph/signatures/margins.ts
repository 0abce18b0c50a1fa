import type {
  AxisMismatch,
  BroadcastMismatchOf,
  BroadcastOf,
  CommonDType,
  DTypeMismatch,
  DTypeRefused,
  EqualShapesMismatch,
  FloatDType,
  Guard,
  Operand,
  ReplaceAxes,
  Tensor,
} from '../../tensor/index.js'
import type { LossOptions, ReducedLoss } from './losses.js'
import type { NoOptions, Option, UnknownOption } from './options.js'

/** Along which axis the vectors lie (the last one), and what their lengths count at least: 1e-8 without it. */
export interface CosineSimilarityOptions {
  readonly axis?: number
  readonly eps?: number
}

/** What two operands broadcast to, without the axis. */
type WithoutAxis<A extends Operand, B extends Operand, O> = ReplaceAxes<BroadcastOf<A, B>, Option<O, 'axis', -1>, []>

/** `cosineSimilarity(a, b)` and `pipe(a, cosineSimilarity(b))`. */
export interface CosineSimilarity {
  <B extends Operand, const O extends CosineSimilarityOptions = NoOptions>(
    b: B & Guard<DTypeRefused<B, FloatDType>>,
    options?: O & Guard<UnknownOption<O, CosineSimilarityOptions>>,
  ): <A extends Operand>(
    a: A &
      Guard<
        | DTypeRefused<A, FloatDType>
        | BroadcastMismatchOf<A, B>
        | DTypeMismatch<A, B>
        | AxisMismatch<BroadcastOf<A, B>, Option<O, 'axis', -1>>
      >,
  ) => Tensor<WithoutAxis<A, B, O>, CommonDType<A, B>>
  <A extends Operand, B extends Operand, const O extends CosineSimilarityOptions = NoOptions>(
    a: A & Guard<DTypeRefused<A, FloatDType>>,
    b: B & Guard<DTypeRefused<B, FloatDType> | BroadcastMismatchOf<A, B> | DTypeMismatch<A, B>>,
    options?: O &
      Guard<UnknownOption<O, CosineSimilarityOptions> | AxisMismatch<BroadcastOf<A, B>, Option<O, 'axis', -1>>>,
  ): Tensor<WithoutAxis<A, B, O>, CommonDType<A, B>>
}

/** Along which axis the vectors lie (the last one), the margin (1), and how the losses are reduced. */
export interface TripletMarginOptions extends LossOptions {
  readonly axis?: number
  readonly margin?: number
}

/** `tripletMargin(anchor, near, far)` and `pipe(anchor, tripletMargin(near, far))`. */
export interface TripletMargin {
  <P extends Operand, N extends Operand, const O extends TripletMarginOptions = NoOptions>(
    near: P & Guard<DTypeRefused<P, FloatDType>>,
    far: N & Guard<DTypeRefused<N, FloatDType> | EqualShapesMismatch<P, N> | DTypeMismatch<P, N>>,
    options?: O & Guard<UnknownOption<O, TripletMarginOptions>>,
  ): <A extends Operand>(
    anchor: A &
      Guard<
        | DTypeRefused<A, FloatDType>
        | EqualShapesMismatch<A, P>
        | EqualShapesMismatch<A, N>
        | DTypeMismatch<A, P>
        | AxisMismatch<BroadcastOf<A, P>, Option<O, 'axis', -1>>
      >,
  ) => Tensor<ReducedLoss<WithoutAxis<A, P, O>, Option<O, 'reduction'>>, CommonDType<A, P>>
  <A extends Operand, P extends Operand, N extends Operand, const O extends TripletMarginOptions = NoOptions>(
    anchor: A & Guard<DTypeRefused<A, FloatDType>>,
    near: P & Guard<DTypeRefused<P, FloatDType> | EqualShapesMismatch<A, P> | DTypeMismatch<A, P>>,
    far: N & Guard<DTypeRefused<N, FloatDType> | EqualShapesMismatch<A, N> | DTypeMismatch<A, N>>,
    options?: O &
      Guard<UnknownOption<O, TripletMarginOptions> | AxisMismatch<BroadcastOf<A, P>, Option<O, 'axis', -1>>>,
  ): Tensor<ReducedLoss<WithoutAxis<A, P, O>, Option<O, 'reduction'>>, CommonDType<A, P>>
}
