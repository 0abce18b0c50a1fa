import { ArgumentError, checkIsOptions, type OptionNames } from '../../tensor/index.js'
import { distinctClasses, type Labels, namesOf, readPairs } from './classes.js'
import { type ConfusionOptions, checkClasses, confusionNames } from './confusion.js'
import { type ReportTable, reportText } from './reportText.js'
import { countsOf, macroAverage, microAverage, scoresOf, weightedAverage, type ZeroDivision } from './scores.js'

/** How a report is made. */
export interface ReportOptions extends ConfusionOptions {
  /** What the classes are called, in their order; their own names unless given. */
  readonly targetNames?: readonly string[]
  /** How many digits of each number the text shows: 2. */
  readonly digits?: number
  /** What a share of no samples is: 0, or 1. */
  readonly zeroDivision?: ZeroDivision
}

const optionNames: OptionNames<ReportOptions> = {
  ...confusionNames,
  targetNames: true,
  digits: true,
  zeroDivision: true,
}

/** Precision, recall and F1 of every class, with their averages. */
export interface ClassificationReport extends ReportTable {
  /** The text that scikit-learn's `classification_report` gives. */
  readonly toString: () => string
}

const operation = 'classificationReport'

/**
 * Precision, recall, F1 and support of every class, the accuracy and the averages, in the order of arguments of
 * scikit-learn's `classification_report(labels, predictions)`. Its text is the same to the last character: numbers are
 * rounded from their exact values, half to even. It reads values. A ShapeError where the numbers of labels and predictions
 * differ; an ArgumentError for what is no class, and where there are not as many names as classes.
 *
 * @example
 * ```ts
 * import { classificationReport } from 'cotangent/nn'
 *
 * const report = classificationReport([0, 1, 1, 0], [0, 1, 0, 0], { targetNames: ['cat', 'no cat'] })
 * report.accuracy // => 0.75
 * report.classes[1].recall // => 0.5
 * String(report).split('\n')[2] // => '         cat       0.67      1.00      0.80         2'
 * ```
 */
export const classificationReport = (
  labels: Labels,
  predictions: Labels,
  options: ReportOptions = {},
): ClassificationReport => {
  checkIsOptions(operation, options, optionNames)
  const { digits = 2, zeroDivision = 0 } = options
  if (!Number.isSafeInteger(digits) || digits < 0 || digits > 100)
    throw new ArgumentError({ operation, problem: `digits is ${digits}`, remedy: 'Give a whole number from 0 to 100' })
  if (zeroDivision !== 0 && zeroDivision !== 1)
    throw new ArgumentError({ operation, problem: `zeroDivision is ${zeroDivision}`, remedy: 'Give 0 or 1' })
  const [actual, predicted] = readPairs(operation, labels, predictions)
  const occurring = distinctClasses(actual, predicted)
  const classes = checkClasses(operation, options.classes) ?? occurring
  const names = options.targetNames ?? namesOf(classes, labels, predictions)
  if (names.length !== classes.length)
    throw new ArgumentError({
      operation,
      problem: `there are ${names.length} names for ${classes.length} classes`,
      remedy: 'Give one for each; with { classes } the report has those that do not occur as well',
    })
  const counts = countsOf(classes, actual, predicted)
  const scores = counts.map((each) => scoresOf(each, zeroDivision))
  const listed = new Set(classes)
  const complete = classes.length === occurring.length && occurring.every((label) => listed.has(label))
  const micro = microAverage(counts, zeroDivision)
  const report = {
    classes: scores.map((each, index) => ({ name: names[index], ...each })),
    accuracy: complete ? micro.precision : undefined,
    microAverage: micro,
    macroAverage: macroAverage(scores),
    weightedAverage: weightedAverage(scores, counts, zeroDivision),
  }
  const anyRight = actual.some((label, sample) => label === predicted[sample])
  return { ...report, toString: () => reportText(report, digits, anyRight) }
}
