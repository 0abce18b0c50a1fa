import { ArgumentError, equalShapes, type Shape, ShapeError, type Tensor } from '../../tensor/index.js'
import { div, fullLike, mul, where } from '../primitives/arithmetic.js'
import { convert } from '../primitives/conversion.js'
import { take } from '../primitives/indexing.js'
import { moveAxis, reshape, sumTo } from '../primitives/structural.js'
import type { ClassOptions, LossReduction } from '../signatures/index.js'
import { checkIndices, indicesOf } from './indices.js'
import { costOf, isEqual, reduced } from './loss.js'
import { operandsOf } from './operands.js'

/** What the losses of samples of classes are computed from: log p along an axis, and one int32 label for each sample. */
export interface Samples {
  readonly operation: string
  /** What the user gave, for errors to show. */
  readonly x: Tensor
  readonly logProbabilities: Tensor
  readonly axis: number
}

/** Losses of samples, and how much each counts in a mean; 1 where that is absent. */
export interface Counted {
  readonly losses: Tensor
  readonly counts?: Tensor
}

/** x without an axis, which has size 1. */
export const without = (axis: number, x: Tensor): Tensor => reshape(x, x.shape.toSpliced(axis, 1))

/** Refuses targets of another shape. */
export const checkTargets = (operation: string, x: Tensor, targets: Tensor, expected: Shape): void => {
  if (!equalShapes(targets.shape, expected))
    throw new ShapeError({
      operation,
      operands: [x, targets],
      problem: `the targets have shape [${targets.shape.join(', ')}], not [${expected.join(', ')}]`,
      remedy: 'Class indices go without the axis of classes, distributions have the shape of the logits',
    })
}

/** One weight for each class, if they are given. */
export const classWeightsOf = ({ operation, x, axis }: Samples, given: unknown): Tensor | undefined => {
  if (given === undefined) return undefined
  const [, weights] = operandsOf(operation, [x, given])
  if (!equalShapes(weights.shape, [x.shape[axis]]))
    throw new ShapeError({
      operation,
      operands: [x, weights],
      problem: `the class weights have shape [${weights.shape.join(', ')}], not [${x.shape[axis]}]`,
      remedy: 'Give one weight for each class',
    })
  return weights
}

/** Where labels count, if some do not. */
const countedOf = (operation: string, labels: Tensor, ignoreIndex: number | undefined): Tensor | undefined => {
  if (ignoreIndex === undefined) return undefined
  if ((ignoreIndex | 0) !== ignoreIndex)
    throw new ArgumentError({ operation, problem: `ignoreIndex is ${String(ignoreIndex)}, not an int32 number` })
  const ignored = isEqual(labels, ignoreIndex)
  return where(ignored, fullLike(ignored, 0), fullLike(ignored, 1))
}

/** -w log p at the class of each sample, 0 where that is to be ignored; `also` adds to the loss of each before. */
export const ofClasses = (
  samples: Samples,
  targets: unknown,
  { classWeights, ignoreIndex }: ClassOptions,
  also: (losses: Tensor, weights: Tensor | undefined) => Tensor = (losses) => losses,
): Counted => {
  const { operation, x, logProbabilities, axis } = samples
  const given = indicesOf(operation, targets)
  const expected = x.shape.toSpliced(axis, 1)
  checkTargets(operation, x, given, expected)
  const counted = countedOf(operation, given, ignoreIndex)
  const labels = counted === undefined ? given : where(counted, given, fullLike(given, 0))
  checkIndices(operation, x, labels, axis)
  const last = expected.length
  const chosen = take(moveAxis(logProbabilities, axis, last), reshape(labels, [...expected, 1]), {
    axis: last,
    batchAxes: last,
  })
  const masked = (each: Tensor): Tensor => (counted === undefined ? each : where(counted, each, fullLike(each, 0)))
  const costs = masked(costOf(reshape(chosen, expected)))
  const weights = classWeightsOf(samples, classWeights)
  if (weights === undefined)
    return { losses: masked(also(costs, weights)), counts: counted && convert(counted, costs.dtype) }
  const counts = masked(take(weights, labels, { axis: 0, batchAxes: 0 }))
  return { losses: masked(also(mul(counts, costs), weights)), counts }
}

/** The mean of losses, in which each counts as much as is said, or their sum, or the losses as they are. */
export const reducedOf = (operation: string, { losses, counts }: Counted, reduction?: LossReduction): Tensor => {
  if (counts === undefined || (reduction ?? 'mean') !== 'mean') return reduced(operation, losses, reduction)
  return div(sumTo(losses, []), sumTo(counts, []))
}
