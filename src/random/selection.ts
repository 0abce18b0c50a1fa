import { pipe } from 'fp-ts/lib/function.js'
import { map } from 'fp-ts/lib/State.js'
import { take } from '../graph/index.js'
import {
  ArgumentError,
  checkIsOptions,
  checkShape,
  type DType,
  fromRowMajor,
  isTensor,
  type Shape,
  ShapeError,
  sizeOf,
  type Tensor,
} from '../tensor/index.js'
import { type ChoiceOptions, choiceNames, chosenIndices, shuffledIndices } from './choice.js'
import type { Mutable } from './distributions.js'
import type { Rand } from './state.js'

type AnyDims = readonly unknown[]

/** The shape of one row: without axis 0. */
type RowOf<S extends AnyDims> = S extends readonly [unknown, ...infer Row] ? Row : number[]

const indexTensor = (indices: Int32Array, shape: Shape): Tensor => fromRowMajor('int32', shape, indices)

const takeRows = (rows: Tensor, indices: Int32Array, shape: Shape): Tensor =>
  take(rows, indexTensor(indices, shape), { axis: 0 })

const countRows = (operation: string, rows: Tensor): number => {
  if (rows.shape.length === 0)
    throw new ShapeError({
      operation,
      operands: [rows],
      problem: 'a scalar has no rows',
      remedy: 'Give a tensor with an axis',
    })
  return rows.shape[0]
}

const checkCount = (operation: string, count: number): number => {
  if (!Number.isInteger(count) || count < 0 || count >= 2 ** 31)
    throw new ArgumentError({
      operation,
      problem: `${count} is no number of items`,
      remedy: 'Give a whole number from 0 to 2^31 - 1',
    })
  return count
}

/**
 * The numbers 0..n-1 in a random order (`[n]`, int32), or the rows of a tensor in one. An ArgumentError for an n that
 * is negative, fractional or beyond int32, a ShapeError for a scalar tensor.
 *
 * @example
 * ```ts
 * import { permutation, seed } from 'cotangent/random'
 *
 * const [order] = permutation(10)(seed(0))
 * console.log(order) // => [2 8 4 9 1 6 7 3 0 5]
 * ```
 */
export function permutation<N extends number>(n: N): Rand<Tensor<[N], 'int32'>>
export function permutation<S extends AnyDims, D extends DType>(rows: Tensor<S, D>): Rand<Tensor<S, D>>
export function permutation(items: number | Tensor): Rand<Tensor> {
  if (typeof items !== 'number') return permutedRows('permutation', items)
  const count = checkCount('permutation', items)
  return pipe(
    shuffledIndices(count),
    map((indices) => indexTensor(indices, [count])),
  )
}

const permutedRows = (operation: string, rows: Tensor): Rand<Tensor> => {
  const count = countRows(operation, rows)
  return pipe(
    shuffledIndices(count),
    map((indices) => takeRows(rows, indices, [count])),
  )
}

/**
 * The items of an array, or the rows of a tensor, in a random order; what is given stays as it is. A ShapeError for a
 * scalar tensor.
 *
 * @example
 * ```ts
 * import { seed, shuffle } from 'cotangent/random'
 *
 * const [letters] = shuffle(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])(seed(0))
 * console.log(letters.join('')) // => gcbhdafe
 * ```
 */
export function shuffle<S extends AnyDims, D extends DType>(rows: Tensor<S, D>): Rand<Tensor<S, D>>
export function shuffle<A>(items: readonly A[]): Rand<readonly A[]>
export function shuffle(items: Tensor | readonly unknown[]): Rand<unknown> {
  if (isTensor(items)) return permutedRows('shuffle', items)
  const copy = [...items]
  return pipe(
    shuffledIndices(copy.length),
    map((indices) => Array.from(indices, (index) => copy[index])),
  )
}

/**
 * Random picks: of the numbers 0..n-1 (int32, of the shape given), of a tensor's rows (the shape given, then the row's), or of an
 * array's items (as many as given). Each pick is independent, or with `{ replace: false }` nothing is picked twice; all
 * are equally likely, or have the probabilities `p`. An ArgumentError where there is too little to pick from, or where
 * `p` has another length, a negative number or a sum other than 1.
 *
 * @example
 * ```ts
 * import { choice, seed } from 'cotangent/random'
 *
 * const [picks] = choice(4, [5], { p: [0.1, 0.2, 0.3, 0.4] })(seed(0))
 * console.log(picks) // => [2 3 3 2 2]
 * const [names] = choice(['Ann', 'Bob', 'Eve'], 2, { replace: false })(seed(0))
 * console.log(names) // => [ 'Eve', 'Bob' ]
 * ```
 */
export function choice<const S extends readonly number[]>(
  n: number,
  shape: S,
  options?: ChoiceOptions,
): Rand<Tensor<Mutable<S>, 'int32'>>
export function choice<T extends AnyDims, D extends DType, const S extends readonly number[]>(
  rows: Tensor<T, D>,
  shape: S,
  options?: ChoiceOptions,
): Rand<Tensor<[...Mutable<S>, ...RowOf<T>], D>>
export function choice<A>(items: readonly A[], size: number, options?: ChoiceOptions): Rand<readonly A[]>
export function choice(
  items: number | Tensor | readonly unknown[],
  size: number | readonly number[],
  options: ChoiceOptions = {},
): Rand<unknown> {
  checkIsOptions('choice', options, choiceNames)
  const shape = typeof size === 'number' ? [checkCount('choice', size)] : [...checkShape('choice', size)]
  const picks = (count: number): Rand<Int32Array> => chosenIndices(count, sizeOf(shape), options)
  if (typeof items === 'number')
    return pipe(
      picks(checkCount('choice', items)),
      map((indices) => indexTensor(indices, shape)),
    )
  if (isTensor(items))
    return pipe(
      picks(countRows('choice', items)),
      map((indices) => takeRows(items, indices, shape)),
    )
  const copy = [...items]
  return pipe(
    picks(copy.length),
    map((indices) => Array.from(indices, (index) => copy[index])),
  )
}
