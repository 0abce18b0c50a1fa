import type {
  BroadcastOf,
  CommonDType,
  DTypeMismatch,
  DTypeRefused,
  EqualShapesMismatch,
  FloatDType,
  Guard,
  Operand,
  Tensor,
  UnknownShape,
} from '../../tensor/index.js'
import type { NoOptions, Option, UnknownOption } from './options.js'

/** What becomes of the losses of all elements or samples: their mean, their sum, or they stay as they are. */
export type LossReduction = 'mean' | 'sum' | 'none'

/** How a loss is reduced: 'mean' unless said otherwise. */
export interface LossOptions {
  readonly reduction?: LossReduction
}

/** How binary cross entropy is reduced, and how much the positive class counts. */
export interface BinaryCrossEntropyOptions extends LossOptions {
  /** A factor of t log p: a number, or a tensor that broadcasts to the logits. */
  readonly positiveWeight?: Operand
}

/** How the Huber loss is reduced, and from which difference on it is straight: 1 without it. */
export interface HuberOptions extends LossOptions {
  readonly delta?: number
}

/** How the loss is reduced, and from which difference on it is straight: 1 without it. */
export interface SmoothL1Options extends LossOptions {
  readonly beta?: number
}

/** How the loss is reduced, and whether the prediction is the logarithm of the rate: it is without `logInput`. */
export interface PoissonNllOptions extends LossOptions {
  readonly logInput?: boolean
}

/** How the divergence is reduced, by 'batchmean' to the sum per row, and whether targets are log-probabilities. */
export interface KlDivergenceOptions {
  readonly reduction?: LossReduction | 'batchmean'
  readonly logTarget?: boolean
}

/** How the loss is reduced, and whether it has the constant that makes it a full likelihood. */
export interface GaussianNllOptions extends LossOptions {
  readonly full?: boolean
}

/** The options of all losses of elements: each knows some of them. */
interface ElementOptions
  extends KlDivergenceOptions,
    Omit<BinaryCrossEntropyOptions & HuberOptions & SmoothL1Options & PoissonNllOptions, 'reduction'> {}

/** A reduction that a loss does not have, as a message. */
type UnknownReduction<O, Options> =
  Option<O, 'reduction'> extends Option<Options, 'reduction'>
    ? never
    : `there is no reduction ${Option<O, 'reduction'> & string}`

/** The shape that a reduction leaves of losses of shape S. */
export type ReducedLoss<S, R> = [R] extends ['none']
  ? S
  : [R] extends ['mean' | 'sum' | 'batchmean' | undefined]
    ? []
    : UnknownShape

/**
 * A loss of each element: `mse(prediction, target, { reduction: 'sum' })` and `pipe(prediction, mse(target))`. `Options`
 * are those of all options that it has.
 */
export interface Loss<Options = LossOptions> {
  <T extends Operand, const O extends ElementOptions = NoOptions>(
    target: T & Guard<DTypeRefused<T, FloatDType>>,
    options?: O & Guard<UnknownOption<O, Options> | UnknownReduction<O, Options>>,
  ): <P extends Operand>(
    prediction: P & Guard<DTypeRefused<P, FloatDType> | EqualShapesMismatch<P, T> | DTypeMismatch<P, T>>,
  ) => Tensor<ReducedLoss<BroadcastOf<P, T>, Option<O, 'reduction'>>, CommonDType<P, T>>
  <P extends Operand, T extends Operand, const O extends ElementOptions = NoOptions>(
    prediction: P & Guard<DTypeRefused<P, FloatDType>>,
    target: T & Guard<DTypeRefused<T, FloatDType> | EqualShapesMismatch<P, T> | DTypeMismatch<P, T>>,
    options?: O & Guard<UnknownOption<O, Options> | UnknownReduction<O, Options>>,
  ): Tensor<ReducedLoss<BroadcastOf<P, T>, Option<O, 'reduction'>>, CommonDType<P, T>>
}

/** Binary cross entropy of logits: a loss of each element. */
export type BinaryCrossEntropyWithLogits = Loss<BinaryCrossEntropyOptions>

/** The Huber loss: `huber(prediction, target, { delta: 2 })`. */
export type Huber = Loss<HuberOptions>

/** The smooth L1 loss: `smoothL1(prediction, target, { beta: 2 })`. */
export type SmoothL1 = Loss<SmoothL1Options>

/** The Kullback-Leibler divergence: `klDivergence(logQ, p, { reduction: 'batchmean' })`. */
export type KlDivergence = Loss<KlDivergenceOptions>

/** The Poisson likelihood: `poissonNll(prediction, target, { logInput: false })`. */
export type PoissonNll = Loss<PoissonNllOptions>

/** The type of what three operands of one shape give; a number fits every shape. */
type OfThree<A extends Operand, B extends Operand, C extends Operand, O> = Tensor<
  ReducedLoss<BroadcastOf<Tensor<BroadcastOf<A, B>>, C>, Option<O, 'reduction'>>,
  CommonDType<Tensor<BroadcastOf<A, B>, CommonDType<A, B>>, C>
>

/** What differs between the third of three operands and the others, as a message. */
type ThirdMismatch<A extends Operand, B extends Operand, C extends Operand> =
  | DTypeRefused<C, FloatDType>
  | EqualShapesMismatch<A, C>
  | EqualShapesMismatch<B, C>
  | DTypeMismatch<A, C>
  | DTypeMismatch<B, C>

/** The Gaussian likelihood: `gaussianNll(mean, target, variance)` and `pipe(mean, gaussianNll(target, variance))`. */
export interface GaussianNll {
  <T extends Operand, V extends Operand, const O extends GaussianNllOptions = NoOptions>(
    target: T & Guard<DTypeRefused<T, FloatDType>>,
    variance: V & Guard<DTypeRefused<V, FloatDType> | EqualShapesMismatch<T, V> | DTypeMismatch<T, V>>,
    options?: O & Guard<UnknownOption<O, GaussianNllOptions>>,
  ): <M extends Operand>(mean: M & Guard<ThirdMismatch<T, V, M>>) => OfThree<T, V, M, O>
  <M extends Operand, T extends Operand, V extends Operand, const O extends GaussianNllOptions = NoOptions>(
    mean: M & Guard<DTypeRefused<M, FloatDType>>,
    target: T & Guard<DTypeRefused<T, FloatDType> | EqualShapesMismatch<M, T> | DTypeMismatch<M, T>>,
    variance: V & Guard<ThirdMismatch<M, T, V>>,
    options?: O & Guard<UnknownOption<O, GaussianNllOptions>>,
  ): OfThree<M, T, V, O>
}
