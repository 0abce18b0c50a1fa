import { rowsOf, sliceRows, toTypedArray } from '../../graph/index.js'
import { type Key, permutation, seed } from '../../random/index.js'
import { ArgumentError, checkIsOptions, type OptionNames, type TypedArray, type WithRows } from '../../tensor/index.js'
import { laidOut, takeRows } from './rows.js'

/** How rows make batches. */
export interface BatchShape<B extends number = number, L extends boolean = boolean> {
  /** How many rows a batch has. */
  readonly batchSize: B
  /** Whether rows that are too few for a whole batch are left out at the end (true), or make a smaller one. */
  readonly dropLast?: L
}

const shapeNames: OptionNames<BatchShape> = { batchSize: true, dropLast: true }

/** Which batches of one epoch. */
export interface BatchOptions<B extends number = number, L extends boolean = boolean> extends BatchShape<B, L> {
  /** What the order of the rows comes from; without it they stay in theirs. */
  readonly key?: Key
  /** The number of the epoch, 0 unless given: with one key, every epoch has an order of its own. */
  readonly epoch?: number
  /** How many batches of the epoch to pass by: 0, as after a break it is those that are done. */
  readonly from?: number
}

const batchNames: OptionNames<BatchOptions> = { ...shapeNames, key: true, epoch: true, from: true }

/** Which batches of several epochs. */
export interface EpochBatchOptions<B extends number = number, L extends boolean = boolean> extends BatchShape<B, L> {
  /** What the orders of the rows come from; without it they stay in theirs, epoch by epoch. */
  readonly key?: Key
  /** How many epochs; Infinity for as many as are asked for. */
  readonly epochs: number
  /** How many batches to pass by from the beginning of epoch 0: 0, as after a break it is those that are done. */
  readonly from?: number
}

const epochNames: OptionNames<EpochBatchOptions> = { ...shapeNames, key: true, epochs: true, from: true }

/** The shape of batches, by itself or among what `batches` or `epochBatches` is told. */
type ShapeAmong = BatchShape & Partial<BatchOptions & EpochBatchOptions>

const amongNames: OptionNames<ShapeAmong> = { ...batchNames, ...epochNames }

/** A batch of a tree, of B rows each where the last are dropped. */
export type Batch<T, B extends number, L extends boolean> = WithRows<T, L extends true ? B : number>

const checkWhole = (operation: string, name: string, value: number, least: number, most = Infinity): void => {
  if (!(Number.isSafeInteger(value) && value >= least && value <= most))
    throw new ArgumentError({
      operation,
      problem: `${name} is ${value}`,
      remedy: `Give a whole number ${most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`}`,
    })
}

const countIn = (operation: string, rows: number, { batchSize, dropLast = false }: BatchShape): number => {
  checkWhole(operation, 'batchSize', batchSize, 1)
  if (dropLast && rows > 0 && batchSize > rows)
    throw new ArgumentError({
      operation,
      problem: `${rows} rows make no whole batch of ${batchSize}`,
      remedy: 'Make batches smaller, or keep the last one',
    })
  return dropLast ? Math.floor(rows / batchSize) : Math.ceil(rows / batchSize)
}

/**
 * How many batches an epoch has, of what `batches` or `epochBatches` is told or of the shape of batches alone. Errors are
 * those of `batches`.
 *
 * @example
 * ```ts
 * import { arange } from 'cotangent'
 * import { batchesPerEpoch } from 'cotangent/data'
 *
 * batchesPerEpoch(arange(10), { batchSize: 4 }) // => 3
 * batchesPerEpoch(arange(10), { batchSize: 4, dropLast: true }) // => 2
 * ```
 */
export const batchesPerEpoch = (data: unknown, options: ShapeAmong): number => {
  checkIsOptions('batchesPerEpoch', options, amongNames)
  return countIn('batchesPerEpoch', rowsOf('batchesPerEpoch', data), options)
}

/**
 * The order of an epoch: the permutation that NumPy's generator draws, seeded with both words of the key and the epoch. It
 * takes microseconds where the words of a key, one primitive after the other, would take milliseconds.
 */
const orderOf = (key: Key, epoch: number, rows: number): TypedArray<'int32'> => {
  const [high, low] = toTypedArray(key)
  return toTypedArray(permutation(rows)(seed([high >>> 0, low >>> 0, epoch]))[0])
}

const checkKey = (operation: string, key: Key | undefined): void => {
  if (key !== undefined && !(key.dtype === 'int32' && key.shape.length === 1 && key.shape[0] === 2))
    throw new ArgumentError({
      operation,
      operands: [key],
      problem: 'this is no key',
      remedy: 'Make one with key(seed), or take one out of split(key)',
    })
}

const readied = <T>(data: T, { key }: { readonly key?: Key }): T => (key === undefined ? data : laidOut(data))

function* batchesFrom<T, B extends number, L extends boolean>(
  data: T,
  rows: number,
  { batchSize, dropLast = false as L, key, epoch = 0, from = 0 }: BatchOptions<B, L>,
): Generator<Batch<T, B, L>> {
  const end = dropLast ? rows - (rows % batchSize) : rows
  const order = key === undefined ? undefined : orderOf(key, epoch, rows)
  for (let start = from * batchSize; start < end; start += batchSize) {
    const stop = Math.min(start + batchSize, end)
    yield (order === undefined ? sliceRows(data, start, stop) : takeRows(data, order.subarray(start, stop))) as Batch<
      T,
      B,
      L
    >
  }
}

/**
 * The batches of an epoch: every row in one of them, rows of the same place in all tensors together. They come in an order
 * that is a pure function of the key and the number of the epoch, so that one can go on at any of them (`from`) with what
 * would have come; without a key, in the order of the rows, and then they are views that share the data's memory. Each is
 * made when it is asked for, and the whole can be gone through several times. A ShapeError where tensors differ in their
 * number of rows, an ArgumentError for sizes and numbers that are not whole or out of range, and where no batch is whole.
 *
 * @example
 * ```ts
 * import { arange, reshape } from 'cotangent'
 * import { batches } from 'cotangent/data'
 * import { key } from 'cotangent/random'
 *
 * const data = { x: reshape(arange(10), [5, 2]), y: arange(5, { dtype: 'int32' }) }
 * const epoch = [...batches(data, { batchSize: 2, key: key(0) })]
 * epoch.map(({ y }) => y) // => [ [0 2], [4 1], [3] ]
 * const [last] = batches(data, { batchSize: 2, key: key(0), from: 2 })
 * last.x // => [[6. 7.]]
 * ```
 */
export const batches = <T, const B extends number, const L extends boolean = false>(
  data: T,
  options: BatchOptions<B, L>,
): Iterable<Batch<T, B, L>> => {
  checkIsOptions('batches', options, batchNames)
  const rows = rowsOf('batches', data)
  const count = countIn('batches', rows, options)
  checkKey('batches', options.key)
  checkWhole('batches', 'epoch', options.epoch ?? 0, 0, 2 ** 31 - 1)
  checkWhole('batches', 'from', options.from ?? 0, 0, count)
  return { [Symbol.iterator]: () => batchesFrom(readied(data, options), rows, options) }
}

function* epochsFrom<T, B extends number, L extends boolean>(
  data: T,
  rows: number,
  count: number,
  { epochs, from = 0, ...options }: EpochBatchOptions<B, L>,
): Generator<Batch<T, B, L>> {
  if (count === 0) return
  const first = Math.floor(from / count)
  for (let epoch = first; epoch < epochs; epoch++)
    yield* batchesFrom(data, rows, { ...options, epoch, from: epoch === first ? from % count : 0 })
}

/**
 * The batches of epoch 0, then those of epoch 1, and so on: what `batches` gives for each. `from` counts over all of them,
 * so that a training that was stopped after 1000 steps goes on with `from: 1000`. Errors are those of `batches`.
 *
 * @example
 * ```ts
 * import { arange } from 'cotangent'
 * import { epochBatches } from 'cotangent/data'
 * import { key } from 'cotangent/random'
 *
 * const options = { batchSize: 3, epochs: 2, key: key(1) }
 * const all = [...epochBatches(arange(4), options)]
 * all // => [ [3. 0. 1.], [2.], [0. 2. 1.], [3.] ]
 * const [last] = epochBatches(arange(4), { ...options, from: 3 })
 * last // => [3.]
 * ```
 */
export const epochBatches = <T, const B extends number, const L extends boolean = false>(
  data: T,
  options: EpochBatchOptions<B, L>,
): Iterable<Batch<T, B, L>> => {
  checkIsOptions('epochBatches', options, epochNames)
  const rows = rowsOf('epochBatches', data)
  const count = countIn('epochBatches', rows, options)
  checkKey('epochBatches', options.key)
  if (options.epochs !== Infinity) checkWhole('epochBatches', 'epochs', options.epochs, 0, 2 ** 31)
  checkWhole('epochBatches', 'from', options.from ?? 0, 0)
  return { [Symbol.iterator]: () => epochsFrom(readied(data, options), rows, count, options) }
}
