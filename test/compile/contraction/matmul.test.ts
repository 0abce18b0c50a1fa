import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyOne, noAttributes, primitives } from '../../../src/graph/index.js'
import { broadcastTo, transpose } from '../../../src/graph/primitives/structural.js'
import { flip, slice } from '../../../src/graph/primitives/windows.js'
import type { DType, Shape, Tensor } from '../../../src/tensor/index.js'
import { constantOf, disagreement, graphOf, randomElement, uniformNumbers } from '../../engine/agreement.js'

/** Ways for a tensor to lie in memory: what is given instead, and how the tensor is made of it. */
const layouts: Readonly<
  Record<string, readonly [given: (shape: Shape) => Shape, make: (x: Tensor, shape: Shape) => Tensor]>
> = {
  'row-major': [(shape) => shape, (x) => x],
  transposed: [
    (shape) => [...shape.slice(0, -2), shape[shape.length - 1], shape[shape.length - 2]],
    (x) => {
      const axes = [...x.shape.keys()]
      return transpose(x, [...axes.slice(0, -2), axes[axes.length - 1], axes[axes.length - 2]])
    },
  ],
  flipped: [(shape) => shape, (x, shape) => flip(x, [...shape.keys()])],
  'part of a larger one': [
    (shape) => shape.map((extent) => 2 * extent + 3),
    (x, shape) => slice(x, { start: shape.map(() => 1), size: shape, step: shape.map(() => 2) }),
  ],
  'one row for all': [
    (shape) => [...shape.slice(0, -2), 1, shape[shape.length - 1]],
    (x, shape) => broadcastTo(x, shape),
  ],
  'one column for all': [(shape) => [...shape.slice(0, -1), 1], (x, shape) => broadcastTo(x, shape)],
  'one matrix for all': [(shape) => shape.slice(-2), (x, shape) => broadcastTo(x, shape)],
}

const names = Object.keys(layouts)

interface Case {
  readonly dtype: DType
  readonly leading: Shape
  readonly extents: readonly [rows: number, depth: number, columns: number]
  readonly layouts: readonly [string, string]
  readonly seed: number
}

const difference = ({ dtype, leading, extents: [rows, depth, columns], layouts: chosen, seed }: Case) => {
  const random = uniformNumbers(seed)
  const shapes = [
    [...leading, rows, depth],
    [...leading, depth, columns],
  ]
  const given = shapes.map((shape, index) => {
    const [shapeOf] = layouts[chosen[index]]
    return constantOf(dtype, shapeOf(shape), () => randomElement(dtype, random))
  })
  const graph = graphOf(
    (inputs) => {
      const operands = inputs.map((input, index) => layouts[chosen[index]][1](input, shapes[index]))
      return [applyOne(primitives.matmul, noAttributes, ...operands)]
    },
    ...given,
  )
  return disagreement(graph, given)
}

describe('compiled matrix products equal interpreted ones', () => {
  const dtypes = ['float32', 'float64', 'int32'] as const
  const arbitrary: fc.Arbitrary<Case> = fc.record({
    dtype: fc.constantFrom(...dtypes),
    leading: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }),
    extents: fc.tuple(fc.nat(33), fc.nat(33), fc.nat(33)),
    layouts: fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)),
    seed: fc.nat(),
  })

  it('for small ones that lie in any way', () => {
    fc.assert(
      fc.property(arbitrary, (each) => {
        expect(difference(each)).toBeUndefined()
      }),
      { numRuns: 400 },
    )
  })

  it.each(
    dtypes.flatMap((dtype) =>
      [
        [1, 1, 1],
        [1, 1000, 1],
        [70, 70, 70],
        [5, 513, 7],
        [64, 600, 10],
        [3, 515, 130],
        [130, 257, 1],
        [1, 255, 200],
        [131, 512, 3],
        [33, 1100, 34],
      ].map((extents) => ({ dtype, extents })),
    ),
  )('for $extents of $dtype', ({ dtype, extents }) => {
    for (const [index, left] of names.entries()) {
      const right = names[(index * 3 + extents[0]) % names.length]
      const chosen = { dtype, leading: [], extents: extents as never, seed: index }
      expect(difference({ ...chosen, layouts: [left, right] })).toBeUndefined()
      expect(difference({ ...chosen, layouts: [right, left] })).toBeUndefined()
    }
  })
})
