import type { Tensor } from '../../tensor/index.js'
import { add, fullLike, log1p, mul, neg, sub, where } from '../primitives/arithmetic.js'
import { broadcastTo } from '../primitives/structural.js'
import type { BinaryCrossEntropyOptions, BinaryCrossEntropyWithLogits, Loss, LossOptions } from '../signatures/index.js'
import { dual } from './dual.js'
import { both, comparable, costOf, isEqual, reduced, timesLog } from './loss.js'
import { operandsOf } from './operands.js'
import { decay } from './stable.js'

/**
 * The mean squared error: mean((prediction - target)^2) over all elements, or their sum, or each alone. Both have one
 * shape; a ShapeError otherwise.
 *
 * @example
 * ```ts
 * import { mse, tensor } from 'cotangent'
 *
 * mse(tensor([1, 2, 3]), tensor([1, 2, 5])) // => 1.3333333333333333
 * mse(tensor([1, 2, 3]), tensor([1, 2, 5]), { reduction: 'none' }) // => [0. 0. 4.]
 * ```
 */
export const mse: Loss = dual('mse', 2, (prediction: unknown, target: unknown, options: LossOptions = {}): Tensor => {
  const [p, t] = comparable('mse', prediction, target)
  const difference = sub(p, t)
  return reduced('mse', mul(difference, difference), options.reduction)
})

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
  (probabilities: unknown, targets: unknown, options: LossOptions = {}): Tensor => {
    const [p, t] = comparable('binaryCrossEntropy', probabilities, targets)
    const losses = costOf(add(timesLog(t, p), timesLogComplement(complement(t), p)))
    return reduced('binaryCrossEntropy', losses, options.reduction)
  },
)

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
  (logits: unknown, targets: unknown, { reduction, positiveWeight }: BinaryCrossEntropyOptions = {}): Tensor => {
    const operation = 'binaryCrossEntropyWithLogits'
    const [z, t] = comparable(operation, logits, targets)
    const weight = positiveWeight === undefined ? undefined : operandsOf(operation, [z, positiveWeight])[1]
    const positive = weight === undefined ? t : mul(broadcastTo(weight, z.shape), t)
    const negative = complement(t)
    const { upper, decayed } = decay(z)
    const [zero, rest] = [fullLike(z, 0), log1p(decayed)]
    const outer = add(mul(negative, where(upper, z, zero)), mul(positive, where(upper, zero, neg(z))))
    const inner = weight === undefined ? rest : mul(add(positive, negative), rest)
    return reduced(operation, add(outer, inner), reduction)
  },
)
