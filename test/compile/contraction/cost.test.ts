import { describe, expect, it } from 'vitest'
import { Arena } from '../../../src/compile/arena.js'
import { exchangeTime, nanosecondsOf } from '../../../src/compile/contraction/cost.js'
import { planFor } from '../../../src/compile/contraction/plan.js'
import type { Product } from '../../../src/compile/contraction/product.js'
import { type Place, placeIn, within } from '../../../src/compile/place.js'

const arena = new Arena()
const place = (rows: number, columns: number): Place =>
  placeIn({ dtype: 'float32', shape: [rows, columns] }, arena.allocate(0))

const productOf = (rows: number, depth: number, columns: number): Product =>
  planFor('float32', place(rows, depth), place(depth, columns), place(rows, columns)).product

const timeOf = (rows: number, depth: number, columns: number): number => nanosecondsOf(productOf(rows, depth, columns))

describe('the estimated time of a product', () => {
  it('is that of its multiplications, at tens of billions a second, where it is large', () => {
    const rate = (2 * 512 ** 3) / timeOf(512, 512, 512)
    expect(rate).toBeGreaterThan(20)
    expect(rate).toBeLessThan(60)
  })

  it.each([
    ['rows', 512, 256, 256],
    ['terms', 256, 512, 256],
    ['columns', 256, 256, 512],
  ] as const)('doubles with its %s', (_, rows, depth, columns) => {
    const times = timeOf(rows, depth, columns) / timeOf(256, 256, 256)
    expect(times).toBeGreaterThan(1.8)
    expect(times).toBeLessThan(2.2)
  })

  it('is at least that of a call where there is hardly anything to multiply', () =>
    expect(timeOf(1, 1, 1)).toBeGreaterThan(5))

  it('is longer where neighbours of the result lie apart', () => {
    const product = productOf(256, 16, 256)
    const apart = within(place(256, 256), [256, 256], [1024, 2])
    const scattered = planFor('float32', place(256, 16), place(16, 256), apart).product
    expect(nanosecondsOf(scattered)).toBeGreaterThan(1.25 * nanosecondsOf(product))
  })
})

it('bytes are exchanged with memory in time that grows with their number', () => {
  expect(exchangeTime(2e6)).toBe(2 * exchangeTime(1e6))
  // Some 7 gigabytes a second, as each is written and read, and read before it is written.
  expect(1e6 / exchangeTime(1e6)).toBeCloseTo(20 / 3)
})
