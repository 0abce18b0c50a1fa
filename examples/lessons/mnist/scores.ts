import { item, type Tensor, toArray } from 'cotangent'
import { accuracy, classificationReport, confusionMatrix } from 'cotangent/nn'
import { numbersOf, type Row, type Rows } from '../numbers.js'

type Labels = Tensor<[number], 'int32'>

/** What scikit-learn gives for two lists of labels in one order of arguments. */
export interface Confusion {
  readonly matrix: Rows
  readonly report: string
}

/** How well digits are told apart. */
export interface Scores {
  readonly accuracy: number
  readonly predictions: Row
  /** Labels first, as scikit-learn wants them: a row for each digit, a column for each that it is taken for. */
  readonly right: Confusion
  /** Predictions first, as the lesson gives them. */
  readonly lesson: Confusion
}

const confusion = (first: Labels, second: Labels): Confusion => ({
  matrix: toArray(confusionMatrix(first, second)) as Rows,
  report: String(classificationReport(first, second)),
})

export const scoresOf = (labels: Labels, predictions: Labels): Scores => ({
  accuracy: item(accuracy(labels, predictions)),
  predictions: numbersOf(predictions),
  right: confusion(labels, predictions),
  lesson: confusion(predictions, labels),
})
