import {
  abs,
  concatenate,
  div,
  equal,
  exp,
  greater,
  max,
  neg,
  sigmoid,
  softmax,
  sub,
  sum,
  where,
} from '../../../graph/index.js'
import { choiceOf, type OperatorCall } from '../operator.js'
import type { Real } from './operands.js'

/** How numbers become the scores that come out: by a function of a row [N, E]. */
type PostTransform = (scores: Real) => Real

/** Numbers nearer to 0 than this count as 0 where those of 0 stay. */
const nothing = 1e-7

/** The softmax of the numbers of a row that are not 0; those stay 0. */
const softmaxOfOthers: PostTransform = (x) => {
  const counts = greater(abs(x), nothing)
  const most = max(x, { axis: -1, keepdims: true }) as Real
  const powers: Real = where(counts, exp(sub(x, most)), 0)
  const total: Real = sum(powers, { axis: -1, keepdims: true })
  return div(powers, where(equal(total, 0), 1, total) as Real)
}

const transforms: Readonly<Record<string, PostTransform>> = {
  NONE: (x) => x,
  LOGISTIC: (x) => sigmoid(x),
  SOFTMAX: (x) => softmax(x),
  SOFTMAX_ZERO: softmaxOfOthers,
}

/** The transform that a node names; PROBIT is not read. */
export const postTransformOf = (call: OperatorCall): PostTransform =>
  choiceOf(call, 'post_transform', call.attributes.string('post_transform', 'NONE'), transforms)

/** Scores of two classes of the one number [N, 1] that tells them apart: of a chance, its rest to 1 and itself. */
export const bothOf = (x: Real): Real => concatenate([sub(1, x), x], { axis: -1 })

/** The same of a number that is above 0 for the second class: it turned round, and itself. */
export const opposed = (x: Real): Real => concatenate([neg(x) as Real, x], { axis: -1 })
