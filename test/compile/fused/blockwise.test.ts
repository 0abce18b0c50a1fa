import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile, programsStart } from '../../../src/compile/index.js'
import { compileGraph } from '../../../src/engine/index.js'
import { applyPrimitive, type Graph, interpret, primitives } from '../../../src/graph/index.js'
import { add, mul, sub, tanh } from '../../../src/graph/primitives/arithmetic.js'
import { broadcastTo, transpose } from '../../../src/graph/primitives/structural.js'
import { flip, slice } from '../../../src/graph/primitives/windows.js'
import {
  type Constant,
  type DType,
  identicalConstants,
  rowMajor,
  type Shape,
  type Tensor,
  type TensorType,
} from '../../../src/tensor/index.js'
import { constantOf, disagreement, graphOf, specialValues, uniformNumbers } from '../../engine/agreement.js'
import { runInPieces } from '../pieces.js'

/** What elements are like: sums of finite ones tell orders apart, zeros tell signs, a few special ones tell what is left out. */
type Kind = 'finite' | 'zeros' | 'few special'

const draw = ({ dtype, shape }: TensorType, kind: Kind, seed: number): Constant => {
  const random = uniformNumbers(seed)
  const special = specialValues(dtype)
  const finite = (): number =>
    dtype === 'int32' ? Math.floor(random() * 2 ** 31) - 2 ** 30 : (random() - 0.5) * 2 ** (random() * 16 - 6)
  return constantOf(dtype, shape, () => {
    if (kind === 'zeros') return dtype === 'int32' || random() < 0.1 ? 0 : -0
    if (kind === 'few special' && random() < 1 / 500) return special[Math.floor(random() * special.length)]
    return finite()
  })
}

/** Ways in which an operand comes to a shape, such that axes of it do not join those of another. */
const views: Readonly<Record<string, (shape: Shape) => readonly [Shape, (x: Tensor) => Tensor]>> = {
  'as it is': (shape) => [shape, (x) => x],
  transposed: (shape) => {
    const axes = [...shape.keys()].reverse()
    return [shape.toReversed(), (x) => transpose(x, axes)]
  },
  flipped: (shape) => [shape, (x) => flip(x, [shape.length - 1])],
  sliced: (shape) => [
    shape.map((extent) => 2 * extent + 1),
    (x) => slice(x, { start: shape.map(() => 1), size: shape, step: shape.map(() => 2) }),
  ],
  'one row': (shape) => [shape.slice(-1), (x) => broadcastTo(x, shape)],
  'one column': (shape) => [shape.with(-1, 1), (x) => broadcastTo(x, shape)],
  'one layer': (shape) => [shape.with(0, 1), (x) => broadcastTo(x, shape)],
}

interface Case {
  readonly shape: Shape
  /** Which axes are reduced, by bit. */
  readonly mask: number
  readonly names: readonly [string, string]
  readonly dtype: DType
  readonly kind: Kind
  readonly seed: number
  /** Whether what is computed takes many instructions. */
  readonly isLong: boolean
}

const shapes = fc.oneof(
  // Long axes, about the lengths of blocks, strips and tiles, ...
  fc.constantFrom<Shape>(
    [2, 1024],
    [3, 1023],
    [1025, 3],
    [4100, 2],
    [40, 65],
    [70, 300],
    [64, 128],
    [9, 8, 257],
    [257, 33],
    [600, 3, 5],
    [5, 7, 300],
    [33, 2, 100],
    [3, 700, 2],
    [2, 2, 2, 260],
    [260, 3, 2, 2],
    [6, 9, 10, 11],
    [1030, 16],
    [300, 20],
  ),
  // ... and any others.
  fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 5 }),
)

const others = {
  names: fc.tuple(fc.constantFrom(...Object.keys(views)), fc.constantFrom(...Object.keys(views))),
  dtype: fc.constantFrom<DType>('float64', 'float32', 'int32'),
  kind: fc.constantFrom<Kind>('finite', 'zeros', 'few special'),
  seed: fc.nat(),
  isLong: fc.boolean(),
}

const anyAxes: fc.Arbitrary<Case> = fc.record({ shape: shapes, mask: fc.integer({ min: 1, max: 31 }), ...others })

/** Several strips of many columns: all axes but the last are reduced. */
const manyColumns: fc.Arbitrary<Case> = fc
  .constantFrom<Shape>([20, 31, 40], [9, 17, 70], [30, 4, 300], [550, 2, 24], [61, 2, 2, 130])
  .chain((shape) => fc.record({ shape: fc.constant(shape), mask: fc.constant(2 ** (shape.length - 1) - 1), ...others }))

const cases = fc.oneof({ arbitrary: anyAxes, weight: 3 }, { arbitrary: manyColumns, weight: 1 })

const reductions = ['sumTo', 'reduceMax', 'reduceMin'] as const

const reduce = (name: (typeof reductions)[number], x: Tensor, axes: readonly number[]): Tensor => {
  const shape = x.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent))
  return name === 'sumTo'
    ? applyPrimitive(primitives.sumTo, { shape }, [x])[0]
    : applyPrimitive(primitives[name], { axes }, [x])[0]
}

/** A reduction of what is made of two operands over some axes: alone, or with a result that is stored on the way. */
const reductionsOf = (
  { shape, mask, names, dtype, isLong, kind, seed }: Case,
  stores: boolean,
): { readonly graphs: readonly Graph[]; readonly operands: readonly Constant[] } => {
  const axes = [...shape.keys()].filter((axis) => (mask >> axis) & 1)
  const [[one, look], [other, lookOther]] = names.map((name) => views[name](shape))
  const types = [one, other].map((own) => ({ shape: own, dtype }))
  const graphs = reductions.map((name) =>
    graphOf(
      ([x, y]) => {
        const difference = sub(look(x), lookOther(y))
        // Long enough that no code repeats it.
        const value = isLong && dtype !== 'int32' ? mul(tanh(difference), tanh(look(x))) : mul(difference, difference)
        const reduced = reduce(name, kind === 'zeros' ? difference : value, axes)
        return stores ? [reduced, add(difference, difference)] : [reduced]
      },
      ...types,
    ),
  )
  return { graphs, operands: types.map((type, index) => draw(type, kind, seed + index)) }
}

describe('a reduction block by block', () => {
  it('has the bits of the one order, whatever axes, strides, dtypes and elements', () => {
    fc.assert(
      fc.property(cases, fc.boolean(), (each, stores) => {
        const { graphs, operands } = reductionsOf(each, stores)
        for (const graph of graphs) expect(disagreement(graph, operands)).toBeUndefined()
      }),
      { numRuns: 120 },
    )
  })

  it('has them in whatever pieces threads take it', () => {
    fc.assert(
      fc.property(cases, fc.infiniteStream(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat(2))), (each, draws) => {
        const { graphs, operands } = reductionsOf(each, true)
        for (const graph of graphs) {
          const expected = interpret(graph, operands) as readonly Constant[]
          const { results } = runInPieces(graph, operands, 3, (items) => {
            const [count, thread] = draws.next().value as readonly [number, number]
            return [Math.min(items, items < 50 ? count : Math.ceil(items / count)), thread]
          })
          expect(results.every((result, index) => identicalConstants(result, expected[index]))).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('finds its elements where they are more than 32 bits number', () => {
    const side = 66_000
    const outer = [side, side]
    const types = [
      { dtype: 'int32', shape: [side, 1] },
      { dtype: 'int32', shape: [side] },
    ] as const
    const graph = graphOf(
      ([x, y]) => [reduce('sumTo', mul(broadcastTo(x, outer), broadcastTo(y, outer)), [0, 1])],
      ...types,
    )
    const [x, y] = types.map((type, index) => draw(type, 'finite', index))
    const total = (operand: Constant): number =>
      Array.from(rowMajor(operand)).reduce((sum, element) => (sum + element) | 0, 0)
    const [sum] = compileGraph(graph)([x, y])
    expect(rowMajor(sum)[0]).toBe(Math.imul(total(x), total(y)))
  })

  it('stores none of what it reduces', () => {
    const shape = [2000, 300]
    const types = [
      { dtype: 'float64', shape: [2000, 1] },
      { dtype: 'float64', shape: [300] },
    ] as const
    const bytesFor = (axes: readonly number[]): number => {
      const graph = graphOf(
        ([x, y]) => {
          const values = tanh(sub(broadcastTo(x, shape), broadcastTo(y, shape)))
          return [reduce('sumTo', values, axes)]
        },
        ...types,
      )
      return compile(graph).extent - programsStart
    }
    for (const axes of [[0, 1], [0], [1]]) expect(bytesFor(axes)).toBeLessThan(200_000)
  })
})
