import type {
  AnyTensor,
  AxisMismatchOf,
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
  SizeAt,
  Tensor,
} from '../../tensor/index.js'
import type { Indices, IndicesRefused, ShapeOfIndices } from './indexing.js'
import type { LossOptions, ReducedLoss } from './losses.js'
import type { NoOptions, Option, UnknownOption } from './options.js'

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

/** Along which axis the classes lie (the last one), how much each counts, and how the losses are reduced. */
export interface ClassOptions extends CrossEntropyOptions {
  /** One weight for each class: `[C]`. */
  readonly classWeights?: AnyTensor
  /** The label of samples that do not count. */
  readonly ignoreIndex?: number
}

/** A loss of each sample of log-probabilities: `nllLoss(logP, labels)` and `pipe(logP, nllLoss(labels))`. */
export interface NllLoss {
  <const T extends Indices, const O extends ClassOptions = NoOptions>(
    labels: T & Guard<IndicesRefused<T>>,
    options?: O & Guard<UnknownOption<O, ClassOptions>>,
  ): <X extends AnyTensor>(
    logProbabilities: X & Guard<DTypeRefused<X, FloatDType> | LabelMismatch<X, T, O> | ClassMismatch<X, O>>,
  ) => Tensor<ReducedSamples<X, O>, DTypeOf<X>>
  <X extends AnyTensor, const T extends Indices, const O extends ClassOptions = NoOptions>(
    logProbabilities: X & Guard<DTypeRefused<X, FloatDType>>,
    labels: T & Guard<IndicesRefused<T> | LabelMismatch<X, T, O>>,
    options?: O & Guard<UnknownOption<O, ClassOptions> | ClassMismatch<X, O>>,
  ): Tensor<ReducedSamples<X, O>, DTypeOf<X>>
}

/** Labels of another shape than the samples; of samples along an axis that is not there nothing is said. */
type LabelMismatch<X extends AnyTensor, T extends Indices, O> = [AxisMismatchOf<X, Option<O, 'axis'>>] extends [never]
  ? ShapeMismatch<Samples<X, O>, ShapeOfIndices<T>>
  : never

/** An axis of classes that is not there, or weights that are not one for each of its classes. */
type ClassMismatch<X extends AnyTensor, O> = AxisMismatchOf<X, Option<O, 'axis'>> | WeightsMismatch<X, O>

type WeightsMismatch<X extends AnyTensor, O> = O extends { readonly classWeights: infer W extends AnyTensor }
  ? EqualShapesMismatch<Tensor<[SizeAt<ShapeOf<X>, Option<O, 'axis', -1>>]>, W> | DTypeMismatch<X, W>
  : never

/** Along which axis the classes lie (the last one), what the targets are, and how the losses are reduced. */
export interface SoftmaxCrossEntropyOptions extends ClassOptions {
  /** Class indices (int32), or a distribution for each sample; the dtype tells where it is absent. */
  readonly targets?: 'indices' | 'probabilities'
  /** How much of each target is spread evenly over all classes: 0, up to 1. */
  readonly labelSmoothing?: number
}

/** What targets must meet: indices have the shape of the samples, distributions that of the logits. */
type TargetMismatch<X extends AnyTensor, T extends Indices, O> =
  Option<O, 'targets', TargetKind<T>> extends infer Kind
    ? Kind extends 'indices'
      ? IndicesRefused<T> | LabelMismatch<X, T, O>
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
    logits: X & Guard<DTypeRefused<X, FloatDType> | TargetMismatch<X, T, O> | ClassMismatch<X, O>>,
  ) => Tensor<ReducedSamples<X, O>, DTypeOf<X>>
  <X extends AnyTensor, const T extends Indices, const O extends SoftmaxCrossEntropyOptions = NoOptions>(
    logits: X & Guard<DTypeRefused<X, FloatDType>>,
    targets: T & Guard<TargetMismatch<X, T, O>>,
    options?: O & Guard<UnknownOption<O, SoftmaxCrossEntropyOptions> | ClassMismatch<X, O>>,
  ): Tensor<ReducedSamples<X, O>, DTypeOf<X>>
}
