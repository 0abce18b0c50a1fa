import {
  ArgumentError,
  DTypeError,
  equalShapes,
  isFloat,
  isTensor,
  normalizeAxis,
  type Shape,
  ShapeError,
  type Tensor,
} from '../../tensor/index.js'
import { fullLike, mul, sub, where } from '../primitives/arithmetic.js'
import { take } from '../primitives/indexing.js'
import { moveAxis, reshape } from '../primitives/structural.js'
import type {
  CrossEntropy,
  CrossEntropyOptions,
  SoftmaxCrossEntropy,
  SoftmaxCrossEntropyOptions,
} from '../signatures/index.js'
import { dual } from './dual.js'
import { checkIndices, indicesOf } from './indices.js'
import { both, comparable, costOf, isEqual, reduced, timesLog } from './loss.js'
import { floatOperandOf, operandOf } from './operands.js'
import { logSoftmaxOver, sumOver } from './over.js'

/** x without an axis, which has size 1. */
const without = (axis: number, x: Tensor): Tensor => reshape(x, x.shape.toSpliced(axis, 1))

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
  (probabilities: unknown, targets: unknown, { axis = -1, reduction }: CrossEntropyOptions = {}): Tensor => {
    const [p, t] = comparable('crossEntropy', probabilities, targets)
    const along = normalizeAxis('crossEntropy', axis, p.shape.length, p)
    return reduced('crossEntropy', costOf(without(along, sumOver(timesLog(t, p), [along]))), reduction)
  },
)

/** weight * x, where 0 * -Infinity is 0. */
const timesFinite = (weight: Tensor, x: Tensor): Tensor => {
  const vanishing = both(isEqual(weight, 0), isEqual(x, Number.NEGATIVE_INFINITY))
  return mul(weight, where(vanishing, fullLike(x, 0), x))
}

const checkTargets = (logits: Tensor, targets: Tensor, expected: Shape): void => {
  if (!equalShapes(targets.shape, expected))
    throw new ShapeError({
      operation: 'softmaxCrossEntropy',
      operands: [logits, targets],
      problem: `the targets have shape [${targets.shape.join(', ')}], not [${expected.join(', ')}]`,
      remedy: 'Class indices go without the axis of classes, distributions have the shape of the logits',
    })
}

/** -log p at the class of each sample. */
const ofClasses = (logits: Tensor, logProbabilities: Tensor, targets: unknown, axis: number): Tensor => {
  const indices = indicesOf('softmaxCrossEntropy', targets)
  const expected = logits.shape.toSpliced(axis, 1)
  checkTargets(logits, indices, expected)
  checkIndices('softmaxCrossEntropy', logits, indices, axis)
  const last = expected.length
  const chosen = take(moveAxis(logProbabilities, axis, last), reshape(indices, [...expected, 1]), {
    axis: last,
    batchAxes: last,
  })
  return costOf(reshape(chosen, expected))
}

/** -sum(t log p) of each sample. */
const ofDistributions = (logits: Tensor, logProbabilities: Tensor, targets: Tensor, axis: number): Tensor => {
  if (targets.dtype !== logits.dtype)
    throw new DTypeError({
      operation: 'softmaxCrossEntropy',
      operands: [logits, targets],
      problem: `dtypes ${logits.dtype} and ${targets.dtype} differ`,
      remedy: 'Convert one with astype; class indices are int32',
    })
  checkTargets(logits, targets, logits.shape)
  return costOf(without(axis, sumOver(timesFinite(targets, logProbabilities), [axis])))
}

/**
 * The cross entropy -sum(t log p) with p = softmax(logits) along an axis (the last without `axis`), without overflow or
 * underflow: the mean over the samples, or their sum, or each alone. The targets are class indices (int32: the shape of the
 * logits without that axis; negative ones count from the end) or distributions t (the shape of the logits). With
 * `labelSmoothing` s the targets are (1 - s) t + s / (number of classes). An index that is no class is an IndexError.
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
  (values: unknown, targets: unknown, options: SoftmaxCrossEntropyOptions = {}): Tensor => {
    const operation = 'softmaxCrossEntropy'
    const { axis = -1, reduction, labelSmoothing = 0 } = options
    const logits = floatOperandOf(operation, values)
    const along = normalizeAxis(operation, axis, logits.shape.length, logits)
    const logProbabilities = logSoftmaxOver(logits, along)
    const kind = options.targets ?? (isTensor(targets) && isFloat(targets.dtype) ? 'probabilities' : 'indices')
    const losses =
      kind === 'indices'
        ? ofClasses(logits, logProbabilities, targets, along)
        : ofDistributions(logits, logProbabilities, operandOf(operation, targets), along)
    return reduced(operation, smoothed(losses, logProbabilities, along, labelSmoothing), reduction)
  },
)

/** (1 - s) losses + s mean(-log p). */
const smoothed = (losses: Tensor, logProbabilities: Tensor, axis: number, smoothing: number): Tensor => {
  if (!(smoothing >= 0 && smoothing <= 1))
    throw new ArgumentError({
      operation: 'softmaxCrossEntropy',
      problem: `labelSmoothing is ${smoothing}, not between 0 and 1`,
    })
  if (smoothing === 0) return losses
  const total = without(axis, sumOver(logProbabilities, [axis]))
  const share = smoothing / logProbabilities.shape[axis]
  return sub(mul(fullLike(losses, 1 - smoothing), losses), mul(fullLike(total, share), total))
}
