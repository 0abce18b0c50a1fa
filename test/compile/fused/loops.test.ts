import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyPrimitive, primitives } from '../../../src/graph/index.js'
import { add, exp, less, mul, where } from '../../../src/graph/primitives/arithmetic.js'
import { convert } from '../../../src/graph/primitives/conversion.js'
import { broadcastTo, sumTo, transpose } from '../../../src/graph/primitives/structural.js'
import { flip, slice } from '../../../src/graph/primitives/windows.js'
import {
  type Constant,
  type DType,
  identicalConstants,
  type Shape,
  type Tensor,
  type TensorType,
} from '../../../src/tensor/index.js'
import { constantOf, disagreement, graphOf, randomElement, uniformNumbers } from '../../engine/agreement.js'
import { runInPieces } from '../pieces.js'

const draw = (type: TensorType, seed: number): Constant => {
  const random = uniformNumbers(seed)
  return constantOf(type.dtype, type.shape, () => randomElement(type.dtype, random))
}

/** Ways to look at a tensor that a nest reads, each of the same shape as the others. */
const views: Readonly<Record<string, (shape: Shape) => readonly [Shape, (x: Tensor) => Tensor]>> = {
  'as it is': (shape) => [shape, (x) => x],
  transposed: (shape) => {
    const axes = [...shape.keys()].reverse()
    return [shape.toReversed(), (x) => transpose(x, axes)]
  },
  flipped: (shape) => [shape, (x) => flip(x, [...shape.keys()])],
  sliced: (shape) => [
    shape.map((extent) => 2 * extent + 1),
    (x) => slice(x, { start: shape.map(() => 1), size: shape, step: shape.map(() => 2) }),
  ],
  'one row': (shape) => [shape.slice(-1), (x) => broadcastTo(x, shape)],
  'one column': (shape) => [
    shape.map((extent, axis) => (axis === shape.length - 1 ? 1 : extent)),
    (x) => broadcastTo(x, shape),
  ],
}

const extents = fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9, 10, 16, 33)
const shapes = fc.array(extents, { minLength: 1, maxLength: 2 })
const viewNames = fc.constantFrom(...Object.keys(views))
const floats = fc.constantFrom<DType>('float64', 'float32')

/** Shapes that straight-line code is not written for, and the loops' own sizes around the block of a sum. */
const longShapes = fc.constantFrom<Shape>(
  [65],
  [1023],
  [1024],
  [1025],
  [2049],
  [3, 1030],
  [1030, 3],
  [2, 1025, 3],
  [130, 10],
  [11, 70],
  [7, 1100],
)

const viewed = (name: string, shape: Shape, dtype: DType) => {
  const [own, look] = views[name](shape)
  return { type: { shape: own, dtype }, look }
}

describe('a loop nest', () => {
  it('computes the same along any strides, with numbers left over', () => {
    fc.assert(
      fc.property(shapes, viewNames, viewNames, floats, fc.nat(), (shape, one, other, dtype, seed) => {
        const large = [...shape, 67]
        const [a, b] = [viewed(one, large, dtype), viewed(other, large, dtype)]
        const graph = graphOf(
          ([x, y]) => {
            const [left, right] = [a.look(x), b.look(y)]
            const sum = add(left, right)
            return [where(less(left, right), mul(sum, right), exp(left)), convert(sum, 'int32')]
          },
          a.type,
          b.type,
        )
        expect(disagreement(graph, [draw(a.type, seed), draw(b.type, seed + 1)])).toBeUndefined()
      }),
      { numRuns: 150 },
    )
  })

  it('reduces along any axes, of any lengths', () => {
    const cases = fc.tuple(longShapes, viewNames, fc.constantFrom<DType>('float64', 'float32', 'int32'), fc.nat(7))
    fc.assert(
      fc.property(cases, fc.nat(), ([shape, name, dtype, mask], seed) => {
        const { type, look } = viewed(name, shape, dtype)
        const axes = [...shape.keys()].filter((axis) => (mask >> axis) & 1)
        const kept = shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent))
        const graph = graphOf(([x]) => {
          const values = mul(look(x), look(x))
          const of = (reduced: Tensor): readonly Tensor[] => [
            applyPrimitive(primitives.sumTo, { shape: kept }, [reduced])[0],
            applyPrimitive(primitives.reduceMax, { axes }, [reduced])[0],
            applyPrimitive(primitives.reduceMin, { axes }, [reduced])[0],
          ]
          return [...of(values), ...of(look(x)), values]
        }, type)
        expect(disagreement(graph, [draw(type, seed)])).toBeUndefined()
      }),
      { numRuns: 150 },
    )
  })

  it('gives the same in whatever pieces threads take it', () => {
    const shape = [70, 1500]
    const type = { shape, dtype: 'float64' } as const
    const graph = graphOf(
      ([x, row]) => {
        const e = exp(add(x, broadcastTo(row, shape)))
        return [e, sumTo(e, [70, 1]), sumTo(e, [1500]), sumTo(e, [])]
      },
      type,
      { shape: [1500], dtype: 'float64' },
    )
    const operands = [draw(type, 1), draw({ shape: [1500], dtype: 'float64' }, 2)]
    const whole = runInPieces(graph, operands, 3, (items) => [items, 0]).results
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer({ min: 1, max: 60 })), (counts) => {
        const { results, pieces } = runInPieces(graph, operands, 3, (items) => [
          Math.min(items, counts.next().value as number),
          0,
        ])
        expect(pieces).toBeGreaterThan(1)
        expect(results.every((result, index) => identicalConstants(result, whole[index]))).toBe(true)
      }),
      { numRuns: 5 },
    )
    expect(disagreement(graph, operands)).toBeUndefined()
  })
})
