import {
  ArgumentError,
  DTypeError,
  isFloat,
  isTensor,
  normalizeAxis,
  type Tensor,
  written,
} from '../../tensor/index.js'
import { add, fullLike, mul, where } from '../primitives/arithmetic.js'
import { broadcastTo, reshape } from '../primitives/structural.js'
import type {
  ClassOptions,
  CrossEntropy,
  CrossEntropyOptions,
  NllLoss,
  SoftmaxCrossEntropy,
  SoftmaxCrossEntropyOptions,
} from '../signatures/index.js'
import { checkChoice } from './attributes.js'
import { type Counted, checkTargets, classWeightsOf, ofClasses, reducedOf, type Samples, without } from './classes.js'
import { dual } from './dual.js'
import { both, comparable, costOf, isEqual, reduced, timesLog } from './loss.js'
import { floatOperandOf, operandOf } from './operands.js'
import { classNames, crossEntropyNames, softmaxCrossEntropyNames } from './optionNames.js'
import { logOf, shiftedOver, sumOver } from './over.js'

/**
 * The cross entropy -sum(t log p) of distributions along an axis (the last without `axis`), probabilities p and targets
 * t of one shape, with 0 log 0 = 0: the mean over the samples, or their sum, or each alone. Where p comes from a
 * softmax, `softmaxCrossEntropy` keeps digits that this one has lost.
 *
 * @example
 * ```ts
 * import { crossEntropy, tensor } from 'cotangent'
 *
 * crossEntropy(tensor([[0.7, 0.2, 0.1], [0, 1, 0]]), tensor([[1, 0, 0], [0, 1, 0]])) // => 0.17833747196936622
 * ```
 */
export const crossEntropy: CrossEntropy = dual(
  'crossEntropy',
  2,
  crossEntropyNames,
  (probabilities: unknown, targets: unknown, { axis = -1, reduction }: CrossEntropyOptions = {}): Tensor => {
    const [p, t] = comparable('crossEntropy', probabilities, targets)
    const along = normalizeAxis('crossEntropy', axis, p.shape.length, p)
    return reduced('crossEntropy', costOf(without(along, sumOver(timesLog(t, p), [along]))), reduction)
  },
)

/**
 * The negative log-likelihood -log p at the class of each sample, for log-probabilities along an axis (the last without
 * `axis`) and int32 labels (the shape without that axis; negative ones count from the end): the mean over the samples,
 * or their sum, or each alone. With `classWeights` w each counts w at its class, also in what the mean divides by. Samples
 * with the label `ignoreIndex` cost 0 and do not count; a mean of none is NaN. A label that is no class is an IndexError.
 *
 * @example
 * ```ts
 * import { log, nllLoss, tensor } from 'cotangent'
 *
 * const logProbabilities = log(tensor([[0.5, 0.5], [0.25, 0.75]]))
 * nllLoss(logProbabilities, [0, 0], { reduction: 'none' }) // => [0.69314718 1.38629436]
 * nllLoss(logProbabilities, [0, -100], { ignoreIndex: -100 }) // => 0.6931471805599453
 * ```
 */
export const nllLoss: NllLoss = dual(
  'nllLoss',
  2,
  classNames,
  (values: unknown, labels: unknown, options: ClassOptions = {}): Tensor => {
    const x = floatOperandOf('nllLoss', values)
    const axis = normalizeAxis('nllLoss', options.axis ?? -1, x.shape.length, x)
    const samples = { operation: 'nllLoss', x, logProbabilities: x, axis }
    return reducedOf('nllLoss', ofClasses(samples, labels, options), options.reduction)
  },
)

/** Samples of logits, and these less the largest along the axis. */
interface ShiftedSamples extends Samples {
  readonly shifted: Tensor
}

/**
 * t log p, where 0 log 0 is 0: p is 0 where the shifted logit is -Infinity. Asked of that, it leaves nothing for which a
 * gradient would need log p.
 */
const timesLogOf = (targets: Tensor, { shifted, logProbabilities }: ShiftedSamples): Tensor => {
  const vanishing = both(isEqual(targets, 0), isEqual(shifted, Number.NEGATIVE_INFINITY))
  return mul(targets, where(vanishing, fullLike(shifted, 0), logProbabilities))
}

/** Each class of x times its weight. */
const weighted = (x: Tensor, weights: Tensor | undefined, axis: number): Tensor => {
  if (weights === undefined) return x
  const alone = x.shape.map((extent, each) => (each === axis ? extent : 1))
  return mul(broadcastTo(reshape(weights, alone), x.shape), x)
}

/** (1 - s) losses + s mean(-w log p) over the classes. */
const smoothed =
  ({ logProbabilities, axis }: Samples, smoothing: number) =>
  (losses: Tensor, weights: Tensor | undefined): Tensor => {
    if (smoothing === 0) return losses
    const total = without(axis, sumOver(weighted(costOf(logProbabilities), weights, axis), [axis]))
    const share = smoothing / logProbabilities.shape[axis]
    return add(mul(fullLike(losses, 1 - smoothing), losses), mul(fullLike(total, share), total))
  }

/** -sum(w t log p) of each sample. */
const ofDistributions = (
  samples: ShiftedSamples,
  targets: Tensor,
  { classWeights, ignoreIndex, labelSmoothing = 0 }: SoftmaxCrossEntropyOptions,
): Counted => {
  const { operation, x, axis } = samples
  if (ignoreIndex !== undefined)
    throw new ArgumentError({ operation, problem: 'distributions have no ignoreIndex', remedy: 'Give class indices' })
  if (targets.dtype !== x.dtype)
    throw new DTypeError({
      operation,
      operands: [x, targets],
      problem: `dtypes ${x.dtype} and ${targets.dtype} differ`,
      remedy: 'Convert one with astype; class indices are int32',
    })
  checkTargets(operation, x, targets, x.shape)
  const weights = classWeightsOf(samples, classWeights)
  const losses = costOf(without(axis, sumOver(weighted(timesLogOf(targets, samples), weights, axis), [axis])))
  return { losses: smoothed(samples, labelSmoothing)(losses, weights) }
}

/**
 * The cross entropy -sum(t log p) with p = softmax(logits) along an axis (the last without `axis`), without overflow or
 * underflow: the mean over the samples, or their sum, or each alone. The targets are class indices (int32: the shape of the
 * logits without that axis; negative ones count from the end) or distributions t (the shape of the logits). With
 * `labelSmoothing` s the targets are (1 - s) t + s / (number of classes). With `classWeights` w the loss is -sum(w t log p),
 * and the mean of samples with class indices divides by the sum of the weights at these. Samples with the class index
 * `ignoreIndex` cost 0 and do not count; a mean of none is NaN. An index that is no class is an IndexError.
 *
 * @example
 * ```ts
 * import { softmaxCrossEntropy, tensor } from 'cotangent'
 *
 * const logits = tensor([[800, 0], [0, 0]])
 * softmaxCrossEntropy(logits, tensor([1, 0], { dtype: 'int32' }), { reduction: 'none' }) // => [8.00000000e+02 6.93147181e-01]
 * softmaxCrossEntropy(logits, tensor([[0.5, 0.5], [1, 0]]), { reduction: 'none' }) // => [400.           0.69314718]
 * ```
 */
export const softmaxCrossEntropy: SoftmaxCrossEntropy = dual(
  'softmaxCrossEntropy',
  2,
  softmaxCrossEntropyNames,
  (values: unknown, targets: unknown, options: SoftmaxCrossEntropyOptions = {}): Tensor => {
    const operation = 'softmaxCrossEntropy'
    const { axis = -1, reduction, labelSmoothing = 0 } = options
    const x = floatOperandOf(operation, values)
    const along = normalizeAxis(operation, axis, x.shape.length, x)
    if (typeof labelSmoothing !== 'number' || !(labelSmoothing >= 0 && labelSmoothing <= 1))
      throw new ArgumentError({
        operation,
        problem: `labelSmoothing is ${written(labelSmoothing)}, not between 0 and 1`,
      })
    const { shifted, total } = shiftedOver(x, [along])
    const samples = { operation, x, shifted, logProbabilities: logOf(shifted, total), axis: along }
    const counted =
      targetsOf(operation, targets, options) === 'indices'
        ? ofClasses(samples, targets, options, smoothed(samples, labelSmoothing))
        : ofDistributions(samples, operandOf(operation, targets), options)
    return reducedOf(operation, counted, reduction)
  },
)

/** What targets are: as said, or by their dtype. */
const targetsOf = (operation: string, given: unknown, { targets }: SoftmaxCrossEntropyOptions): string => {
  if (targets !== undefined) return checkChoice(operation, 'kind of targets', targets, ['indices', 'probabilities'])
  return isTensor(given) && isFloat(given.dtype) ? 'probabilities' : 'indices'
}
