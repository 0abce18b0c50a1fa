import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { argmax, argmin } from '../../../src/graph/primitives/extrema.js'
import { transpose } from '../../../src/graph/primitives/structural.js'
import { flip, slice } from '../../../src/graph/primitives/windows.js'
import { type Constant, type DType, identicalConstants, type Tensor } from '../../../src/tensor/index.js'
import { constantOf, disagreement, graphOf, uniformNumbers } from '../../engine/agreement.js'
import { runInPieces } from '../pieces.js'

const extremes = { argmax, argmin } as const

type Extreme = keyof typeof extremes

/** So few different elements that most of them tie, and of rows of one kind alone there are some too. */
const elements: Readonly<Record<'plain' | 'signed zeros' | 'infinite' | 'with NaN', readonly number[]>> = {
  plain: [1, 2, -3, 4, 5, -6],
  'signed zeros': [0, -0],
  infinite: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  'with NaN': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, Number.NaN],
}

const dtypes = fc.constantFrom<DType>('float64', 'float32', 'int32')
const kinds = fc.constantFrom(...(Object.keys(elements) as (keyof typeof elements)[]))
const names = fc.constantFrom<Extreme>('argmax', 'argmin')
const lengths = fc.integer({ min: 28, max: 100 })

const drawn = (dtype: DType, shape: readonly number[], kind: keyof typeof elements, seed: number): Constant => {
  const random = uniformNumbers(seed)
  const all = dtype === 'int32' ? [2 ** 31 - 1, -(2 ** 31), 3] : elements[kind]
  return constantOf(dtype, shape, () => all[Math.floor(random() * all.length)])
}

/** Ways to look at a tensor [rows, rows, length] whose rows still lie in order, or no longer do. */
const views: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  'as it is': (x) => x,
  'rows turned': (x) => transpose(x, [1, 0, 2]),
  'rows flipped': (x) => flip(x, [0, 1]),
  'parts of rows': (x) =>
    slice(x, { start: [0, 0, 1], size: [...x.shape.slice(0, 2), x.shape[2] - 2], step: [1, 1, 1] }),
  flipped: (x) => flip(x, [2]),
  turned: (x) => transpose(x, [0, 2, 1]),
}

describe('the index of an extreme element', () => {
  it('is the first one, or that of the first NaN, in long rows as in short ones', () => {
    const ways = fc.constantFrom(...Object.keys(views))
    const axes = fc.constantFrom(0, 1, 2)
    fc.assert(
      fc.property(names, dtypes, kinds, lengths, ways, axes, fc.nat(), (name, dtype, kind, length, way, axis, seed) => {
        const shape = [2, 3, length]
        const graph = graphOf(([x]) => [extremes[name](views[way](x), axis)], { shape, dtype })
        expect(disagreement(graph, [drawn(dtype, shape, kind, seed)])).toBeUndefined()
      }),
      { numRuns: 300 },
    )
  })

  it.each<Extreme>(['argmax', 'argmin'])('%s stands at each place of a row', (name) => {
    const [usual, extreme] = name === 'argmax' ? [0, 1] : [1, 0]
    for (const dtype of ['float64', 'float32', 'int32'] as const)
      for (const length of [32, 33, 35, 47, 64]) {
        let at = 0
        const x = constantOf(dtype, [length, length], () => (at++ % (length + 1) === 0 ? extreme : usual))
        const graph = graphOf(([rows]) => [extremes[name](rows, 1)], { shape: [length, length], dtype })
        expect(disagreement(graph, [x])).toBeUndefined()
      }
  })

  it('is found in whatever pieces threads take the rows', () => {
    const shape = [40, 50, 300]
    const graph = graphOf(([x]) => [argmin(transpose(x, [1, 0, 2]), 2)], { shape, dtype: 'float64' })
    const operands = [drawn('float64', shape, 'plain', 1)]
    const [whole] = runInPieces(graph, operands, 3, (grains) => [grains, 0]).results
    const { results, pieces } = runInPieces(graph, operands, 3, () => [1, 0])
    expect(pieces).toBeGreaterThan(1)
    expect(identicalConstants(results[0], whole)).toBe(true)
    expect(disagreement(graph, operands)).toBeUndefined()
  })
})
