import { ArgumentError, checkIsOptions, fromRowMajor, type OptionNames, type Tensor } from '../../tensor/index.js'
import { distinctClasses, type Label, type Labels, readPairs } from './classes.js'

/** Which classes, and in which order. */
export interface ConfusionOptions {
  /** The classes of the rows and columns; all that occur, in ascending order, unless given. Others do not count then. */
  readonly classes?: readonly Label[]
}

export const confusionNames: OptionNames<ConfusionOptions> = { classes: true }

/** A matrix of as many rows takes 1 GiB. */
const mostClasses = 2 ** 14

/**
 * How often each class was predicted for each: element [i, j] of the int32 matrix `[C, C]` counts the samples of the i-th
 * class (of the first argument) for which the j-th (of the second) was predicted, as in scikit-learn's
 * `confusion_matrix(labels, predictions)`. It reads values. Names have the order of their code units. A ShapeError where
 * the numbers of labels and predictions differ, an ArgumentError for what is no class, for a class that is listed twice,
 * and for more than 16384 classes.
 *
 * @example
 * ```ts
 * import { confusionMatrix } from 'cotangent/nn'
 *
 * confusionMatrix([0, 1, 2, 1], [0, 2, 2, 1])
 * // => [[1 0 0]
 * //     [0 1 1]
 * //     [0 0 1]]
 * confusionMatrix(['ham', 'spam'], ['spam', 'spam'], { classes: ['spam', 'ham'] })
 * // => [[1 0]
 * //     [1 0]]
 * ```
 */
export const confusionMatrix = (
  labels: Labels,
  predictions: Labels,
  options: ConfusionOptions = {},
): Tensor<[number, number], 'int32'> => {
  checkIsOptions('confusionMatrix', options, confusionNames)
  const [actual, predicted] = readPairs('confusionMatrix', labels, predictions)
  const classes = checkClasses('confusionMatrix', options.classes) ?? distinctClasses(actual, predicted)
  if (classes.length > mostClasses)
    throw new ArgumentError({
      operation: 'confusionMatrix',
      problem: `there are ${classes.length} classes, more than ${mostClasses}`,
      remedy: 'Name those that matter with { classes }; numbers that are no classes have other metrics',
    })
  const places = new Map(classes.map((label, index) => [label, index]))
  const counts = new Int32Array(classes.length ** 2)
  actual.forEach((label, sample) => {
    const row = places.get(label)
    const column = places.get(predicted[sample])
    if (row !== undefined && column !== undefined) counts[row * classes.length + column]++
  })
  return fromRowMajor('int32', [classes.length, classes.length], counts) as unknown as Tensor<[number, number], 'int32'>
}

/** Refuses classes that are listed twice, and an empty list. */
export const checkClasses = (
  operation: string,
  classes: readonly Label[] | undefined,
): readonly Label[] | undefined => {
  if (classes !== undefined && (classes.length === 0 || new Set(classes).size < classes.length))
    throw new ArgumentError({
      operation,
      problem: `the classes are [${classes.join(', ')}]`,
      remedy: 'Give every class once',
    })
  return classes
}
