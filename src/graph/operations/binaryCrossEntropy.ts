import { broadcastShapes, equalShapes, ShapeError, type Tensor } from '../../tensor/index.js'
import { add, fullLike, log1p, mul, neg, sub, where } from '../primitives/arithmetic.js'
import { broadcastTo } from '../primitives/structural.js'
import type { BinaryCrossEntropyOptions, BinaryCrossEntropyWithLogits, Loss, LossOptions } from '../signatures/index.js'
import { dual } from './dual.js'
import { both, comparable, costOf, isEqual, reduced, timesLog } from './loss.js'
import { operandsOf } from './operands.js'
import { binaryCrossEntropyNames, lossNames } from './optionNames.js'
import { decay } from './stable.js'

const complement = (x: Tensor): Tensor => sub(fullLike(x, 1), x)

/** weight * log(1 - p), where 0 * log(0) is 0 and has derivative 0. */
const timesLogComplement = (weight: Tensor, p: Tensor): Tensor => {
  const vanishing = both(isEqual(weight, 0), isEqual(p, 1))
  return mul(weight, log1p(neg(where(vanishing, fullLike(p, 0), p))))
}

/**
 * The cross entropy of two-valued distributions, -(t log p + (1 - t) log(1 - p)) for probabilities p and targets t in
 * [0, 1] of one shape, with 0 log 0 = 0: the mean over all elements, or their sum, or each alone. Where p comes from a
 * sigmoid, `binaryCrossEntropyWithLogits` keeps digits that this one has lost.
 *
 * @example
 * ```ts
 * import { binaryCrossEntropy, tensor } from 'cotangent'
 *
 * binaryCrossEntropy(tensor([1, 0.5]), tensor([1, 1])) // => 0.34657359027997264
 * ```
 */
export const binaryCrossEntropy: Loss = dual(
  'binaryCrossEntropy',
  2,
  lossNames,
  (probabilities: unknown, targets: unknown, options: LossOptions = {}): Tensor => {
    const [p, t] = comparable('binaryCrossEntropy', probabilities, targets)
    const losses = costOf(add(timesLog(t, p), timesLogComplement(complement(t), p)))
    return reduced('binaryCrossEntropy', losses, options.reduction)
  },
)

/** A factor of the logits' shape, or one that broadcasts to it. */
const weightOf = (operation: string, z: Tensor, given: unknown): Tensor => {
  const [, weight] = operandsOf(operation, [z, given])
  if (!equalShapes(broadcastShapes(operation, [z, weight]), z.shape))
    throw new ShapeError({
      operation,
      operands: [z, weight],
      problem: `positiveWeight has shape [${weight.shape.join(', ')}], which does not broadcast to [${z.shape.join(', ')}]`,
    })
  return broadcastTo(weight, z.shape)
}

/**
 * The cross entropy -(t log s + (1 - t) log(1 - s)) with s = sigmoid(logits) and targets t in [0, 1] of one shape:
 * (1 - t) max(z, 0) + t max(-z, 0) + log1p(e^-|z|), which neither overflows nor loses digits. The mean over all
 * elements, or their sum, or each alone. With `positiveWeight` w, t counts as w t.
 *
 * @example
 * ```ts
 * import { binaryCrossEntropyWithLogits, tensor } from 'cotangent'
 *
 * const logits = tensor([800, -800, 0])
 * binaryCrossEntropyWithLogits(logits, tensor([0, 0, 1]), { reduction: 'none' })
 * // => [8.00000000e+02 0.00000000e+00 6.93147181e-01]
 * ```
 */
export const binaryCrossEntropyWithLogits: BinaryCrossEntropyWithLogits = dual(
  'binaryCrossEntropyWithLogits',
  2,
  binaryCrossEntropyNames,
  (logits: unknown, targets: unknown, { reduction, positiveWeight }: BinaryCrossEntropyOptions = {}): Tensor => {
    const operation = 'binaryCrossEntropyWithLogits'
    const [z, t] = comparable(operation, logits, targets)
    const weight = positiveWeight === undefined ? undefined : weightOf(operation, z, positiveWeight)
    const positive = weight === undefined ? t : mul(weight, t)
    const negative = complement(t)
    const { upper, decayed } = decay(z)
    const [zero, rest] = [fullLike(z, 0), log1p(decayed)]
    const outer = add(mul(negative, where(upper, z, zero)), mul(positive, where(upper, zero, neg(z))))
    const inner = weight === undefined ? rest : mul(add(positive, negative), rest)
    return reduced(operation, add(outer, inner), reduction)
  },
)
