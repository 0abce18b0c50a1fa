import { toArray, transpose } from 'cotangent'
import { type Fans, type Initializer, initializers } from 'cotangent/nn'
import { random, seed, standardNormal } from 'cotangent/random'
import { describe, expect, it } from 'vitest'

const fans: Fans = { fanIn: 5, fanOut: 3 }
const draw = (initializer: Initializer, shape: readonly number[], value = 1): readonly number[] =>
  (toArray(initializer(shape, fans)(seed(value))[0]) as never as readonly number[][]).flat(8) as readonly number[]

/** Units of rounding of a product or two. */
const close = 4 * 2 ** -53

describe('uniform initialisers', () => {
  it.each([
    ['glorotUniform', Math.sqrt(6 / 8)],
    ['heUniform', Math.sqrt(6 / 5)],
    ['lecunUniform', Math.sqrt(3 / 5)],
  ] as const)('%s draws row by row within its bound', (name, bound) => {
    const [fractions] = random([12])(seed(1))
    const found = draw(initializers[name], [3, 4])
    for (const [index, u] of toArray(fractions).entries())
      expect(Math.abs(found[index] - bound * (2 * u - 1))).toBeLessThan(bound * close)
  })
})

describe('normal initialisers', () => {
  it.each([
    ['glorotNormal', Math.sqrt(2 / 8)],
    ['heNormal', Math.sqrt(2 / 5)],
    ['lecunNormal', 1 / Math.sqrt(5)],
    ['randn', 1],
    ['randnOverRoot', 1 / Math.sqrt(5)],
  ] as const)('%s draws row by row with its deviation', (name, deviation) => {
    const [normals] = standardNormal([12])(seed(1))
    const found = draw(initializers[name], [3, 4])
    for (const [index, z] of toArray(normals).entries())
      expect(Math.abs(found[index] - deviation * z)).toBeLessThanOrEqual(Math.abs(z) * close)
  })

  it('randnOverRoot rounds as a division does', () =>
    expect(draw(initializers.randnOverRoot, [3, 4])).toEqual(
      toArray(standardNormal([12])(seed(1))[0]).map((z) => z / Math.sqrt(5)),
    ))
})

describe('transposed', () => {
  it('draws with the axes in reverse order', () => {
    const [weights] = initializers.transposed(initializers.randn)([3, 4], fans)(seed(1))
    expect(toArray(weights)).toEqual(toArray(transpose(standardNormal([4, 3])(seed(1))[0])))
  })
})

describe('orthogonal', () => {
  it.each([
    [[6, 4], 1],
    [[4, 6], 1],
    [[5, 5], 1.5],
    [[8, 3, 2], 0.5],
    [[2, 3, 3], 1],
  ])('of %j has orthonormal rows or columns, times the gain %d', (shape, gain) => {
    const found = draw(initializers.orthogonal({ gain }), shape)
    const [rows, columns] = [shape[0], found.length / shape[0]]
    const matrix = Array.from({ length: rows }, (_, row) => found.slice(row * columns, (row + 1) * columns))
    const vectors = rows < columns ? matrix : matrix[0].map((_, column) => matrix.map((row) => row[column]))
    // Columns of Householder's Q are orthonormal to some n units of rounding for n numbers each.
    const tolerance = 8 * Math.max(rows, columns) * 2 ** -53 * gain ** 2
    for (const [i, u] of vectors.entries())
      for (const [j, v] of vectors.entries()) {
        const product = u.reduce((total, element, index) => total + element * v[index], 0)
        expect(Math.abs(product - (i === j ? gain ** 2 : 0))).toBeLessThan(tolerance)
      }
  })

  it('prefers no sign: the diagonal is positive as often as not', () => {
    const count = 300
    const positive = Array.from({ length: count }, (_, value) => draw(initializers.orthogonal(), [2, 2], value))
    for (const entry of [0, 3]) {
      const found = positive.filter((matrix) => matrix[entry] > 0).length
      // Five standard deviations of a fair coin.
      expect(Math.abs(found - count / 2)).toBeLessThan(5 * Math.sqrt(count / 4))
    }
  })

  it('needs two axes', () => expect(() => initializers.orthogonal()([3], fans)).toThrow(/two axes/))
})

describe('constant initialisers', () => {
  it('draw nothing', () => {
    const state = seed(3)
    const [weights, after] = initializers.constant(0.5)([2, 2], fans)(state)
    expect(after).toBe(state)
    expect(toArray(weights)).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ])
    expect(draw(initializers.zeros, [3])).toEqual([0, 0, 0])
  })
})
