import type {
  AnyTensor,
  AxisMismatchOf,
  BroadcastOf,
  CommonDType,
  DTypeMismatch,
  DTypeOf,
  DTypeRefused,
  EqualShapesMismatch,
  FloatDType,
  Guard,
  NestedArray,
  Operand,
  ReplaceAxes,
  ShapeMismatch,
  ShapeOf,
  Tensor,
  UnknownShape,
} from '../../tensor/index.js'
import type { Indices, IndicesRefused, ShapeOfIndices } from './indexing.js'
import type { NoOptions, Option, UnknownOption } from './options.js'

/** What becomes of the losses of all elements or samples: their mean, their sum, or they stay as they are. */
export type LossReduction = 'mean' | 'sum' | 'none'

/** How a loss is reduced: 'mean' unless said otherwise. */
export interface LossOptions {
  readonly reduction?: LossReduction
}

/** The shape that a reduction leaves of losses of shape S. */
type ReducedLoss<S, R> = [R] extends ['none'] ? S : [R] extends ['mean' | 'sum' | undefined] ? [] : UnknownShape

/** How binary cross entropy is reduced, and how much the positive class counts. */
export interface BinaryCrossEntropyOptions extends LossOptions {
  /** A factor of t log p: a number, or a tensor that broadcasts to the logits. */
  readonly positiveWeight?: Operand
}

/**
 * A loss of each element: `mse(prediction, target, { reduction: 'sum' })` and `pipe(prediction, mse(target))`. `Options`
 * are those of all options that it has.
 */
export interface Loss<Options = LossOptions> {
  <T extends Operand, const O extends BinaryCrossEntropyOptions = NoOptions>(
    target: T & Guard<DTypeRefused<T, FloatDType>>,
    options?: O & Guard<UnknownOption<O, Options>>,
  ): <P extends Operand>(
    prediction: P & Guard<DTypeRefused<P, FloatDType> | EqualShapesMismatch<P, T> | DTypeMismatch<P, T>>,
  ) => Tensor<ReducedLoss<BroadcastOf<P, T>, Option<O, 'reduction'>>, CommonDType<P, T>>
  <P extends Operand, T extends Operand, const O extends BinaryCrossEntropyOptions = NoOptions>(
    prediction: P & Guard<DTypeRefused<P, FloatDType>>,
    target: T & Guard<DTypeRefused<T, FloatDType> | EqualShapesMismatch<P, T> | DTypeMismatch<P, T>>,
    options?: O & Guard<UnknownOption<O, Options>>,
  ): Tensor<ReducedLoss<BroadcastOf<P, T>, Option<O, 'reduction'>>, CommonDType<P, T>>
}

/** Binary cross entropy of logits: a loss of each element. */
export type BinaryCrossEntropyWithLogits = Loss<BinaryCrossEntropyOptions>

/** Along which axis the classes lie (the last one), and how the losses of the samples are reduced. */
export interface CrossEntropyOptions extends LossOptions {
  readonly axis?: number
}

/** The shape of the samples: without the axis of classes. */
type Samples<X extends Operand, O> = ReplaceAxes<ShapeOf<X>, Option<O, 'axis', -1>, []>

/** The shape that is left of the losses of all samples. */
type ReducedSamples<X extends Operand, O> = ReducedLoss<Samples<X, O>, Option<O, 'reduction'>>

/** A loss of each sample, by distributions of one shape: `crossEntropy(p, t)` and `pipe(p, crossEntropy(t))`. */
export interface CrossEntropy {
  <T extends Operand, const O extends CrossEntropyOptions = NoOptions>(
    targets: T & Guard<DTypeRefused<T, FloatDType>>,
    options?: O & Guard<UnknownOption<O, CrossEntropyOptions>>,
  ): <P extends AnyTensor>(
    probabilities: P &
      Guard<
        | DTypeRefused<P, FloatDType>
        | EqualShapesMismatch<P, T>
        | DTypeMismatch<P, T>
        | AxisMismatchOf<P, Option<O, 'axis'>>
      >,
  ) => Tensor<ReducedSamples<P, O>, CommonDType<P, T>>
  <P extends AnyTensor, T extends Operand, const O extends CrossEntropyOptions = NoOptions>(
    probabilities: P & Guard<DTypeRefused<P, FloatDType>>,
    targets: T & Guard<DTypeRefused<T, FloatDType> | EqualShapesMismatch<P, T> | DTypeMismatch<P, T>>,
    options?: O & Guard<UnknownOption<O, CrossEntropyOptions> | AxisMismatchOf<P, Option<O, 'axis'>>>,
  ): Tensor<ReducedSamples<P, O>, CommonDType<P, T>>
}

/** Along which axis the classes lie (the last one), what the targets are, and how the losses are reduced. */
export interface SoftmaxCrossEntropyOptions extends CrossEntropyOptions {
  /** Class indices (int32), or a distribution for each sample; the dtype tells where it is absent. */
  readonly targets?: 'indices' | 'probabilities'
  /** How much of each target is spread evenly over all classes: 0, up to 1. */
  readonly labelSmoothing?: number
}

/** What targets must meet: indices have the shape of the samples, distributions that of the logits. */
type TargetMismatch<X extends AnyTensor, T extends Indices, O> =
  Option<O, 'targets', TargetKind<T>> extends infer Kind
    ? Kind extends 'indices'
      ? IndicesRefused<T> | ShapeMismatch<Samples<X, O>, ShapeOfIndices<T>>
      : Kind extends 'probabilities'
        ? DistributionMismatch<X, Exclude<T, NestedArray>>
        : never
    : never

type DistributionMismatch<X extends AnyTensor, T extends AnyTensor> = EqualShapesMismatch<X, T> | DTypeMismatch<X, T>

/** What targets are by their dtype; `unknown` where that is not known. */
type TargetKind<T extends Indices> = T extends NestedArray
  ? 'indices'
  : [DTypeOf<Exclude<T, NestedArray>>] extends ['int32']
    ? 'indices'
    : [DTypeOf<Exclude<T, NestedArray>>] extends [FloatDType]
      ? 'probabilities'
      : 'unknown'

/** A loss of each sample of logits: `softmaxCrossEntropy(logits, targets)` and `pipe(logits, softmaxCrossEntropy(targets))`. */
export interface SoftmaxCrossEntropy {
  <const T extends Indices, const O extends SoftmaxCrossEntropyOptions = NoOptions>(
    targets: T,
    options?: O & Guard<UnknownOption<O, SoftmaxCrossEntropyOptions>>,
  ): <X extends AnyTensor>(
    logits: X & Guard<DTypeRefused<X, FloatDType> | TargetMismatch<X, T, O> | AxisMismatchOf<X, Option<O, 'axis'>>>,
  ) => Tensor<ReducedSamples<X, O>, DTypeOf<X>>
  <X extends AnyTensor, const T extends Indices, const O extends SoftmaxCrossEntropyOptions = NoOptions>(
    logits: X & Guard<DTypeRefused<X, FloatDType>>,
    targets: T & Guard<TargetMismatch<X, T, O>>,
    options?: O & Guard<UnknownOption<O, SoftmaxCrossEntropyOptions> | AxisMismatchOf<X, Option<O, 'axis'>>>,
  ): Tensor<ReducedSamples<X, O>, DTypeOf<X>>
}
