import { equalShapes, ShapeError, sizeOf, type Tensor } from '../../tensor/index.js'
import { div, equal, fullLike, log, mul, sub, where } from '../primitives/arithmetic.js'
import { sumTo } from '../primitives/structural.js'
import type { LossReduction } from '../signatures/index.js'
import { checkChoice } from './attributes.js'
import { floatsAlike, operandsOf } from './operands.js'

const reductions: readonly LossReduction[] = ['mean', 'sum', 'none']

/** The mean or sum of losses, or the losses as they are. */
export const reduced = (operation: string, losses: Tensor, reduction: LossReduction = 'mean'): Tensor => {
  if (checkChoice(operation, 'reduction', reduction, reductions) === 'none') return losses
  const total = sumTo(losses, [])
  return reduction === 'sum' ? total : div(total, fullLike(total, sizeOf(losses.shape)))
}

/** Floating-point operands of one shape: what a loss compares does not broadcast, save for scalar numbers. */
export const comparable = (operation: string, ...values: readonly unknown[]): readonly Tensor[] => {
  const operands = operandsOf(operation, values)
  const [first, ...others] = operands.filter((_, index) => typeof values[index] !== 'number')
  const other = others.find(({ shape }) => !equalShapes(shape, first.shape))
  if (other !== undefined)
    throw new ShapeError({
      operation,
      operands,
      problem: `shapes [${first.shape.join(', ')}] and [${other.shape.join(', ')}] differ`,
      remedy: 'A loss does not broadcast: reshape one, or use broadcastTo where that is meant',
    })
  return floatsAlike(operation, operands)
}

/** Whether both hold. */
export const both = (a: Tensor, b: Tensor): Tensor => where(a, b, fullLike(b, 0))

/** Where x is the given number. */
export const isEqual = (x: Tensor, value: number): Tensor => equal(x, fullLike(x, value))

/** weight * log(p), where 0 * log(0) is 0 and has derivative 0. */
export const timesLog = (weight: Tensor, p: Tensor): Tensor => {
  const vanishing = both(isEqual(weight, 0), isEqual(p, 0))
  return mul(weight, log(where(vanishing, fullLike(p, 1), p)))
}

/** The loss of a log-likelihood: 0 - x rather than -x, so that a perfect prediction costs 0 and not -0. */
export const costOf = (logLikelihood: Tensor): Tensor => sub(fullLike(logLikelihood, 0), logLikelihood)
