import { arange, item, reshape, tensor, toArray, zeros } from 'cotangent'
import { splitRows, type TrainTestOptions, trainTestSplit } from 'cotangent/data'
import { random, seed } from 'cotangent/random'
import { describe, expect, it } from 'vitest'
import { golden } from '../../support/golden.js'
import type { Equal } from '../../types/equal.js'

interface Recorded {
  readonly arguments: {
    readonly test_size?: number
    readonly train_size?: number
    readonly shuffle?: boolean
    readonly stratify?: boolean
  }
  readonly seed: number
  readonly train: readonly number[]
  readonly test: readonly number[]
  readonly next: number
}

const figures = golden('scikit_sets.json')
const labels = figures.labels as readonly number[]
const splits = figures.splits as unknown as readonly Recorded[]

const optionsOf = ({ test_size, train_size, shuffle, stratify }: Recorded['arguments']): TrainTestOptions => ({
  ...(test_size !== undefined && { test: test_size }),
  ...(train_size !== undefined && { train: train_size }),
  ...(shuffle !== undefined && { shuffle }),
  ...(stratify && { stratify: labels }),
})

describe('a training and a test set', () => {
  it.each(splits)('are those of scikit-learn: $arguments', (expected) => {
    const data = { x: reshape(arange(46), [23, 2]), y: arange(23, { dtype: 'int32' }) }
    const [{ train, test }, after] = trainTestSplit(data, optionsOf(expected.arguments))(seed(expected.seed))
    expect(toArray(train.y)).toEqual(expected.train)
    expect(toArray(test.y)).toEqual(expected.test)
    expect(item(random([])(after)[0])).toBe(expected.next)
    for (const { x, y } of [train, test]) expect(toArray(x)).toEqual(toArray(y).map((row) => [2 * row, 2 * row + 1]))
  })

  it('have the shares of the classes, given as names too', () => {
    const names = labels.map((label) => 'abc'[label])
    const split = (stratify: NonNullable<TrainTestOptions['stratify']>) =>
      trainTestSplit(tensor([...labels]), { test: 10, stratify })(seed(3))[0]
    const { test } = split(names)
    const countsIn = (list: readonly number[]) => [0, 1, 2].map((label) => list.filter((each) => each === label).length)
    const shares = countsIn(labels).map((count) => (count * 10) / 23)
    countsIn(toArray(test)).forEach((count, label) => {
      expect(Math.abs(count - shares[label])).toBeLessThan(1)
    })
    expect(String(split(tensor([...labels], { dtype: 'int32' })).train)).toBe(String(split(names).train))
  })

  it.each<[string, TrainTestOptions, RegExp]>([
    ['no test row', { test: 0 }, /test is 0 of 23 rows/],
    ['too many', { test: 12, train: 12 }, /12 training rows and 12 test rows of 23/],
    ['more than all', { train: 23 }, /train is 23 of 23 rows/],
    ['more than one', { test: 1.5 }, /test is 1.5 of 23 rows/],
    ['strata in order', { shuffle: false, stratify: labels }, /to stay in order/],
    ['fewer labels', { stratify: [1, 2] }, /2 labels for 23 rows/],
    ['a class of one', { stratify: [7, ...labels.slice(1)] }, /one row only/],
    ['too few for the classes', { test: 2, stratify: labels }, /21 and 2 rows are too few for 3 classes/],
  ])('refuse %s', (_, options, message) => {
    expect(() => trainTestSplit(arange(23), options)).toThrow(message)
  })
})

describe('parts in order', () => {
  it('have the sizes given, in their types too', () => {
    const [train, valid, test] = splitRows({ x: zeros([6, 4]), y: arange(6) }, [3, 1, 2])
    const shape: Equal<(typeof train.x)['shape'], [3, 4]> = true
    const last: Equal<(typeof test.y)['shape'], [2]> = true
    expect([shape, last]).toEqual([true, true])
    expect([train, valid, test].map(({ y }) => toArray(y))).toEqual([[0, 1, 2], [3], [4, 5]])
  })

  it.each([[[3, 2]], [[7, -1]], [[5.5, 0.5]], [[6, 1]]])('refuse sizes %s of 6 rows', (sizes) => {
    expect(() => splitRows(arange(6), sizes)).toThrow(/do not add up to 6 rows/)
  })
})
