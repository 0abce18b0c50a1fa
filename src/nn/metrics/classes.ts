import { toTypedArray } from '../../graph/index.js'
import { ArgumentError, describe, isTensor, ShapeError, type Tensor } from '../../tensor/index.js'

/** The class of every sample: a vector of any dtype, or a list of whole numbers or of names. */
export type Labels = Tensor | readonly number[] | readonly string[]

/** One class. */
export type Label = number | string

/** What classes are printed as: `1`, `1.0`, `True` or a name. */
type Kind = 'whole' | 'float' | 'bool' | 'name'

const kindOf = (labels: Labels): Kind =>
  isTensor(labels)
    ? labels.dtype === 'bool'
      ? 'bool'
      : labels.dtype === 'int32'
        ? 'whole'
        : 'float'
    : typeof labels[0] === 'string'
      ? 'name'
      : 'whole'

/** The classes as JavaScript values; an ArgumentError for a number that is not whole. */
export const readLabels = (operation: string, labels: Labels): readonly Label[] => {
  if (isTensor(labels) && labels.shape.length !== 1)
    throw new ShapeError({ operation, operands: [labels], problem: 'the labels are no vector' })
  if (!isTensor(labels) && !Array.isArray(labels))
    throw new ArgumentError({
      operation,
      problem: `the labels are ${describe(labels)}, neither a tensor nor an array`,
      remedy: 'Give one class for each example, as numbers or names',
    })
  const read: readonly Label[] = isTensor(labels) ? [...toTypedArray(labels)] : labels
  const wrong = read.find((label) => (typeof label === 'number' ? !Number.isSafeInteger(label) : false))
  if (wrong !== undefined)
    throw new ArgumentError({
      operation,
      problem: `${wrong} is no class`,
      remedy: 'Classes are whole numbers or names; make classes of probabilities by a threshold or argmax',
    })
  return read
}

/** The classes of labels and predictions, which are of the same number. */
export const readPairs = (
  operation: string,
  labels: Labels,
  predictions: Labels,
): readonly [labels: readonly Label[], predictions: readonly Label[]] => {
  const pair = [readLabels(operation, labels), readLabels(operation, predictions)] as const
  if (pair[0].length !== pair[1].length)
    throw new ShapeError({
      operation,
      problem: `there are ${pair[0].length} labels and ${pair[1].length} predictions`,
      remedy: 'Give one prediction for every label',
    })
  const kinds = new Set(pair.flat().map((label) => typeof label))
  if (kinds.size > 1)
    throw new ArgumentError({
      operation,
      problem: 'some classes are names and others numbers',
      remedy: 'Give one kind',
    })
  return pair
}

const compare = (a: Label, b: Label): number => (a < b ? -1 : a > b ? 1 : 0)

/** All classes that occur, in ascending order. */
export const distinctClasses = (...lists: readonly (readonly Label[])[]): readonly Label[] =>
  [...new Set(lists.flat())].sort(compare)

/** Classes as scikit-learn prints them: of the kind that NumPy makes of both lists together. */
export const namesOf = (classes: readonly Label[], labels: Labels, predictions: Labels): readonly string[] => {
  const kinds = [kindOf(labels), kindOf(predictions)]
  if (kinds.includes('float')) return classes.map((label) => `${label}.0`)
  if (kinds.every((kind) => kind === 'bool')) return classes.map((label) => (label === 0 ? 'False' : 'True'))
  return classes.map(String)
}
