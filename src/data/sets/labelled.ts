import { pipe } from 'fp-ts/lib/function.js'
import { map, of } from 'fp-ts/lib/State.js'
import { add, take } from '../../graph/index.js'
import { normal, permutation, type Rand } from '../../random/index.js'
import { ArgumentError, fromRowMajor, type Tensor } from '../../tensor/index.js'

/** A table of N rows of F features, and the class of every row. */
export interface LabelledSet<N extends number = number, F extends number = number> {
  /** The features, `[N, F]`. */
  readonly x: Tensor<[N, F], 'float64'>
  /** The classes, counted from 0: `[N]`. */
  readonly y: Tensor<[N], 'int32'>
}

/** Float64 tensors of whatever shape, as the generators pass them on. */
export type Real = Tensor<readonly number[], 'float64'>

/** A table before its sizes are known to the types. */
export interface Rows {
  readonly x: Real
  readonly y: Tensor<readonly number[], 'int32'>
}

/** Numbers as a float64 tensor `[rows, columns]`. */
export const table = (rows: number, columns: number, element: (row: number, column: number) => number): Real => {
  const data = Float64Array.from({ length: rows * columns }, (_, index) =>
    element(Math.floor(index / columns), index % columns),
  )
  return fromRowMajor('float64', [rows, columns], data) as unknown as Real
}

/** The classes of rows that come group by group, of which the sizes are given: `[N]`. Group k is class k unless said otherwise. */
export const classesOf = (sizes: readonly number[], classOf = (group: number): number => group): Rows['y'] => {
  const classes = sizes.flatMap((size, group) => Array<number>(size).fill(classOf(group)))
  return fromRowMajor('int32', [classes.length], Int32Array.from(classes)) as unknown as Rows['y']
}

/** The rows and their classes in a random order, where that is asked for. */
export const shuffledRows =
  (shuffle: boolean) =>
  ({ x, y }: Rows): Rand<Rows> =>
    shuffle
      ? pipe(
          permutation(y.shape[0]),
          map((order) => ({ x: take(x, order, { axis: 0 }) as Real, y: take(y, order, { axis: 0 }) as Rows['y'] })),
        )
      : of({ x, y })

/** Normal noise of a standard deviation on every feature; `null` draws nothing. */
export const noisyRows =
  (noise: number | null) =>
  ({ x, y }: Rows): Rand<Rows> =>
    noise === null
      ? of({ x, y })
      : pipe(
          normal(0, noise, x.shape),
          map((drawn) => ({ x: add(x, drawn as Real) as Real, y })),
        )

/** A whole number of at least `least`; an ArgumentError otherwise. */
export const checkCount = (operation: string, name: string, value: number, least = 1): number => {
  if (!Number.isSafeInteger(value) || value < least)
    throw new ArgumentError({
      operation,
      problem: `${name} is ${value}`,
      remedy: `Give a whole number of at least ${least}`,
    })
  return value
}

/** The rows of two classes: a number of all of them, halved (the second class gets an odd one), or one number for each. */
export const halvesOf = (operation: string, given: number | readonly [number, number]): readonly [number, number] => {
  if (typeof given !== 'number')
    return [checkCount(operation, 'nSamples[0]', given[0], 0), checkCount(operation, 'nSamples[1]', given[1], 0)]
  const total = checkCount(operation, 'nSamples', given)
  return [Math.floor(total / 2), Math.ceil(total / 2)]
}

/** A number of rows in equal parts; the first of them get what is left over, one each. */
export const sharedOut = (rows: number, parts: number): readonly number[] =>
  Array.from({ length: parts }, (_, part) => Math.floor(rows / parts) + (part < rows % parts ? 1 : 0))
