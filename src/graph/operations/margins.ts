import { normalizeAxis, type Tensor } from '../../tensor/index.js'
import { add, div, fullLike, less, mul, sub, where } from '../primitives/arithmetic.js'
import { broadcastTo } from '../primitives/structural.js'
import type {
  CosineSimilarity,
  CosineSimilarityOptions,
  Loss,
  LossOptions,
  TripletMargin,
  TripletMarginOptions,
} from '../signatures/index.js'
import { checkPositive } from './attributes.js'
import { without } from './classes.js'
import { dual } from './dual.js'
import { comparable, reduced } from './loss.js'
import { lengthOver } from './norms.js'
import { floatsAlike } from './operands.js'
import { cosineSimilarityNames, lossNames, tripletMarginNames } from './optionNames.js'
import { sumOver } from './over.js'
import { positivePart } from './stable.js'

/**
 * The hinge loss max(0, 1 - s t) of scores s and labels t, -1 or 1, of one shape (a ShapeError otherwise): the mean over
 * all elements, or their sum, or each alone. Its derivative is 0 at the margin, s t = 1. (Cortes and Vapnik, Support-Vector
 * Networks, 1995.)
 *
 * @example
 * ```ts
 * import { hinge, tensor } from 'cotangent'
 *
 * hinge(tensor([0.5, -2, 3]), tensor([1, 1, 1]), { reduction: 'none' }) // => [0.5 3.  0. ]
 * ```
 */
export const hinge: Loss = dual(
  'hinge',
  2,
  lossNames,
  (scores: unknown, labels: unknown, options: LossOptions = {}): Tensor => {
    const [s, t] = comparable('hinge', scores, labels)
    return reduced('hinge', positivePart(sub(fullLike(s, 1), mul(s, t))), options.reduction)
  },
)

/** x divided along an axis by its length, or by `eps` where that is larger. */
const directionOf = (x: Tensor, axis: number, eps: number): Tensor => {
  const length = lengthOver(x, [axis])
  const least = fullLike(length, eps)
  return div(x, broadcastTo(where(less(least, length), length, least), x.shape))
}

/**
 * The cosine of the angle between a and b along an axis (the last without `axis`): sum(a b) / (|a| |b|), where each length
 * counts as `eps` (1e-8) at least. a and b broadcast. Lengths neither overflow nor underflow, and have slope 0 at 0.
 *
 * @example
 * ```ts
 * import { cosineSimilarity, tensor } from 'cotangent'
 *
 * cosineSimilarity(tensor([[1, 0], [3, 4]]), tensor([1, 0])) // => [1.  0.6]
 * ```
 */
export const cosineSimilarity: CosineSimilarity = dual(
  'cosineSimilarity',
  2,
  cosineSimilarityNames,
  (left: unknown, right: unknown, { axis = -1, eps = 1e-8 }: CosineSimilarityOptions = {}): Tensor => {
    const [a, b] = floatsAlike('cosineSimilarity', [left, right])
    const along = normalizeAxis('cosineSimilarity', axis, a.shape.length, a)
    const least = checkPositive('cosineSimilarity', 'eps', eps)
    return without(along, sumOver(mul(directionOf(a, along, least), directionOf(b, along, least)), [along]))
  },
)

/**
 * The triplet loss max(0, |a - p| - |a - n| + `margin`) of samples along an axis (the last without `axis`): anchors a
 * should lie closer to p than to n by the margin (1). The mean over the samples, or their sum, or each alone. All three
 * have one shape; a ShapeError otherwise. Its derivative is 0 at the margin, and that of a length is 0 at 0. (Schroff et
 * al., FaceNet, 2015.)
 *
 * @example
 * ```ts
 * import { tensor, tripletMargin } from 'cotangent'
 *
 * const [anchor, near, far] = [tensor([[0, 0]]), tensor([[0, 2]]), tensor([[1.5, 2]])]
 * tripletMargin(anchor, near, far) // => 0.5
 * ```
 */
export const tripletMargin: TripletMargin = dual(
  'tripletMargin',
  3,
  tripletMarginNames,
  (
    anchor: unknown,
    near: unknown,
    far: unknown,
    { axis = -1, margin = 1, reduction }: TripletMarginOptions = {},
  ): Tensor => {
    const [a, p, n] = comparable('tripletMargin', anchor, near, far)
    const along = normalizeAxis('tripletMargin', axis, a.shape.length, a)
    const least = checkPositive('tripletMargin', 'margin', margin)
    const closer = sub(lengthOver(sub(a, p), [along]), lengthOver(sub(a, n), [along]))
    return reduced('tripletMargin', positivePart(without(along, add(closer, fullLike(closer, least)))), reduction)
  },
)
