import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileGraph } from '../../../src/engine/index.js'
import { applyOne, interpret, noAttributes, primitives } from '../../../src/graph/index.js'
import { broadcastTo, transpose } from '../../../src/graph/primitives/structural.js'
import { flip, slice } from '../../../src/graph/primitives/windows.js'
import {
  type Constant,
  type DType,
  identicalConstants,
  rowMajor,
  type Shape,
  type Tensor,
} from '../../../src/tensor/index.js'
import { constantOf, disagreement, float64, graphOf, randomElement, uniformNumbers } from '../../engine/agreement.js'
import { runInPieces } from '../pieces.js'

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

/** A product as a graph, and operands for it. */
const programOf = ({ dtype, leading, extents: [rows, depth, columns], layouts: chosen, seed }: Case) => {
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
  return { graph, given }
}

const difference = (each: Case): string | undefined => {
  const { graph, given } = programOf(each)
  return disagreement(graph, given)
}

const dtypes = ['float32', 'float64', 'int32'] as const

describe('compiled matrix products equal interpreted ones', () => {
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
      (
        [
          [1, 1000, 1],
          [70, 70, 70],
          [5, 513, 7],
          [64, 600, 10],
          [3, 515, 130],
          [130, 257, 1],
          [1, 255, 200],
          [131, 512, 3],
          [33, 1100, 34],
        ] as const
      ).map((extents) => ({ dtype, extents })),
    ),
  )('for $extents of $dtype', ({ dtype, extents }) => {
    for (const [index, left] of names.entries()) {
      const right = names[(index * 3 + extents[0]) % names.length]
      const chosen = { dtype, leading: [], extents, seed: index }
      expect(difference({ ...chosen, layouts: [left, right] })).toBeUndefined()
      expect(difference({ ...chosen, layouts: [right, left] })).toBeUndefined()
    }
  })

  it('where all products are -0, in 0', () => {
    const graph = graphOf(([a, b]) => [applyOne(primitives.matmul, noAttributes, a, b)], float64(3, 2), float64(2, 5))
    const operands = [constantOf('float64', [3, 2], () => -0), constantOf('float64', [2, 5], () => 1)]
    const [product] = compileGraph(graph)(operands)
    expect(rowMajor(product).every((element) => Object.is(element, 0))).toBe(true)
  })
})

describe('products divided among threads', () => {
  const cases: readonly Omit<Case, 'dtype' | 'seed'>[] = [
    { leading: [], extents: [230, 170, 133], layouts: ['row-major', 'transposed'] },
    { leading: [], extents: [9, 530, 1037], layouts: ['row-major', 'row-major'] },
    { leading: [], extents: [9, 530, 1037], layouts: ['transposed', 'part of a larger one'] },
    { leading: [], extents: [1700, 257, 10], layouts: ['row-major', 'row-major'] },
    { leading: [], extents: [10, 1200, 400], layouts: ['row-major', 'transposed'] },
    { leading: [], extents: [1700, 257, 10], layouts: ['transposed', 'transposed'] },
    { leading: [3], extents: [150, 60, 170], layouts: ['row-major', 'row-major'] },
    { leading: [50, 3], extents: [17, 19, 23], layouts: ['row-major', 'transposed'] },
    { leading: [5, 6, 100], extents: [9, 10, 31], layouts: ['flipped', 'one matrix for all'] },
    { leading: [290], extents: [164, 150, 1], layouts: ['one matrix for all', 'row-major'] },
    { leading: [2000], extents: [5, 6, 7], layouts: ['row-major', 'row-major'] },
  ]

  it.each(cases.flatMap((each) => dtypes.map((dtype) => ({ ...each, dtype, seed: 1 }))))(
    'are the same: $leading $extents $layouts of $dtype',
    (each) => {
      const { graph, given } = programOf(each)
      const random = uniformNumbers(5)
      const threads = 3
      const expected = interpret(graph, given) as readonly Constant[]
      const { results, pieces } = runInPieces(graph, given, threads, (items) => [
        1 + Math.floor(random() * Math.min(items, 4)),
        Math.floor(random() * threads),
      ])
      expect(pieces).toBeGreaterThan(1)
      expect(results.map((result, index) => identicalConstants(result, expected[index]))).toEqual([true])
    },
  )
})
