import {
  add,
  arange,
  astype,
  equal,
  expandDims,
  greater,
  less,
  logicalAnd,
  mean,
  sum,
  takeAlongAxis,
} from '../../graph/index.js'
import { ArgumentError, checkIsOptions, type DType, type OptionNames, type Tensor } from '../../tensor/index.js'
import { checkAlike, checkScores } from './shapes.js'

type Truths = Tensor<readonly number[], 'bool'>

const share = (hits: Tensor): Tensor<[], 'float64'> =>
  mean(astype(hits as Truths, 'float64')) as unknown as Tensor<[], 'float64'>

/**
 * The share of predictions that are the labels: classes, of one shape and dtype. A tensor operation, for use in compiled
 * functions too; of no labels it is NaN. A ShapeError where the shapes differ.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { accuracy } from 'cotangent/nn'
 *
 * accuracy(tensor([0, 1, 2, 2]), tensor([0, 1, 1, 2])) // => 0.75
 * ```
 */
export const accuracy = <D extends DType>(
  labels: Tensor<readonly number[], D>,
  predictions: Tensor<readonly number[], NoInfer<D>>,
): Tensor<[], 'float64'> => {
  checkAlike('accuracy', labels, predictions)
  return share(equal(labels as Truths, predictions as Truths))
}

/** How many of the best classes count. */
export interface TopKOptions {
  /** At least 1; 2 unless given. */
  readonly k?: number
}

const optionNames: OptionNames<TopKOptions> = { k: true }

/**
 * The share of labels among the `k` classes of the highest scores: int32 labels `[N]`, counted from 0, and scores `[N, C]`.
 * Of equal scores the class of the higher number goes first, as in scikit-learn's `top_k_accuracy_score`. A tensor
 * operation, for use in compiled functions too. A ShapeError for other shapes, an IndexError for a label that is no class.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { topKAccuracy } from 'cotangent/nn'
 *
 * const scores = tensor([[0.5, 0.2, 0.3], [0.1, 0.6, 0.3]])
 * topKAccuracy(tensor([2, 0], { dtype: 'int32' }), scores, { k: 2 }) // => 0.5
 * ```
 */
export const topKAccuracy = (
  labels: Tensor<readonly number[], 'int32'>,
  scores: Tensor<readonly number[], 'float32' | 'float64'>,
  options: TopKOptions = {},
): Tensor<[], 'float64'> => {
  checkIsOptions('topKAccuracy', options, optionNames)
  const { k = 2 } = options
  if (!Number.isSafeInteger(k) || k < 1)
    throw new ArgumentError({
      operation: 'topKAccuracy',
      problem: `k is ${k}`,
      remedy: 'Give a whole number of at least 1',
    })
  checkScores('topKAccuracy', labels, scores)
  const table = scores as Tensor<readonly number[], 'float64'>
  const column = expandDims(labels, 1) as typeof labels
  const own = takeAlongAxis(table, column, { axis: 1 }) as typeof table
  const classes = arange(scores.shape[1], { dtype: 'int32' })
  const later = logicalAnd(equal(table, own) as Truths, greater(classes, column) as Truths)
  const before = add(count(greater(table, own)), count(later))
  return share(less(before, k))
}

const count = (truths: Tensor): Tensor<readonly number[], 'int32'> =>
  sum(astype(truths as Truths, 'int32'), { axis: 1 }) as Tensor<readonly number[], 'int32'>
