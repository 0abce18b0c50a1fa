import { plainMean, weightedMean } from './averages.js'
import type { Label } from './classes.js'

/** How well one class, or all of them on average, was told from the others. */
export interface ClassScores {
  /** Of the samples for which it was predicted, the share that is of the class. */
  readonly precision: number
  /** Of the samples of the class, the share for which it was predicted. */
  readonly recall: number
  /** The harmonic mean of both: 2 precision recall / (precision + recall), 0 where both are 0. */
  readonly f1: number
  /** How many samples are of the class. */
  readonly support: number
}

/** What a share of no samples is. */
export type ZeroDivision = 0 | 1

/** How many samples are of a class, were taken for it, and both. */
export interface Counts {
  readonly actual: number
  readonly predicted: number
  readonly both: number
}

/** The counts of some classes over all samples. */
export const countsOf = (
  classes: readonly Label[],
  labels: readonly Label[],
  predictions: readonly Label[],
): readonly Counts[] => {
  const tally = (list: readonly Label[]): ReadonlyMap<Label, number> => {
    const counts = new Map<Label, number>()
    for (const label of list) counts.set(label, (counts.get(label) ?? 0) + 1)
    return counts
  }
  const [actual, predicted] = [tally(labels), tally(predictions)]
  const both = tally(labels.filter((label, sample) => label === predictions[sample]))
  return classes.map((label) => ({
    actual: actual.get(label) ?? 0,
    predicted: predicted.get(label) ?? 0,
    both: both.get(label) ?? 0,
  }))
}

/** The scores that counts give. */
export const scoresOf = ({ actual, predicted, both }: Counts, ofNone: ZeroDivision): ClassScores => {
  const precision = predicted === 0 ? ofNone : both / predicted
  const recall = actual === 0 ? ofNone : both / actual
  const total = precision + recall
  return { precision, recall, f1: (2 * precision * recall) / (total === 0 ? 1 : total), support: actual }
}

const summed = (counts: readonly Counts[], which: keyof Counts): number =>
  counts.reduce((sum, each) => sum + each[which], 0)

/** The scores of all samples of these classes taken together. */
export const microAverage = (counts: readonly Counts[], ofNone: ZeroDivision): ClassScores =>
  scoresOf(
    { actual: summed(counts, 'actual'), predicted: summed(counts, 'predicted'), both: summed(counts, 'both') },
    ofNone,
  )

const averaged = (scores: readonly ClassScores[], mean: (numbers: readonly number[]) => number): ClassScores => ({
  precision: mean(scores.map(({ precision }) => precision)),
  recall: mean(scores.map(({ recall }) => recall)),
  f1: mean(scores.map(({ f1 }) => f1)),
  support: scores.reduce((sum, { support }) => sum + support, 0),
})

/** The plain mean over classes. */
export const macroAverage = (scores: readonly ClassScores[]): ClassScores => averaged(scores, plainMean)

/** The mean over classes, each weighing as many as it has samples. Where there is no sample at all, nothing is missed. */
export const weightedAverage = (
  scores: readonly ClassScores[],
  counts: readonly Counts[],
  ofNone: ZeroDivision,
): ClassScores => {
  const supports = scores.map(({ support }) => support)
  if (supports.some((support) => support > 0)) return averaged(scores, (numbers) => weightedMean(numbers, supports))
  const ofPredicted = summed(counts, 'predicted') === 0 ? ofNone : 0
  return { precision: ofPredicted, recall: ofNone, f1: ofPredicted, support: 0 }
}
