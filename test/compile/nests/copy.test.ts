import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { broadcastTo, reshape, transpose } from '../../../src/graph/primitives/structural.js'
import { concatenate, flip, slice } from '../../../src/graph/primitives/windows.js'
import { type DType, identicalConstants, type Shape, sizeOf, type Tensor } from '../../../src/tensor/index.js'
import { constantOf, disagreement, graphOf, randomElement, uniformNumbers } from '../../engine/agreement.js'
import { runInPieces } from '../pieces.js'

/** Ways to look at a tensor so that its elements have to be moved before they follow each other again. */
const views: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  turned: (x) => transpose(x, [...x.shape.keys()].reverse()),
  'turned within': (x) => transpose(x, [0, 2, 1]),
  'turned without': (x) => transpose(x, [1, 0, 2]),
  flipped: (x) => flip(x, [2]),
  'flipped and turned': (x) => transpose(flip(x, [0, 1, 2]), [2, 0, 1]),
  'every second': (x) =>
    slice(x, { start: [0, 0, 0], size: x.shape.map((extent) => Math.ceil(extent / 2)), step: [2, 2, 2] }),
  repeated: (x) => broadcastTo(x, [2, ...x.shape]),
}

const flat = (x: Tensor): Tensor => reshape(x, [sizeOf(x.shape)])

const drawn = (dtype: DType, shape: Shape, seed: number) => {
  const random = uniformNumbers(seed)
  return constantOf(dtype, shape, () => randomElement(dtype, random))
}

const extents = fc.constantFrom(1, 2, 3, 15, 16, 17, 33, 50)
const dtypes = fc.constantFrom<DType>('float64', 'float32', 'int32', 'bool')

describe('a copy', () => {
  it('has the elements of any view, in order', () => {
    const shapes = fc.tuple(extents, extents, extents)
    fc.assert(
      fc.property(shapes, fc.constantFrom(...Object.keys(views)), dtypes, fc.nat(), (shape, name, dtype, seed) => {
        const graph = graphOf(([x]) => [flat(views[name](x))], { shape, dtype })
        expect(disagreement(graph, [drawn(dtype, shape, seed)])).toBeUndefined()
      }),
      { numRuns: 150 },
    )
  })

  it('goes where others go beside it', () => {
    const type = { shape: [40, 70, 33], dtype: 'float32' } as const
    const graph = graphOf(
      ([x]) => [concatenate([transpose(x, [1, 0, 2]), transpose(flip(x, [0]), [1, 0, 2])], 2)],
      type,
    )
    expect(disagreement(graph, [drawn('float32', type.shape, 1)])).toBeUndefined()
  })

  it('is made in whatever pieces threads take it', () => {
    const shape = [2000, 777]
    const graph = graphOf(([x]) => [flat(transpose(x, [1, 0]))], { shape, dtype: 'float64' })
    const operands = [drawn('float64', shape, 1)]
    const [whole] = runInPieces(graph, operands, 3, (grains) => [grains, 0]).results
    const { results, pieces } = runInPieces(graph, operands, 3, () => [1, 0])
    expect(pieces).toBeGreaterThan(1)
    expect(identicalConstants(results[0], whole)).toBe(true)
    expect(disagreement(graph, operands)).toBeUndefined()
  })
})
