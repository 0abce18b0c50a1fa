import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../../src/compile/index.js'
import { tableOfLowerings } from '../../../src/compile/lowering.js'
import { planOf } from '../../../src/compile/plan/plans.js'
import { compileGraph } from '../../../src/engine/index.js'
import { type Apply, applyPrimitive, type Graph, type Primitive, primitives } from '../../../src/graph/index.js'
import { add, exp, less, mul, neg, tanh, where } from '../../../src/graph/primitives/arithmetic.js'
import { matmul } from '../../../src/graph/primitives/contraction.js'
import { convert } from '../../../src/graph/primitives/conversion.js'
import { scatter, scatterAdd, take } from '../../../src/graph/primitives/indexing.js'
import { broadcastTo, reshape, sumTo, transpose } from '../../../src/graph/primitives/structural.js'
import { concatenate, flip, pad, slice } from '../../../src/graph/primitives/windows.js'
import {
  type Constant,
  type DType,
  filled,
  fromRowMajor,
  IndexError,
  type Shape,
  sizeOf,
  type Tensor,
  type TensorType,
} from '../../../src/tensor/index.js'
import { constantOf, disagreement, float64, graphOf, randomElement, uniformNumbers } from '../../engine/agreement.js'

const draw = (seed: number, types: readonly TensorType[]): readonly Constant[] => {
  const random = uniformNumbers(seed)
  return types.map(({ dtype, shape }) => constantOf(dtype, shape, () => randomElement(dtype, random)))
}

const kindsOf = (graph: Graph): readonly string[] => planOf(graph, tableOfLowerings).map(({ kind }) => kind)

/** How the graph of a function that is to be one block differs from interpretation, on some random operands. */
const differs = (
  f: (inputs: readonly Tensor[]) => readonly Tensor[],
  types: readonly TensorType[],
  seeds: readonly number[] = [1, 2, 3],
): string | undefined => {
  const graph = graphOf(f, ...types)
  expect(kindsOf(graph)).toEqual(['block'])
  return disagreement(graph, ...seeds.map((seed) => draw(seed, types)))
}

const dtypes = ['float64', 'float32', 'int32', 'bool'] as const satisfies readonly DType[]
const numbers = dtypes.slice(0, 3)

/** Shapes of few elements, of all ranks. */
const shapes: readonly Shape[] = [
  [],
  [0],
  [1],
  [2],
  [3],
  [5],
  [7],
  [16],
  [1, 4],
  [4, 1],
  [2, 3],
  [3, 5],
  [0, 3],
  [3, 8],
  [2, 3, 4],
  [3, 1, 2],
  [1, 1, 1],
]

describe('one primitive alone', () => {
  const elementwise = (Object.values(primitives) as readonly Primitive[]).filter((primitive) => 'kernel' in primitive)
  for (const primitive of elementwise)
    it(`${primitive.name} of any few elements`, () => {
      for (const { operands } of primitive.domain().slice(0, 1))
        for (const dtype of dtypes)
          for (const shape of [[], [0], [1], [2], [7], [3, 5], [3, 8]]) {
            const types = operands.map(
              ({ type }) => ({ shape, dtype: type.dtype === 'bool' ? 'bool' : dtype }) as const,
            )
            const accepts = (): boolean => {
              try {
                primitive.infer(types, {})
                return true
              } catch {
                return false
              }
            }
            if (accepts()) expect(differs((inputs) => applyPrimitive(primitive, {}, inputs), types)).toBeUndefined()
          }
    })

  it('convert between all dtypes', () => {
    for (const from of dtypes)
      for (const to of dtypes.filter((dtype) => dtype !== from))
        for (const shape of shapes) expect(differs(([x]) => [convert(x, to)], [{ shape, dtype: from }])).toBeUndefined()
  })

  it('matmul of all small extents', () => {
    const extents = [0, 1, 2, 3, 4]
    for (const dtype of numbers)
      for (const m of extents)
        for (const k of extents)
          for (const n of extents)
            expect(
              differs(
                ([a, b]) => [matmul(a, b)],
                [
                  { shape: [m, k], dtype },
                  { shape: [k, n], dtype },
                ],
                [m + k + n],
              ),
            ).toBeUndefined()
  })

  it('matmul of several matrices, and of transposed ones', () => {
    for (const dtype of numbers)
      expect(
        differs(
          ([a, b]) => [matmul(a, b), matmul(transpose(b, [0, 2, 1]), transpose(a, [0, 2, 1])), matmul(flip(a, [2]), b)],
          [
            { shape: [2, 3, 2], dtype },
            { shape: [2, 2, 3], dtype },
          ],
        ),
      ).toBeUndefined()
  })

  it('sums of all numbers of terms, of -0 too', () => {
    for (const dtype of numbers)
      for (let length = 0; length <= 24; length++) {
        const type = { shape: [length], dtype }
        expect(differs(([x]) => [sumTo(x, [])], [type])).toBeUndefined()
        const graph = graphOf(([x]) => [sumTo(x, [1])], type)
        expect(disagreement(graph, [filled(dtype, [length], -0)])).toBeUndefined()
      }
  })

  it('reductions along any axes', () => {
    const shape = [2, 3, 4]
    for (const dtype of numbers) {
      for (const to of [[], [4], [3, 4], [1, 4], [3, 1], [2, 1, 4], [2, 3, 1], [1, 1, 1], [2, 3, 4]])
        expect(
          differs(([x]) => applyPrimitive(primitives.sumTo, { shape: to }, [x]), [{ shape, dtype }]),
        ).toBeUndefined()
      for (const axes of [[], [0], [1], [2], [0, 2], [0, 1, 2]])
        for (const primitive of [primitives.reduceMax, primitives.reduceMin])
          expect(differs(([x]) => applyPrimitive(primitive, { axes }, [x]), [{ shape, dtype }])).toBeUndefined()
      for (const axis of [0, 1, 2]) {
        for (const primitive of [primitives.argmax, primitives.argmin])
          expect(differs(([x]) => applyPrimitive(primitive, { axis }, [x]), [{ shape, dtype }])).toBeUndefined()
        for (const reverse of [false, true])
          expect(
            differs(([x]) => applyPrimitive(primitives.cumulativeSum, { axis, reverse }, [x]), [{ shape, dtype }]),
          ).toBeUndefined()
      }
    }
  })

  it('the first index of a NaN', () => {
    for (const dtype of ['float64', 'float32'] as const)
      for (const primitive of [primitives.argmax, primitives.argmin]) {
        const graph = graphOf(([x]) => applyPrimitive(primitive, { axis: 1 }, [x]), { shape: [4, 4], dtype })
        // NaNs where the bits of a row's number are set, among numbers that rise and fall.
        for (const start of [0, 4, 8, 12])
          for (const sign of [1, -1]) {
            const element = (index: number): number =>
              ((start + (index >> 2)) >> (index & 3)) & 1 ? Number.NaN : sign * (index & 3)
            expect(disagreement(graph, [constantOf(dtype, [4, 4], element)])).toBeUndefined()
          }
      }
  })
})

describe('elements in new places', () => {
  for (const dtype of dtypes)
    it(`of ${dtype}`, () => {
      const moved = ([x, y]: readonly Tensor[]): readonly Tensor[] => [
        transpose(x, [1, 0]),
        flip(x, [0, 1]),
        reshape(x, [5, 3]),
        slice(x, { start: [0, 1], size: [2, 2], step: [2, 2] }),
        pad(slice(x, { start: [0, 0], size: [2, 2], step: [1, 1] }), { low: [1, 0], high: [0, 1], interior: [1, 1] }),
        concatenate([y, reshape(x, [15]), y], 0),
        broadcastTo(y, [3, 3]),
        take(
          x,
          constantOf('int32', [2], (index) => 1 - 3 * index),
          { axis: 1, batchAxes: 0 },
        ),
        scatter(
          x,
          constantOf('int32', [2], () => 1),
          transpose(broadcastTo(y, [2, 3]), [1, 0]),
          { axis: 1, batchAxes: 0 },
        ),
      ]
      const types = [
        { shape: [3, 5], dtype },
        { shape: [3], dtype },
      ]
      expect(differs(moved, types)).toBeUndefined()
      // And once more as operands of something that wants them side by side.
      const compared = (inputs: readonly Tensor[]): readonly Tensor[] =>
        moved(inputs).map((x) => applyPrimitive(primitives.equal, {}, [x, flip(x, [...x.shape.keys()])])[0])
      expect(differs(compared, types)).toBeUndefined()
    })

  it('updates that are added where others were', () => {
    for (const dtype of numbers)
      expect(
        differs(
          ([x, updates]) => [
            scatterAdd(
              x,
              constantOf('int32', [4], (index) => [2, 0, -1, 2][index]),
              updates,
              { axis: 0, batchAxes: 0 },
            ),
          ],
          [
            { shape: [3, 2], dtype },
            { shape: [4, 2], dtype },
          ],
        ),
      ).toBeUndefined()
  })

  it('an index that is on no axis fails when it runs', () => {
    const selection = { axis: 0, batchAxes: 0 }
    const graph = graphOf(([x]) => [take(x, filled('int32', [1], 3), selection)], float64(3))
    expect(() => compileGraph(graph)(draw(1, [float64(3)]))).toThrow(IndexError)
  })
})

describe('what is stored', () => {
  it('is all that is used elsewhere, however it came about', () => {
    expect(
      differs(
        ([x, y]) => {
          const z = mul(x, y)
          return [z, z, transpose(x, [1, 0]), broadcastTo(reshape(sumTo(z, []), [1]), [5]), exp(neg(z)), x, less(x, y)]
        },
        [float64(2, 3), float64(2, 3)],
      ),
    ).toBeUndefined()
  })

  it('is computed once where it repeats itself', () => {
    const repeating = graphOf(([x]) => [tanh(broadcastTo(x, [16]))], float64(1))
    const single = graphOf(([x]) => [tanh(x)], float64(1))
    const calls = (graph: Graph): number => compile(graph).module.length
    expect(calls(repeating) - calls(single)).toBeLessThan(100)
    expect(disagreement(repeating, draw(1, [float64(1)]))).toBeUndefined()
  })
})

describe('what is unrolled', () => {
  const costOf = (f: (inputs: readonly Tensor[]) => readonly Tensor[], ...types: readonly TensorType[]) =>
    tableOfLowerings.unrolled(graphOf(f, ...types).applies.at(-1) as Apply)

  it('has few elements', () => {
    expect(costOf(([x]) => [neg(x)], float64(24))).toBeGreaterThan(0)
    expect(costOf(([x]) => [neg(x)], float64(25))).toBeUndefined()
    expect(costOf(([x]) => [sumTo(x, [])], float64(25))).toBeUndefined()
    expect(costOf(([x]) => [neg(x)], { shape: [48], dtype: 'float32' })).toBeGreaterThan(0)
  })

  it('is not long', () => {
    expect(costOf(([a, b]) => [matmul(a, b)], float64(4, 4), float64(4, 4))).toBeGreaterThan(0)
    expect(costOf(([a, b]) => [matmul(a, b)], float64(4, 8), float64(8, 4))).toBeUndefined()
    expect(costOf(([a, b]) => [matmul(a, b)], float64(1, 24), float64(24, 1))).toBeGreaterThan(0)
  })

  it('knows its indices', () => {
    const selection = { axis: 0, batchAxes: 0 }
    const indices = { shape: [2], dtype: 'int32' } as const
    expect(costOf(([x, at]) => [take(x, at, selection)], float64(3), indices)).toBeUndefined()
    expect(costOf(([x]) => [take(x, filled('int32', [2], 1), selection)], float64(3))).toBeGreaterThan(0)
  })
})

describe('larger programs', () => {
  /** A chain of dependent applies, and as many that depend on nothing but the operand. */
  const graphOfSize = (size: number): Graph =>
    graphOf(([x]) => {
      let y = x
      for (let i = 0; i < size; i++) y = add(y, mul(x, filled('float64', [], i / size)))
      return [tanh(y)]
    }, float64())

  it('become code in proportion to their size', () => {
    const [small, large] = [500, 5000].map((size) => compile(graphOfSize(size)).module.length)
    expect(large / small).toBeGreaterThan(8)
    expect(large / small).toBeLessThan(12)
  })

  it('are divided among blocks and give the same', () => {
    const graph = graphOfSize(8000)
    expect(kindsOf(graph).length).toBeGreaterThan(1)
    expect(kindsOf(graph)).not.toContain('nest')
    expect(disagreement(graph, ...[1, 2].map((seed) => draw(seed, [float64()])))).toBeUndefined()
  })
})

/** Ways to make one more tensor of few elements from those that there are. */
const makers: readonly ((x: Tensor, y: Tensor, choice: number) => Tensor)[] = [
  (x, y) => (x.shape.join() === y.shape.join() ? mul(x, y) : neg(x)),
  (x, y) => (x.shape.join() === y.shape.join() ? where(less(x, y), x, y) : exp(x)),
  (x) => transpose(x, [1, 0]),
  (x, _, choice) => flip(x, [choice % 2]),
  (x) => reshape(x, [x.shape[1], x.shape[0]]),
  (x, y) => (x.shape[1] === y.shape[0] && sizeOf([x.shape[0], x.shape[1], y.shape[1]]) <= 36 ? matmul(x, y) : x),
  (x, _, choice) => sumTo(x, choice % 2 === 0 ? [1, x.shape[1]] : [x.shape[0], 1]),
  (x, y) => (x.shape.every((extent) => extent === 1) ? broadcastTo(x, y.shape) : x),
  (x, _, choice) => {
    const start = choice % x.shape[0]
    return slice(x, { start: [start, 0], size: [x.shape[0] - start, x.shape[1]], step: [1, 1] })
  },
  (x, y) => (x.shape[0] === y.shape[0] && x.shape[1] + y.shape[1] <= 6 ? concatenate([x, y], 1) : x),
]

describe('blocks of many applies', () => {
  for (const dtype of ['float64', 'float32'] as const)
    it(`of ${dtype} equal interpretation`, () => {
      const extent = fc.integer({ min: 1, max: 4 })
      fc.assert(
        fc.property(
          fc.array(fc.tuple(extent, extent), { minLength: 1, maxLength: 3 }),
          fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 1, maxLength: 25 }),
          fc.nat(),
          (given, choices, seed) => {
            const types = given.map((shape): TensorType => ({ shape, dtype }))
            const graph = graphOf(
              (inputs) => {
                const made = [...inputs]
                for (const [maker, x, y] of choices)
                  made.push(makers[maker % makers.length](made[x % made.length], made[y % made.length], x + y))
                return made.slice(inputs.length)
              },
              ...types,
            )
            expect(kindsOf(graph).filter((kind) => kind !== 'block')).toEqual([])
            expect(disagreement(graph, draw(seed, types), draw(seed + 1, types))).toBeUndefined()
          },
        ),
        { numRuns: 150 },
      )
    })

  it('use what is computed of a single number wherever it repeats itself', () => {
    for (const dtype of ['float64', 'float32'] as const)
      expect(
        differs(
          ([x, y]) => {
            const single = neg(exp(x))
            const wide = broadcastTo(single, [8])
            return [mul(wide, y), mul(slice(wide, { start: [0], size: [2], step: [1] }), broadcastTo(x, [2])), single]
          },
          [
            { shape: [1], dtype },
            { shape: [8], dtype },
          ],
        ),
      ).toBeUndefined()
  })

  it('compute on numbers of all dtypes at once', () => {
    const types = dtypes.map((dtype): TensorType => ({ shape: [3], dtype }))
    expect(
      differs(([a, b, c, d]) => {
        const [e, f, g] = [convert(b, 'float64'), convert(c, 'float64'), convert(d, 'float64')]
        const sum = add(add(a, e), mul(f, g))
        const chosen = where(d, convert(sum, 'float32'), b)
        return [sum, chosen, where(less(chosen, b), c, convert(sum, 'int32')), where(d, less(a, e), less(a, f))]
      }, types),
    ).toBeUndefined()
  })

  it('read a few elements out of many, near and far', () => {
    const types = [float64(1000, 1000), float64(4)]
    const graph = graphOf(
      ([x, y]) => {
        const column = reshape(slice(x, { start: [1, 7], size: [4, 1], step: [300, 1] }), [4])
        const corner = slice(x, { start: [998, 997], size: [2, 3], step: [1, 1] })
        return [mul(column, y), sumTo(neg(corner), [3])]
      },
      ...types,
    )
    expect(disagreement(graph, draw(1, types))).toBeUndefined()
  })

  it('read constants from where a program finds them', () => {
    const table = fromRowMajor('float64', [2, 3], Float64Array.of(1, 2, 3, 4, 5, 6))
    expect(differs(([x]) => [mul(x, table), matmul(x, transpose(table, [1, 0]))], [float64(2, 3)])).toBeUndefined()
  })
})
