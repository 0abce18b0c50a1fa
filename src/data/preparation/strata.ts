import { pipe } from 'fp-ts/lib/function.js'
import { bind, bindTo, chain, map, traverseArray, traverseArrayWithIndex } from 'fp-ts/lib/State.js'
import { choice, type Rand, shuffle } from '../../random/index.js'

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0)

/** Indices of the numbers, grouped by equal ones, the largest first. */
const byValue = (numbers: readonly number[]): readonly (readonly number[])[] =>
  [...new Set(numbers)]
    .sort((a, b) => b - a)
    .map((value) => numbers.flatMap((number, index) => (number === value ? [index] : [])))

/**
 * How many rows each class gives where `rows` are wanted of all: the whole part of its share, and one more for those of
 * the largest remainders. Where only some of equal remainders get one more, they are drawn.
 */
const sharesOf = (counts: readonly number[], rows: number): Rand<readonly number[]> => {
  const all = total(counts)
  const exact = counts.map((count) => (count / all) * rows)
  const whole = exact.map(Math.floor)
  let missing = rows - total(whole)
  const plan = byValue(exact.map((share, index) => share - whole[index])).flatMap((tied) => {
    const served = Math.min(tied.length, missing)
    missing -= served
    return served > 0 ? [choice(tied, served, { replace: false })] : []
  })
  return pipe(
    plan,
    traverseArray((drawn) => drawn),
    map((served) => new Set(served.flat())),
    map((oneMore) => whole.map((count, index) => count + (oneMore.has(index) ? 1 : 0))),
  )
}

/** Rows of a training and of a test set in a random order. */
export interface SplitIndices {
  readonly train: readonly number[]
  readonly test: readonly number[]
}

/**
 * Rows of both sets, in which every class has the share that it has in all: scikit-learn's way, draw by draw
 * (`StratifiedShuffleSplit`). `groups` are the rows of each class.
 */
export const stratifiedRows = (
  groups: readonly (readonly number[])[],
  trainRows: number,
  testRows: number,
): Rand<SplitIndices> => {
  const counts = groups.map((group) => group.length)
  return pipe(
    sharesOf(counts, trainRows),
    bindTo('toTrain'),
    bind('toTest', ({ toTrain }) =>
      sharesOf(
        counts.map((count, index) => count - toTrain[index]),
        testRows,
      ),
    ),
    chain(({ toTrain, toTest }) =>
      pipe(
        groups,
        traverseArrayWithIndex((index, group) =>
          pipe(
            shuffle(group),
            map((order) => ({
              train: order.slice(0, toTrain[index]),
              test: order.slice(toTrain[index], toTrain[index] + toTest[index]),
            })),
          ),
        ),
      ),
    ),
    chain((parts) =>
      pipe(
        shuffle(parts.flatMap(({ train }) => train)),
        bindTo('train'),
        bind('test', () => shuffle(parts.flatMap(({ test }) => test))),
      ),
    ),
  )
}
