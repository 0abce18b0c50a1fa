import {
  add,
  argmax,
  astype,
  broadcastTo,
  concatenate,
  div,
  equal,
  fromTypedArray,
  greater,
  isNaN as isMissing,
  iterate,
  less,
  logicalAnd,
  logicalOr,
  max,
  min,
  mul,
  reshape,
  sum,
  take,
  takeAlongAxis,
  where,
} from '../../../graph/index.js'
import type { FloatDType, Tensor } from '../../../tensor/index.js'
import { choiceOf, misshapen, type OperatorCall, type Operators, refused } from '../operator.js'
import { labelsOf } from './labels.js'
import { asFloat, numbers, type Real, type Truths, type Whole } from './operands.js'
import { bothOf, opposed, postTransformOf } from './transforms.js'
import { type Forest, floatsOf, forestOf } from './trees.js'

/** Rows of features [N, F] as floats: whole numbers as float32. */
export const rowsOf = (call: OperatorCall): Real => {
  const x = numbers(call, 0)
  const rows = x.shape.length === 1 ? reshape(x, [1, x.shape[0]]) : x
  if (rows.shape.length !== 2) throw misshapen(call, 'the features are no rows [N, F]')
  return asFloat(rows, rows.dtype === 'float64' ? 'float64' : 'float32')
}

/** The leaf of each tree that the features of each row lead to [N, T]. */
const leavesOf = (x: Real, forest: Forest): Whole => {
  const [rows] = x.shape
  const threshold = asFloat(forest.threshold, x.dtype)
  const starts: Whole = broadcastTo(fromTypedArray(Int32Array.from(forest.roots), [1, forest.roots.length]), [
    rows,
    forest.roots.length,
  ])
  return iterate(
    (at: Whole): Whole => {
      const asked: Real = takeAlongAxis(x, take(forest.feature, at) as Whole, { axis: 1 })
      const bound: Real = take(threshold, at) as Real
      const answers: readonly (readonly [Truths, Truths])[] = [
        [forest.below, less(asked, bound)],
        [forest.same, equal(asked, bound)],
        [forest.above, greater(asked, bound)],
        [forest.missing, isMissing(asked)],
      ]
      const yes = answers
        .map(([told, holds]): Truths => logicalAnd(take(told, at) as Truths, holds))
        .reduce((either, one) => logicalOr(either, one))
      return where(yes, take(forest.yes, at) as Whole, take(forest.no, at) as Whole)
    },
    forest.depth,
    starts,
  )
}

/** Whether each row has a leaf that adds to a result, and the sum, mean, least or largest of what they add: [N, results]. */
const aggregated = (call: OperatorCall, x: Real, forest: Forest, aggregate: string): readonly [Real, Truths] => {
  const leaves = leavesOf(x, forest)
  const weights: Real = take(forest.weights, leaves, { axis: 0 }) as Real
  const counts: Truths = take(forest.weighted, leaves, { axis: 0 }) as Truths
  const some: Truths = greater(sum(astype(counts, 'int32'), { axis: 1 }), 0)
  const extreme = (hidden: number, of: (all: Real) => Real): Real =>
    where(some, of(where(counts, weights, hidden) as Real), 0) as Real
  const aggregates: Readonly<Record<string, () => Real>> = {
    SUM: () => sum(weights, { axis: 1 }),
    AVERAGE: () => div(sum(weights, { axis: 1 }), forest.roots.length),
    MIN: () => extreme(Number.POSITIVE_INFINITY, (all) => min(all, { axis: 1 })),
    MAX: () => extreme(Number.NEGATIVE_INFINITY, (all) => max(all, { axis: 1 })),
  }
  return [choiceOf(call, 'aggregate_function', aggregate, aggregates)(), some]
}

const row = (values: readonly number[]): Real => fromTypedArray(Float64Array.from(values), [values.length])

const regressed = (call: OperatorCall): Real => {
  const { attributes } = call
  const results = attributes.int('n_targets', 1)
  const forest = forestOf(call, 'target', results)
  const [sums] = aggregated(call, rowsOf(call), forest, attributes.string('aggregate_function', 'SUM'))
  const base = floatsOf(call, 'base_values')
  if (base.length !== 0 && base.length !== results)
    throw refused(call, `there are ${base.length} base_values for ${results} targets`)
  return postTransformOf(call)(asFloat(base.length === 0 ? sums : add(sums, row(base)), scores))
}

/** The dtype of scores, whatever the features have. */
const scores: FloatDType = 'float32'

/**
 * Labels and scores of two classes whose leaves all add to one number: it is a chance where nothing is taken away, and
 * otherwise above 0 for the second class. Where it is said to be that of the second class the score of the first is 0.
 */
const ofOneNumber = (call: OperatorCall, sums: Real, second: boolean): readonly [chosen: Whole, both: Real] => {
  const chance = floatsOf(call, 'class_weights').every((weight) => weight >= 0)
  const chosen: Whole = astype(greater(reshape(sums, [sums.shape[0]]), chance ? 0.5 : 0), 'int32')
  const transformed = postTransformOf(call)
  if (second) return [chosen, transformed(concatenate([mul(sums, 0), sums], { axis: 1 }))]
  if (chance) return [chosen, bothOf(sums)]
  const logistic = call.attributes.string('post_transform', 'NONE') === 'LOGISTIC'
  return [chosen, logistic ? transformed(opposed(sums)) : opposed(sums)]
}

const classified = (call: OperatorCall): readonly Tensor[] => {
  const labels = labelsOf(call, 'classlabels_int64s')
  const [classes] = labels.shape
  const ids = new Set(call.attributes.ints('class_ids'))
  const forest = forestOf(call, 'class', classes)
  const [sums, some] = aggregated(call, rowsOf(call), forest, 'SUM')
  const base = floatsOf(call, 'base_values')
  if (classes === 2 && ids.size === 1 && base.length < 2) {
    const [which] = ids
    const own: Real = take(sums, fromTypedArray(Int32Array.of(which), [1]), { axis: 1 }) as Real
    const shifted = asFloat(base.length === 0 ? own : add(own, base[0]), scores)
    const [chosen, both] = ofOneNumber(call, shifted, which === 1)
    return [take(labels, chosen), both]
  }
  if (base.length !== 0 && base.length !== classes)
    throw refused(call, `there are ${base.length} base_values for ${classes} classes`)
  const all = asFloat(base.length === 0 ? sums : add(sums, row(base)), scores)
  const counted: Real = base.length === 0 ? (where(some, all, Number.NEGATIVE_INFINITY) as Real) : all
  return [take(labels, argmax(counted, { axis: 1 }) as Whole), postTransformOf(call)(all)]
}

/** Ensembles of trees. */
export const forests: Operators = {
  TreeEnsembleRegressor: (call) => [regressed(call)],
  TreeEnsembleClassifier: classified,
}
