import { arange, equal, full, reshape, take, tensor, toArray, toTypedArray, transpose, zeros } from 'cotangent'
import { type Batch, batches, batchesPerEpoch, epochBatches } from 'cotangent/data'
import { type Batching, batching, check } from 'cotangent/laws'
import { type Key, key, split } from 'cotangent/random'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Equal } from '../../types/equal.js'

const of =
  (batchSize: number, keyOf: Key | undefined, epoch: number): Batching =>
  (rows, from) =>
    batches(rows, { batchSize, epoch, from, ...(keyOf && { key: keyOf }) })

const keys = fc.option(
  fc.nat().map((seed) => key(seed)),
  { nil: undefined },
)

describe('the batches of an epoch', () => {
  it('are a permutation of the rows', () =>
    check(
      batching.permutation,
      fc
        .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 45 }), keys, fc.nat(1000))
        .map(([rows, batchSize, k, epoch]) => [of(batchSize, k, epoch), rows, batchSize] as const),
      { numRuns: 100 },
    ))

  it.each<[string, number[]]>([
    ['no elements', [7, 0]],
    ['one element', [7]],
    ['few elements', [7, 31]],
    ['many elements', [7, 4, 8]],
  ])('have the rows that take gives, where these have %s', (_, shape) => {
    const size = shape.reduce((product, extent) => product * extent, 1)
    const real = reshape(arange(size), [...shape])
    const data = { rows: arange(7, { dtype: 'int32' }), real, odd: equal(real, 3), seen: reshape(real, [...shape, 1]) }
    for (const { rows, real: some, odd, seen } of batches(data, { batchSize: 3, key: key(5) })) {
      expect(some).toEqual(take(real, rows, { axis: 0 }))
      expect(odd).toEqual(take(data.odd, rows, { axis: 0 }))
      expect(seen).toEqual(take(data.seen, rows, { axis: 0 }))
    }
  })

  it('come after a break as they would have come', () =>
    check(
      batching.resumption,
      fc
        .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 12 }), keys, fc.nat(1000), fc.nat(1000))
        .map(([rows, batchSize, k, epoch, done]) => {
          const count = Math.ceil(rows / batchSize)
          return [of(batchSize, k, epoch), rows, done % (count + 1)] as const
        }),
      { numRuns: 100 },
    ))

  it('and the laws see what is wrong', () => {
    const twice: Batching = (rows) => [rows, rows]
    const apart: Batching = ({ x, y }, from) =>
      [...batches({ y }, { batchSize: 4, key: key(1), from })].map((batch, index) => ({
        x: [...batches({ x }, { batchSize: 4, key: key(2), from })][index].x,
        y: batch.y,
      }))
    const small: Batching = (rows, from) => batches(rows, { batchSize: 3, from })
    const again: Batching = (rows) => batches(rows, { batchSize: 4 })
    for (const wrong of [twice, apart, small]) expect(batching.permutation.holds(wrong, 10, 4)).toBe(false)
    expect(batching.resumption.holds(again, 10, 1)).toBe(false)
  })

  it('are every order equally often: 24 orders of 4 rows over 4800 epochs', () => {
    const counts = new Map<string, number>()
    for (let epoch = 0; epoch < 4800; epoch++) {
      const [order] = batches(arange(4), { batchSize: 4, key: key(5), epoch })
      const name = String(order)
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    expect(counts.size).toBe(24)
    // The chi-square statistic of 23 degrees of freedom is above 49.73 with probability 0.001; the orders are always the same.
    const squares = [...counts.values()].map((count) => (count - 200) ** 2 / 200)
    expect(squares.reduce((sum, square) => sum + square, 0)).toBeLessThan(49.73)
  })

  it('are another order in another epoch or of another key, and the same for the same', () => {
    const order = (seed: number, epoch: number) =>
      String([...batches(arange(50), { batchSize: 50, key: key(seed), epoch })])
    expect(new Set([order(1, 0), order(1, 1), order(2, 0), order(2, 1)]).size).toBe(4)
    expect(order(1, 1)).toBe(order(1, 1))
  })

  it('stay in the order of the rows without a key, and drop the last one where told to', () => {
    const read = (dropLast: boolean) =>
      [...batches(arange(5), { batchSize: 2, dropLast })].map((batch) => toArray(batch))
    expect(read(false)).toEqual([[0, 1], [2, 3], [4]])
    expect(read(true)).toEqual([
      [0, 1],
      [2, 3],
    ])
  })

  it('leave out other rows in other epochs when they drop the last', () => {
    const kept = (epoch: number) =>
      [...batches(arange(5), { batchSize: 4, dropLast: true, key: key(3), epoch })].flatMap((batch) => [
        ...toTypedArray(batch),
      ])
    const seen = new Set(Array.from({ length: 40 }, (_, epoch) => kept(epoch)).flat())
    expect(kept(0)).toHaveLength(4)
    expect(seen.size).toBe(5)
  })

  it('are made when they are asked for, of as many rows as there may be', () => {
    const large = zeros([2 ** 30, 1000], { dtype: 'float32' })
    const [first] = batches(large, { batchSize: 8 })
    expect(first.shape).toEqual([8, 1000])
  })

  it('are rows of views as well: of a transposed matrix, and of one number', () => {
    const x = transpose(reshape(arange(20), [4, 5]))
    const data = { x, copy: tensor(toArray(x)), same: full([5, 2], 7) }
    for (const batch of batches(data, { batchSize: 2, key: key(4) })) {
      expect(toArray(batch.x)).toEqual(toArray(batch.copy))
      expect(toArray(batch.same)).toEqual(toArray(batch.x).map(() => [7, 7]))
    }
    const [first] = batches(zeros([2 ** 20, 2 ** 20]), { batchSize: 8, key: key(1) })
    expect(first.shape).toEqual([8, 2 ** 20])
  })

  it('can be gone through again', () => {
    const epoch = batches(arange(6), { batchSize: 4, key: key(1) })
    expect(String([...epoch])).toBe(String([...epoch]))
  })

  it('have their size in their types', () => {
    const data = { x: zeros([10, 3]), y: [zeros([10], { dtype: 'int32' })] } as const
    const [batch] = batches(data, { batchSize: 4, dropLast: true })
    const x: Equal<typeof batch.x, Batch<typeof data.x, 4, true>> = true
    const shape: Equal<(typeof batch.x)['shape'], [4, 3]> = true
    const classes: Equal<(typeof batch.y)[0]['shape'], [4]> = true
    const [last] = batches(data, { batchSize: 4 })
    const open: Equal<(typeof last.x)['shape'], [number, 3]> = true
    expect([x, shape, classes, open]).not.toContain(false)
  })
})

describe('the batches of several epochs', () => {
  const data = { x: reshape(arange(14), [7, 2]), y: arange(7) }

  it.each([undefined, key(8)])('are those of one after the other (key %s)', (k) => {
    const keyed = { batchSize: 3, ...(k && { key: k }) }
    const all = [...epochBatches(data, { ...keyed, epochs: 3 })]
    const each = [0, 1, 2].flatMap((epoch) => [...batches(data, { ...keyed, epoch })])
    expect(all.map(String)).toEqual(each.map(String))
    expect(all.map(({ y }) => String(y))).toEqual(each.map(({ y }) => String(y)))
    for (let from = 0; from <= 10; from++)
      expect([...epochBatches(data, { ...keyed, epochs: 3, from })].map(({ y }) => String(y))).toEqual(
        each.slice(from).map(({ y }) => String(y)),
      )
  })

  it('never end where there are endlessly many, but for no rows', () => {
    let count = 0
    for (const { y } of epochBatches(data, { batchSize: 3, epochs: Infinity, from: 3 * 2 ** 20 })) {
      count += y.shape[0]
      if (count > 700) break
    }
    expect(count).toBe(703)
    expect([...epochBatches(zeros([0, 2]), { batchSize: 3, epochs: Infinity })]).toEqual([])
  })

  it('are counted', () => {
    expect(batchesPerEpoch(data, { batchSize: 3 })).toBe(3)
    expect(batchesPerEpoch(data, { batchSize: 3, dropLast: true })).toBe(2)
  })
})

describe('what makes no batches', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['no size', () => batches(arange(3), { batchSize: 0 }), /batchSize is 0/],
    ['half a row', () => batches(arange(3), { batchSize: 1.5 }), /batchSize is 1.5/],
    ['no whole batch', () => batches(arange(3), { batchSize: 4, dropLast: true }), /3 rows make no whole batch of 4/],
    ['a batch beyond', () => batches(arange(3), { batchSize: 2, from: 3 }), /from is 3.*from 0 to 2/],
    ['a negative epoch', () => batches(arange(3), { batchSize: 2, epoch: -1 }), /epoch is -1/],
    ['half an epoch', () => epochBatches(arange(3), { batchSize: 2, epochs: 0.5 }), /epochs is 0.5/],
    ['a scalar', () => batches(tensor(1), { batchSize: 2 }), /a scalar has no rows/],
    ['no key', () => batches(arange(3), { batchSize: 2, key: split(key(1), 2) as never }), /this is no key/],
    ['nothing', () => batches([], { batchSize: 2 }), /no tensor in the data/],
    ['rows that differ', () => batches([arange(3), arange(4)], { batchSize: 2 }), /different numbers of rows/],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message)
  })
})
