import {
  div,
  equal,
  expandDims,
  logSoftmax,
  mul,
  neg,
  ones,
  reshape,
  sum,
  take,
  takeAlongAxis,
  where,
} from '../../../graph/index.js'
import { equalShapes, sizeOf, type Tensor } from '../../../tensor/index.js'
import { misshapen, type OperatorCall, type Operators, refused } from '../operator.js'
import { maybe, type Real, real, type Truths, type Whole, whole } from './operands.js'

/** -w log p at the label of each sample, where those ignored cost nothing: log p [N, C, ...], labels [N, ...]. */
const loss = (call: OperatorCall, logarithms: Real): Real => {
  const { attributes } = call
  const labels = whole(call, 1)
  const [batch, classes, ...spatial] = logarithms.shape
  if (!equalShapes(labels.shape, [batch, ...spatial]))
    throw misshapen(call, `labels are [${labels.shape.join(', ')}], not [${[batch, ...spatial].join(', ')}]`)
  const ignored = attributes.has('ignore_index') ? equal(labels, attributes.int('ignore_index')) : undefined
  const places: Whole = ignored === undefined ? labels : where(ignored, 0, labels)
  const weights = maybe(call, 2, real)
  if (weights !== undefined && !equalShapes(weights.shape, [classes]))
    throw misshapen(call, `the weights are not [${classes}]`)
  const plain: Real = reshape(takeAlongAxis(logarithms, expandDims(places, 1), { axis: 1 }) as Real, labels.shape)
  const counted = countedBy(logarithms, places, ignored, weights)
  const costs: Real = neg(counted === undefined ? plain : (where(equal(counted, 0), 0, mul(plain, counted)) as Real))
  const reduction = attributes.string('reduction', 'mean')
  if (reduction === 'none') return costs
  if (reduction === 'sum') return sum(costs)
  if (reduction !== 'mean') throw refused(call, `there is no reduction ${reduction}`)
  return div(sum(costs), counted === undefined ? sizeOf(labels.shape) : (sum(counted) as Real))
}

/** How much each sample counts; nothing where all count as one. */
const countedBy = (
  logarithms: Real,
  places: Whole,
  ignored: Truths | undefined,
  weights: Real | undefined,
): Real | undefined => {
  const { dtype } = logarithms
  const own = weights === undefined ? undefined : (take(weights, places) as Real)
  if (ignored === undefined) return own
  const one = own ?? (ones(places.shape, { dtype }) as Real)
  return where(ignored, 0, one) as Real
}

/** Losses of classes. */
export const losses: Operators = {
  NegativeLogLikelihoodLoss: (call) => [loss(call, real(call, 0))],
  SoftmaxCrossEntropyLoss: (call): readonly Tensor[] => {
    const logarithms: Real = logSoftmax(real(call, 0), { axis: 1 })
    return [loss(call, logarithms), logarithms]
  },
}
