import { toArray, toTypedArray, transpose } from '../../graph/index.js'
import {
  ArgumentError,
  checkIsOptions,
  isTensor,
  type OptionNames,
  ShapeError,
  type Tensor,
} from '../../tensor/index.js'
import { type Label, type Labels, readLabels } from './classes.js'

/** A score for every sample, higher where it is more likely of the class. */
export type Scores = Tensor<readonly number[], 'float32' | 'float64'> | readonly number[]

/** Which class the scores are for. */
export interface RocOptions {
  /** The label of the class; 1 unless given. All other labels are not of it. */
  readonly positive?: Label
}

/** How `rocCurve` is drawn. */
export interface RocCurveOptions extends RocOptions {
  /** Whether points between two others on a straight line are left out: true unless given. */
  readonly dropIntermediate?: boolean
}

const curveNames: OptionNames<RocCurveOptions> = { positive: true, dropIntermediate: true }

/** The points of a curve, thresholds descending. */
export interface RocCurve {
  /** Of the samples that are not of the class, the share with a score that is not below the threshold. */
  readonly falsePositiveRates: readonly number[]
  /** Of the samples of the class, the share with a score that is not below the threshold. */
  readonly truePositiveRates: readonly number[]
  /** Infinity, which no score reaches, and then scores that occur. */
  readonly thresholds: readonly number[]
}

/** How many samples have a score, and how many are of the class and not. */
interface Group {
  readonly score: number
  readonly positives: number
  readonly negatives: number
}

/** Samples of equal scores together, scores descending. */
const grouped = (positive: readonly boolean[], scores: readonly number[]): readonly Group[] => {
  const counts = new Map<number, readonly [negatives: number, positives: number]>()
  scores.forEach((score, sample) => {
    const [negatives, positives] = counts.get(score) ?? [0, 0]
    counts.set(score, positive[sample] ? [negatives, positives + 1] : [negatives + 1, positives])
  })
  return [...counts]
    .map(([score, [negatives, positives]]) => ({ score, positives, negatives }))
    .sort((a, b) => b.score - a.score)
}

/** Whether each sample is of the class, and its score, each checked. */
const ofClass = (
  operation: string,
  labels: readonly Label[],
  scores: readonly number[],
  positive: Label,
): readonly Group[] => {
  if (labels.length !== scores.length)
    throw new ShapeError({ operation, problem: `there are ${labels.length} labels and ${scores.length} scores` })
  if (scores.some(Number.isNaN))
    throw new ArgumentError({ operation, problem: 'a score is NaN', remedy: 'Give numbers' })
  const isPositive = labels.map((label) => label === positive)
  if (isPositive.every((each) => each) || !isPositive.some((each) => each))
    throw new ArgumentError({
      operation,
      problem: `${isPositive.some((each) => each) ? 'all' : 'none'} of the labels are ${positive}`,
      remedy: 'There must be samples of the class and others; say which label it is with { positive }',
    })
  return grouped(isPositive, scores)
}

const readScores = (operation: string, scores: Scores): readonly number[] => {
  if (isTensor(scores) && scores.shape.length !== 1)
    throw new ShapeError({ operation, operands: [scores], problem: 'the scores are no vector' })
  return isTensor(scores) ? [...toTypedArray(scores)] : scores
}

const runningSums = (numbers: readonly number[]): readonly number[] => {
  let sum = 0
  return numbers.map((number) => {
    sum += number
    return sum
  })
}

const bends = (sums: readonly number[], at: number): boolean => sums[at + 1] - sums[at] !== sums[at] - sums[at - 1]

/**
 * The receiver operating characteristic of scores: the shares of false and of true positives at every threshold, from
 * (0, 0) to (1, 1), as scikit-learn's `roc_curve(labels, scores)` gives them (of version 1.3 or later, where the first
 * threshold is infinite). It reads values. An ArgumentError where all labels are of the class, or none, or a score is NaN; a
 * ShapeError where the numbers of labels and scores differ.
 *
 * @example
 * ```ts
 * import { rocCurve } from 'cotangent/nn'
 *
 * const curve = rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
 * curve.falsePositiveRates // => [ 0, 0, 0.5, 0.5, 1 ]
 * curve.truePositiveRates // => [ 0, 0.5, 0.5, 1, 1 ]
 * curve.thresholds // => [ Infinity, 0.8, 0.4, 0.35, 0.1 ]
 * ```
 */
export const rocCurve = (labels: Labels, scores: Scores, options: RocCurveOptions = {}): RocCurve => {
  checkIsOptions('rocCurve', options, curveNames)
  const { positive = 1, dropIntermediate = true } = options
  const read = readLabels('rocCurve', labels)
  const groups = ofClass('rocCurve', read, readScores('rocCurve', scores), positive)
  const negatives = runningSums(groups.map((group) => group.negatives))
  const positives = runningSums(groups.map((group) => group.positives))
  const last = groups.length - 1
  const kept = groups
    .map((_, at) => at)
    .filter((at) => !dropIntermediate || at === 0 || at === last || bends(negatives, at) || bends(positives, at))
  return {
    falsePositiveRates: [0, ...kept.map((at) => negatives[at] / negatives[last])],
    truePositiveRates: [0, ...kept.map((at) => positives[at] / positives[last])],
    thresholds: [Infinity, ...kept.map((at) => groups[at].score)],
  }
}

/** The share of pairs, one of the class and one not, in which the first has the higher score; a tie is half a pair. */
const pairsInOrder = (groups: readonly Group[]): number => {
  const positives = runningSums(groups.map((group) => group.positives))
  const negatives = groups.reduce((sum, group) => sum + group.negatives, 0)
  const halves = groups.reduce((sum, group, at) => sum + group.negatives * (2 * positives[at] - group.positives), 0)
  return halves / (2 * (positives.at(-1) ?? 0) * negatives)
}

/** How the areas of several classes make one number. */
export interface RocAucOptions extends RocOptions {
  /** Of several classes, their plain mean, or weighted by how many samples they have: 'macro' unless given. */
  readonly average?: 'macro' | 'weighted'
}

const areaNames: OptionNames<RocAucOptions> = { positive: true, average: true }

/**
 * The area under the curve of `rocCurve`: the chance that a sample of the class has a higher score than one that is not,
 * where a tie counts half. The pairs are counted exactly (J. A. Hanley and B. J. McNeil, 1982), and it rounds once. For
 * scores `[N, C]` of several classes, labelled 0 to C - 1, the mean of each class's area against all others. It reads
 * values. An ArgumentError where a class has no sample or all, or a score is NaN; a ShapeError where shapes do not fit.
 *
 * @example
 * ```ts
 * import { rocAuc } from 'cotangent/nn'
 *
 * rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) // => 0.75
 * ```
 */
export const rocAuc = (labels: Labels, scores: Scores, options: RocAucOptions = {}): number => {
  checkIsOptions('rocAuc', options, areaNames)
  const { positive = 1, average = 'macro' } = options
  if (average !== 'macro' && average !== 'weighted')
    throw new ArgumentError({ operation: 'rocAuc', problem: `there is no average ${String(average)}` })
  const read = readLabels('rocAuc', labels)
  if (!isTensor(scores) || scores.shape.length < 2)
    return pairsInOrder(ofClass('rocAuc', read, readScores('rocAuc', scores), positive))
  if (scores.shape.length !== 2 || scores.shape[0] !== read.length)
    throw new ShapeError({
      operation: 'rocAuc',
      operands: [scores],
      problem: `these are no scores of ${read.length} labels`,
      remedy: 'Give scores [N] of one class, or [N, C] of all',
    })
  const columns = toArray(transpose(scores as Tensor<[number, number], 'float64'>))
  const classes = Array.from({ length: scores.shape[1] }, (_, index) => index)
  const stray = read.find((label) => !(classes as readonly Label[]).includes(label))
  if (stray !== undefined)
    throw new ArgumentError({
      operation: 'rocAuc',
      problem: `there are no scores for the label ${stray}`,
      remedy: `Labels count from 0 to ${classes.length - 1}`,
    })
  const areas = classes.map((each) => pairsInOrder(ofClass('rocAuc', read, columns[each], each)))
  const weights = classes.map((each) => (average === 'macro' ? 1 : read.filter((label) => label === each).length))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return areas.reduce((sum, area, each) => sum + area * weights[each], 0) / total
}
