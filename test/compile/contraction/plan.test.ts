import { describe, expect, it } from 'vitest'
import { Arena } from '../../../src/compile/arena.js'
import { type Plan, planFor } from '../../../src/compile/contraction/plan.js'
import { type Place, placeIn, within } from '../../../src/compile/place.js'
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
