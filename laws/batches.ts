import { arange, constantOf, reshape } from '../src/graph/index.js'
import { rowMajor, type Tensor } from '../src/tensor/index.js'
import { differing, type Law, law, type Violation } from './law.js'

/** Rows of a data set: what is counted, and the same with as many numbers to a row as it takes. */
export interface CountedRows {
  readonly x: Tensor
  readonly y: Tensor
}

/** A way to make batches of rows: those of one epoch, from some batch on. */
export type Batching = (rows: CountedRows, from: number) => Iterable<CountedRows>

const elements = (x: Tensor): readonly number[] => [...rowMajor(constantOf('laws', x))]

/** The rows 0..n-1 and, beside each, its number twice. */
const countedRows = (n: number): CountedRows => {
  const y = arange(n)
  return { x: reshape(arange(2 * n), [n, 2]), y }
}

const numbersIn = (batches: readonly CountedRows[]): readonly number[] => batches.flatMap(({ y }) => elements(y))

const shown = (numbers: readonly number[]): string => `[${numbers.join(' ')}]`

const inOrder = (numbers: readonly number[]): readonly number[] => numbers.toSorted((a, b) => a - b)

/**
 * The batches of an epoch are a permutation of the rows, all of the same size but the last, and keep together what stands
 * in one row.
 *
 * @example
 * ```ts
 * import { batches } from 'cotangent/data'
 * import { type Batching, batching } from 'cotangent/laws'
 * import { key } from 'cotangent/random'
 *
 * const shuffled: Batching = (rows, from) => batches(rows, { batchSize: 4, key: key(1), from })
 * batching.permutation.holds(shuffled, 10, 4) // => true
 * ```
 */
export const permutation: Law<readonly [batching: Batching, rows: number, batchSize: number]> = law(
  'permutation',
  'the batches of an epoch are a permutation of the rows',
  (batching, rows, batchSize) => {
    const epoch = [...batching(countedRows(rows), 0)]
    const sizes = epoch.map(({ y }) => y.shape[0])
    const due = Array.from({ length: Math.ceil(rows / batchSize) }, (_, index) =>
      Math.min(batchSize, rows - index * batchSize),
    )
    const all = Array.from({ length: rows }, (_, index) => index)
    return [
      ...differing('the sizes of the batches', shown(sizes), shown(due)),
      ...differing('the rows in their order', shown(inOrder(numbersIn(epoch))), shown(all)),
      ...epoch.flatMap(({ x, y }): readonly Violation[] =>
        differing('what stands beside rows', shown(elements(x)), shown(elements(y).flatMap((n) => [2 * n, 2 * n + 1]))),
      ),
    ]
  },
)

/**
 * Going on after any number of batches gives the batches that would have come.
 *
 * @example
 * ```ts
 * import { batches } from 'cotangent/data'
 * import { type Batching, batching } from 'cotangent/laws'
 * import { key } from 'cotangent/random'
 *
 * const shuffled: Batching = (rows, from) => batches(rows, { batchSize: 4, key: key(1), from })
 * batching.resumption.holds(shuffled, 10, 2) // => true
 * ```
 */
export const resumption: Law<readonly [batching: Batching, rows: number, done: number]> = law(
  'resumption',
  'the batches from number k on are all batches but the first k',
  (batching, rows, done) => {
    const data = countedRows(rows)
    const show = (batches: Iterable<CountedRows>): readonly string[] => [...batches].map(({ y }) => shown(elements(y)))
    return differing('what follows', show(batching(data, done)).join(), show(batching(data, 0)).slice(done).join())
  },
)
