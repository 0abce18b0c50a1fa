import { toTypedArray } from '../../graph/index.js'
import {
  ArgumentError,
  checkIsOptions,
  fromRowMajor,
  IndexError,
  type OptionNames,
  type Tensor,
} from '../../tensor/index.js'

/** Labels as numbers, with what the numbers stand for. */
export interface EncodedLabels<L extends string | number> {
  /** The labels that there are, each once: number k stands for `classes[k]`. */
  readonly classes: readonly L[]
  /** The number of each label, `[N]`. */
  readonly indices: Tensor<[number], 'int32'>
}

/** Which numbers labels get. */
export interface EncodeOptions<L extends string | number> {
  /** The labels in the order of their numbers, as the training data had them; in ascending order unless given. */
  readonly classes?: readonly L[]
}

const optionNames: OptionNames<EncodeOptions<string>> = { classes: true }

const refuse = (problem: string, remedy: string): never => {
  throw new ArgumentError({ operation: 'encodeLabels', problem, remedy })
}

const ascending = <L extends string | number>(labels: readonly L[]): readonly L[] =>
  [...new Set(labels)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))

/**
 * Labels, strings or numbers, as numbers from 0: for `oneHot` and for the losses and metrics of classes. Numbers ascend,
 * strings have the order of their code units. An ArgumentError for a NaN, for strings beside numbers, and where classes are
 * given for one that is not among them, or is there twice.
 *
 * @example
 * ```ts
 * import { oneHot } from 'cotangent'
 * import { encodeLabels } from 'cotangent/data'
 *
 * const { classes, indices } = encodeLabels(['setosa', 'virginica', 'setosa'])
 * classes // => [ 'setosa', 'virginica' ]
 * indices // => [0 1 0]
 * oneHot(indices, 2)
 * // => [[1. 0.]
 * //     [0. 1.]
 * //     [1. 0.]]
 * ```
 */
export const encodeLabels = <const L extends string | number>(
  labels: readonly L[],
  options: EncodeOptions<NoInfer<L>> = {},
): EncodedLabels<L> => {
  checkIsOptions('encodeLabels', options, optionNames)
  const { classes = ascending(labels) } = options
  if (new Set([...classes, ...labels].map((label) => typeof label)).size > 1)
    refuse('some labels are strings and others numbers', 'Make all of them one or the other')
  const numbers = new Map(classes.map((label, index) => [label, index]))
  if (numbers.size < classes.length) refuse(`the classes are [${classes.join(', ')}]`, 'Give every class once')
  if (numbers.has(Number.NaN as L)) refuse('a label is NaN', 'Leave out the samples without a label')
  const indices = Int32Array.from(labels, (label) => {
    const index = numbers.get(label)
    return index ?? refuse(`the label ${label} is none of the classes`, 'Take the classes of all data')
  })
  return { classes, indices: fromRowMajor('int32', [labels.length], indices) as unknown as Tensor<[number], 'int32'> }
}

/**
 * The labels that numbers stand for: the inverse of `encodeLabels`. An IndexError for a number without a class.
 *
 * @example
 * ```ts
 * import { argmax, tensor } from 'cotangent'
 * import { decodeLabels } from 'cotangent/data'
 *
 * const predictions = argmax(tensor([[0.1, 0.9], [0.8, 0.2]]), { axis: 1 })
 * decodeLabels(['cat', 'no cat'], predictions) // => [ 'no cat', 'cat' ]
 * ```
 */
export const decodeLabels = <L>(classes: readonly L[], indices: Tensor<readonly number[], 'int32'>): readonly L[] =>
  Array.from(toTypedArray(indices), (index) => {
    if (!(index in classes))
      throw new IndexError({
        operation: 'decodeLabels',
        operands: [indices],
        problem: `there is no class ${index} among ${classes.length}`,
      })
    return classes[index]
  })
