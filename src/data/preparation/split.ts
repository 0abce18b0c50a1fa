import { pipe } from 'fp-ts/lib/function.js'
import { map } from 'fp-ts/lib/State.js'
import { rowsOf, sliceRows, toTypedArray } from '../../graph/index.js'
import { permutation, type Rand } from '../../random/index.js'
import {
  ArgumentError,
  checkIsOptions,
  isTensor,
  type OptionNames,
  type Tensor,
  type WithRows,
} from '../../tensor/index.js'
import { encodeLabels } from './labels.js'
import { takeRows } from './rows.js'
import { type SplitIndices, stratifiedRows } from './strata.js'

/** Trees of as many rows as the counts say, one for each. */
export type SplitRows<T, C extends readonly number[]> = { readonly [Part in keyof C]: WithRows<T, C[Part]> }

/**
 * Rows in their order as parts of the given sizes, which add up to all: views that share the data's memory. A ShapeError
 * where tensors differ in their number of rows, an ArgumentError for sizes that do not add up.
 *
 * @example
 * ```ts
 * import { arange } from 'cotangent'
 * import { splitRows } from 'cotangent/data'
 *
 * const [train, test] = splitRows({ x: arange(5) }, [3, 2])
 * train.x // => [0. 1. 2.]
 * test.x // => [3. 4.]
 * ```
 */
export const splitRows = <T, const C extends readonly number[]>(data: T, counts: C): SplitRows<T, C> => {
  const rows = rowsOf('splitRows', data)
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 0) || total !== rows)
    throw new ArgumentError({
      operation: 'splitRows',
      problem: `the sizes [${counts.join(', ')}] do not add up to ${rows} rows`,
      remedy: 'Give whole numbers of rows, all of which are in some part',
    })
  let start = 0
  const parts = counts.map((count) => {
    start += count
    return sliceRows(data, start - count, start)
  })
  return parts as unknown as SplitRows<T, C>
}

/** How rows are told apart into training and test rows. */
export interface TrainTestOptions {
  /** How many rows the test set has: a whole number, or a fraction below 1 of all rows (rounded up); 1/4 unless given. */
  readonly test?: number
  /** How many rows the training set has: a number, or a fraction (rounded down); what is left over unless given. */
  readonly train?: number
  /** Whether rows are drawn at random (true), or the first ones are for training and the next ones for the test. */
  readonly shuffle?: boolean
  /** The class of each row, where both sets are to have the same shares of the classes. */
  readonly stratify?: Tensor<readonly number[], 'int32' | 'bool'> | readonly (string | number)[]
}

const optionNames: OptionNames<TrainTestOptions> = { test: true, train: true, shuffle: true, stratify: true }

/** A training set and a test set. */
export interface TrainTest<T> {
  readonly train: WithRows<T>
  readonly test: WithRows<T>
}

const operation = 'trainTestSplit'

const refuse = (problem: string, remedy: string): never => {
  throw new ArgumentError({ operation, problem, remedy })
}

/** A number of rows, of a count or a fraction. */
const countOf = (name: string, given: number, rows: number, round: (share: number) => number): number => {
  const isCount = Number.isSafeInteger(given) && given >= 1 && given < rows
  if (!isCount && !(given > 0 && given < 1))
    refuse(`${name} is ${given} of ${rows} rows`, 'Give fewer rows than there are, at least 1, or a fraction below 1')
  return isCount ? given : round(given * rows)
}

const sizesOf = ({ test, train }: TrainTestOptions, rows: number): readonly [train: number, test: number] => {
  const ofTest = test === undefined ? undefined : countOf('test', test, rows, Math.ceil)
  const ofTrain = train === undefined ? undefined : countOf('train', train, rows, Math.floor)
  const testRows = ofTest ?? (ofTrain === undefined ? Math.ceil(0.25 * rows) : rows - ofTrain)
  const trainRows = ofTrain ?? rows - testRows
  if (trainRows < 1 || testRows < 1 || trainRows + testRows > rows)
    refuse(
      `${trainRows} training rows and ${testRows} test rows of ${rows}`,
      'Leave rows for each, and no more than all',
    )
  return [trainRows, testRows]
}

/** The rows of each class, classes in ascending order. */
const groupsOf = (labels: NonNullable<TrainTestOptions['stratify']>, rows: number): readonly (readonly number[])[] => {
  const list = isTensor(labels) ? [...toTypedArray(labels)] : labels
  if (list.length !== rows) refuse(`there are ${list.length} labels for ${rows} rows`, 'Give one for each')
  const { classes, indices } = encodeLabels(list)
  const numbers = toTypedArray(indices)
  const groups = classes.map((): number[] => [])
  numbers.forEach((number, row) => {
    groups[number].push(row)
  })
  return groups
}

const checkGroups = (groups: readonly (readonly number[])[], sizes: readonly number[]): void => {
  if (groups.some((group) => group.length < 2)) refuse('a class has one row only', 'Each set takes one of every class')
  if (sizes.some((size) => size < groups.length))
    refuse(`${sizes.join(' and ')} rows are too few for ${groups.length} classes`, 'Each set takes one of every class')
}

/** Which rows go where. */
const chosenRows = (options: TrainTestOptions, rows: number): Rand<SplitIndices> => {
  const [train, test] = sizesOf(options, rows)
  if (options.stratify === undefined)
    return pipe(
      permutation(rows),
      map((order) => [...toTypedArray(order)]),
      map((order) => ({ train: order.slice(test, test + train), test: order.slice(0, test) })),
    )
  const groups = groupsOf(options.stratify, rows)
  checkGroups(groups, [train, test])
  return stratifiedRows(groups, train, test)
}

/**
 * A training and a test set of rows, of the same places in all tensors of a tree: the rows, and their order, that
 * scikit-learn's `train_test_split` takes of the same options and the same state of the generator, which it leaves in the
 * same state; `stratify` too. With `{ shuffle: false }` nothing is drawn, and they are views. A ShapeError where tensors
 * differ in their number of rows; an ArgumentError where sizes do not fit, and where a class is too small for its shares.
 *
 * @example
 * ```ts
 * import { arange } from 'cotangent'
 * import { trainTestSplit } from 'cotangent/data'
 * import { seed } from 'cotangent/random'
 *
 * const [{ train, test }] = trainTestSplit({ x: arange(8) }, { test: 0.25 })(seed(0))
 * train.x // => [1. 7. 3. 0. 5. 4.]
 * test.x // => [6. 2.]
 * ```
 */
export const trainTestSplit = <T>(data: T, options: TrainTestOptions = {}): Rand<TrainTest<T>> => {
  checkIsOptions('trainTestSplit', options, optionNames)
  const rows = rowsOf(operation, data)
  if (options.shuffle === false) {
    if (options.stratify !== undefined) refuse('the rows are to stay in order, and to be stratified', 'Shuffle them')
    const [train, test] = sizesOf(options, rows)
    return (state) => [{ train: sliceRows(data, 0, train), test: sliceRows(data, train, train + test) }, state]
  }
  const taken = (indices: readonly number[]): WithRows<T> => takeRows(data, Int32Array.from(indices))
  return pipe(
    chosenRows(options, rows),
    map(({ train, test }) => ({ train: taken(train), test: taken(test) })),
  )
}
