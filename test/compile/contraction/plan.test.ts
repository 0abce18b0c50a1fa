import { describe, expect, it } from 'vitest'
import { Arena } from '../../../src/compile/arena.js'
import { divided } from '../../../src/compile/contraction/division.js'
import { type Plan, planFor } from '../../../src/compile/contraction/plan.js'
import { type Place, placeIn, within } from '../../../src/compile/place.js'
import { thresholds } from '../../../src/compile/thresholds.js'
import type { Shape } from '../../../src/tensor/index.js'

const arena = new Arena()
const place = (...shape: readonly number[]): Place => placeIn({ dtype: 'float32', shape }, arena.allocate(0))
const strided = (shape: Shape, strides: readonly number[]): Place => within(place(), shape, strides)
const transposed = (rows: number, columns: number): Place => strided([rows, columns], [1, rows])

const extentsOf = ({ product: { rows, depth, columns }, axes }: Plan) => ({
  extents: [rows, depth, columns],
  batch: axes.extents,
})

describe('the plan of matrix products', () => {
  it.each([
    ['as they are', place(20, 784), place(784, 600)],
    [
      'as those of the transposes where the columns of the right operand are apart',
      transposed(784, 64),
      transposed(6000, 784),
    ],
  ])('takes them %s', (_, a, b) => {
    const { product } = planFor('float32', a, b, place(a.shape[0], b.shape[1]))
    expect(product.right.column).toBe(4)
  })

  it('copies neither operand where few rows are read', () => {
    const { product } = planFor('float32', place(3, 50), place(50, 500), place(3, 500))
    expect(product).toMatchObject({ rows: 3, packsLeft: false, packsRight: false })
  })

  it('makes rows of a batch that one right operand is for', () => {
    const plan = planFor('float32', place(10, 3, 4), strided([10, 4, 5], [0, 5, 1]), place(10, 3, 5))
    expect(extentsOf(plan)).toEqual({ extents: [30, 4, 5], batch: [] })
  })

  it('makes columns of a batch of vectors that one left operand is for', () => {
    const { product, axes } = planFor(
      'float32',
      strided([100, 64, 78], [0, 78, 1]),
      place(100, 78, 1),
      place(100, 64, 1),
    )
    expect([product.rows, product.columns].sort((x, y) => x - y)).toEqual([64, 100])
    expect(axes.extents).toEqual([])
  })

  it('keeps a batch of matrices of their own', () => {
    const plan = planFor('float32', place(7, 2, 3, 4), place(7, 2, 4, 5), place(7, 2, 3, 5))
    expect(extentsOf(plan)).toEqual({ extents: [3, 4, 5], batch: [14] })
  })
})

describe('a divided product', () => {
  const { product } = planFor('float32', place(64, 784), place(784, 60000), place(64, 60000))

  it('is whole for one thread, and where it is short', () => {
    expect(divided(product, 1, { threads: 1, thresholds })).toMatchObject({ count: 1, first: product, last: product })
    const short = planFor('float32', place(10, 10), place(10, 10), place(10, 10)).product
    expect(divided(short, 1, { threads: 8, thresholds }).count).toBe(1)
    expect(divided(short, 1, { threads: 8, thresholds: { ...thresholds, handedOut: 0 } }).count).toBeGreaterThan(1)
  })

  it('has several parts for each thread, which are all of it', () => {
    const { count, first, last } = divided(product, 1, { threads: 2, thresholds })
    expect(count).toBeGreaterThanOrEqual(4)
    const [inFirst, inLast] = [first, last].map(({ rows, columns }) => rows * columns)
    expect((count - 1) * inFirst + inLast).toBe(64 * 60000)
    expect(inLast).toBeLessThanOrEqual(inFirst)
  })

  it('is not divided further where there are enough products', () => {
    expect(divided(product, 8, { threads: 2, thresholds }).count).toBe(1)
  })
})
