import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Arena } from '../../../src/compile/arena.js'
import { nanosecondsOf } from '../../../src/compile/contraction/cost.js'
import { type Division, divided, grainOf } from '../../../src/compile/contraction/division.js'
import { planFor } from '../../../src/compile/contraction/plan.js'
import type { Product } from '../../../src/compile/contraction/product.js'
import { type Place, placeIn } from '../../../src/compile/place.js'
import { thresholds } from '../../../src/compile/thresholds.js'

const arena = new Arena()
const place = (rows: number, columns: number): Place =>
  placeIn({ dtype: 'float32', shape: [rows, columns] }, arena.allocate(0))

const productOf = (rows: number, depth: number, columns: number): Product =>
  planFor('float32', place(rows, depth), place(depth, columns), place(rows, columns)).product

const workers = (threads: number, handedOut = thresholds.handedOut) => ({
  threads,
  thresholds: { ...thresholds, handedOut },
})

/** Expects that parts are the whole, one after another, the last of them the smallest. */
const expectWhole = (product: Product, { axis, count, first, last, strides }: Division): void => {
  const other = axis === 'rows' ? 'columns' : 'rows'
  expect((count - 1) * first[axis] + last[axis]).toBe(product[axis])
  expect(last[axis]).toBeGreaterThan(0)
  expect(last[axis]).toBeLessThanOrEqual(first[axis])
  for (const part of [first, last]) expect(part).toMatchObject({ [other]: product[other], depth: product.depth })
  const { left, right, target } = product
  const [ofLeft, ofRight, ofTarget] = axis === 'rows' ? [left.row, 0, target.row] : [0, right.column, target.column]
  expect(strides).toEqual([ofLeft, ofRight, ofTarget].map((each) => each * first[axis]))
}

const extent = fc.integer({ min: 1, max: 700 })

describe('a divided product', () => {
  const product = productOf(64, 784, 60_000)

  it('is whole for one thread, and where it is short', () => {
    expect(divided(product, 1, workers(1))).toMatchObject({ count: 1, first: product, last: product })
    const short = productOf(10, 10, 10)
    expect(divided(short, 1, workers(8)).count).toBe(1)
    expect(divided(short, 1, workers(8, 0)).count).toBeGreaterThan(1)
  })

  it('has several parts for each thread', () => expect(divided(product, 1, workers(2)).count).toBeGreaterThanOrEqual(4))

  it('is not divided further where there are enough products', () =>
    expect(divided(product, 8, workers(2)).count).toBe(1))

  it('is the whole of its parts, at any size', () => {
    fc.assert(
      fc.property(extent, extent, extent, fc.integer({ min: 1, max: 8 }), (rows, depth, columns, threads) => {
        const each = productOf(rows, depth, columns)
        expectWhole(each, divided(each, 1, workers(threads)))
        expectWhole(each, divided(each, 1, workers(threads, 0)))
      }),
    )
  })

  it('is handed out in parts that are long enough, together where they are not', () => {
    const long = divided(product, 1, workers(2))
    expect(nanosecondsOf(long.first)).toBeGreaterThan(thresholds.handedOut)
    expect(grainOf(long, long.count, workers(2))).toBe(1)
    const short = divided(productOf(10, 10, 10), 10_000, workers(2))
    expect(grainOf(short, 10_000, workers(2)) * nanosecondsOf(short.first)).toBeGreaterThan(thresholds.handedOut / 2)
    expect(grainOf(short, 4, workers(2))).toBe(2)
  })
})
