import { ShapeError, type Tensor } from '../../tensor/index.js'
import { add, div, exp, fullLike, log, mul, sub, where } from '../primitives/arithmetic.js'
import { sumTo } from '../primitives/structural.js'
import type {
  GaussianNll,
  GaussianNllOptions,
  KlDivergence,
  KlDivergenceOptions,
  PoissonNll,
  PoissonNllOptions,
} from '../signatures/index.js'
import { checkFlag } from './attributes.js'
import { dual } from './dual.js'
import { comparable, isEqual, reduced, timesLog } from './loss.js'
import { gaussianNllNames, klDivergenceNames, poissonNllNames } from './optionNames.js'

/** p (log p - log q) by probabilities p: 0, and without slope, where p is 0. */
const ofProbabilities = (logQ: Tensor, p: Tensor): Tensor => {
  const absent = isEqual(p, 0)
  const [zero, one] = [fullLike(p, 0), fullLike(p, 1)]
  return mul(p, sub(log(where(absent, one, p)), where(absent, zero, logQ)))
}

/** e^(log p) (log p - log q): 0, and without slope, where log p is -Infinity. */
const ofLogProbabilities = (logQ: Tensor, logP: Tensor): Tensor => {
  const absent = isEqual(logP, Number.NEGATIVE_INFINITY)
  const zero = fullLike(logP, 0)
  return mul(exp(logP), sub(where(absent, zero, logP), where(absent, zero, logQ)))
}

/**
 * The divergence of Kullback and Leibler, p (log p - log q) element by element, for log-probabilities log q and
 * probabilities p of one shape (log p with `logTarget`), with 0 log 0 = 0: the mean over all elements, or their sum, or the
 * sum divided by the size of the first axis ('batchmean', the divergence of distributions in rows), or each alone.
 * Derivatives are 0 where p is 0. (Kullback and Leibler, On Information and Sufficiency, 1951.)
 *
 * @example
 * ```ts
 * import { klDivergence, log, tensor } from 'cotangent'
 *
 * const [p, q] = [tensor([[0.5, 0.5, 0]]), tensor([[0.25, 0.5, 0.25]])]
 * klDivergence(log(q), p, { reduction: 'batchmean' }) // => 0.34657359027997264
 * klDivergence(log(q), log(p), { reduction: 'sum', logTarget: true }) // => 0.34657359027997264
 * ```
 */
export const klDivergence: KlDivergence = dual(
  'klDivergence',
  2,
  klDivergenceNames,
  (prediction: unknown, target: unknown, { reduction, logTarget = false }: KlDivergenceOptions = {}): Tensor => {
    const [logQ, given] = comparable('klDivergence', prediction, target)
    const isLogarithm = checkFlag('klDivergence', 'logTarget', logTarget)
    const losses = isLogarithm ? ofLogProbabilities(logQ, given) : ofProbabilities(logQ, given)
    if (reduction !== 'batchmean') return reduced('klDivergence', losses, reduction)
    if (losses.shape.length === 0)
      throw new ShapeError({
        operation: 'klDivergence',
        operands: [losses],
        problem: 'a scalar has no first axis to divide by',
        remedy: "Use another reduction than 'batchmean'",
      })
    const total = sumTo(losses, [])
    return div(total, fullLike(total, losses.shape[0]))
  },
)

/**
 * The negative log-likelihood of counts under a Poisson distribution, but for log(target!), which does not depend on the
 * prediction: e^x - target x where the prediction x is the logarithm of the rate, or x - target log(x) where it is the
 * rate itself (`logInput: false`), with 0 log 0 = 0. The mean over all elements, or their sum, or each alone. Both have
 * one shape; a ShapeError otherwise.
 *
 * @example
 * ```ts
 * import { poissonNll, tensor } from 'cotangent'
 *
 * poissonNll(tensor([0, 1]), tensor([2, 0]), { reduction: 'none' }) // => [1.         2.71828183]
 * poissonNll(tensor([1, 0]), tensor([2, 0]), { reduction: 'none', logInput: false }) // => [1. 0.]
 * ```
 */
export const poissonNll: PoissonNll = dual(
  'poissonNll',
  2,
  poissonNllNames,
  (prediction: unknown, target: unknown, { reduction, logInput = true }: PoissonNllOptions = {}): Tensor => {
    const [x, t] = comparable('poissonNll', prediction, target)
    const isLogarithm = checkFlag('poissonNll', 'logInput', logInput)
    return reduced('poissonNll', isLogarithm ? sub(exp(x), mul(t, x)) : sub(x, timesLog(t, x)), reduction)
  },
)

/**
 * The negative log-likelihood under normal distributions of the means and variances predicted:
 * (log v + (mean - target)^2 / v) / 2, and with `full` also log(2 pi) / 2. The mean over all elements, or their sum, or
 * each alone. All three have one shape, or are numbers; a ShapeError otherwise. (Nix and Weigend, Estimating the Mean
 * and Variance of the Target Probability Distribution, 1994.)
 *
 * @example
 * ```ts
 * import { gaussianNll, tensor } from 'cotangent'
 *
 * gaussianNll(tensor([1, 2]), tensor([1, 4]), tensor([1, 4]), { reduction: 'none' }) // => [0.         1.19314718]
 * ```
 */
export const gaussianNll: GaussianNll = dual(
  'gaussianNll',
  3,
  gaussianNllNames,
  (mean: unknown, target: unknown, variance: unknown, { reduction, full = false }: GaussianNllOptions = {}): Tensor => {
    const [m, t, v] = comparable('gaussianNll', mean, target, variance)
    const difference = sub(m, t)
    const twice = add(log(v), mul(div(difference, v), difference))
    const losses = mul(fullLike(twice, 0.5), twice)
    const constant = fullLike(losses, Math.log(2 * Math.PI) / 2)
    return reduced('gaussianNll', checkFlag('gaussianNll', 'full', full) ? add(losses, constant) : losses, reduction)
  },
)
