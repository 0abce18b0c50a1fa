import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile, structureOf } from '../../../src/compile/index.js'
import { tableOfLowerings } from '../../../src/compile/lowering.js'
import { planOf } from '../../../src/compile/plan/plans.js'
import { bind, link } from '../../../src/engine/linked.js'
import { processMemory } from '../../../src/engine/memory.js'
import { applyOne, interpret, noAttributes, primitives } from '../../../src/graph/index.js'
import { add, less, mul, neg, sub, tanh, where } from '../../../src/graph/primitives/arithmetic.js'
import { convert } from '../../../src/graph/primitives/conversion.js'
import { reduceMax } from '../../../src/graph/primitives/extrema.js'
import { take } from '../../../src/graph/primitives/indexing.js'
import { broadcastTo, sumTo, transpose } from '../../../src/graph/primitives/structural.js'
import {
  type Constant,
  type DType,
  filled,
  fromRowMajor,
  identicalConstants,
  rowMajor,
  type Tensor,
} from '../../../src/tensor/index.js'
import {
  constantOf,
  disagreement,
  disagreementOf,
  float64,
  graphOf,
  randomElement,
  uniformNumbers,
} from '../../engine/agreement.js'
import { runInPieces } from '../pieces.js'

const product = (a: Tensor, b: Tensor): Tensor => applyOne(primitives.matmul, noAttributes, a, b)

/** What is made of a product: a nest over its elements first, and what else uses it. */
type Use = (product: Tensor, row: Tensor, column: Tensor, full: Tensor) => readonly Tensor[]

const uses: Readonly<Record<string, Use>> = {
  'a bias for each column': (z, row) => [neg(add(z, broadcastTo(row, z.shape)))],
  'a bias for each row': (z, _, column) => [sub(broadcastTo(column, z.shape), z)],
  'several outputs': (z, row, _, full) => {
    const y = add(z, broadcastTo(row, z.shape))
    return [y, mul(y, full), where(less(y, full), z, full)]
  },
  'the product itself as well': (z, row) => [add(z, broadcastTo(row, z.shape)), z],
  'a later product as well': (z, row) => [product(transpose(z, [1, 0]), tanh(add(z, broadcastTo(row, z.shape))))],
}

interface Case {
  readonly dtype: DType
  readonly extents: readonly [rows: number, depth: number, columns: number]
  readonly isTransposed: readonly [left: boolean, right: boolean]
  readonly use: string
}

const drawn = new Map<string, readonly Constant[]>()

/** The operands, in whatever way they lie: the same numbers for the same extents, drawn once. */
const operandsOf = ({ dtype, extents: [rows, depth, columns] }: Case): readonly Constant[] => {
  const name = [dtype, rows, depth, columns].join(' ')
  const random = uniformNumbers(rows + depth)
  const operands =
    drawn.get(name) ??
    [rows * depth, depth * columns, columns, rows, rows * columns].map((size) =>
      constantOf(dtype, [size], () => randomElement(dtype, random)),
    )
  drawn.set(name, operands)
  return operands
}

const programOf = (each: Case) => {
  const {
    dtype,
    extents: [rows, depth, columns],
    isTransposed,
    use,
  } = each
  const turned = (turn: boolean, shape: readonly number[]) => (turn ? shape.toReversed() : shape)
  const shapes = [
    turned(isTransposed[0], [rows, depth]),
    turned(isTransposed[1], [depth, columns]),
    [columns],
    [rows, 1],
    [rows, columns],
  ]
  const operands = operandsOf(each)
  const given = shapes.map((shape, index) => fromRowMajor(dtype, shape, rowMajor(operands[index])))
  const graph = graphOf(
    ([a, b, ...rest]) => {
      const operand = (x: Tensor, turn: boolean): Tensor => (turn ? transpose(x, [1, 0]) : x)
      const [row, column, full] = rest
      return uses[use](product(operand(a, isTransposed[0]), operand(b, isTransposed[1])), row, column, full)
    },
    ...given,
  )
  return { graph, given }
}

/** Products that are divided along their rows, or along their columns, and of which the last part is a smaller one. */
const extents = [
  [1037, 70, 64],
  [4099, 9, 16],
  [9, 130, 8230],
  [300, 40, 301],
  [70_001, 3, 1],
] as const

const cases: readonly Case[] = (['float32', 'float64'] as const).flatMap((dtype) =>
  extents.flatMap((each, index) =>
    Object.keys(uses).flatMap((use, number): readonly Case[] => {
      // A product with so many columns takes long as the operand of another.
      if (use === 'a later product as well' && each[2] > 500) return []
      const turn = index + number
      return [{ dtype, extents: each, isTransposed: [turn % 2 === 1, turn % 4 > 1], use }]
    }),
  ),
)

describe('a product and the nest that reads it', () => {
  it.each(cases)('compute the same together: $extents of $dtype, $use, $isTransposed', (each) => {
    const { graph, given } = programOf(each)
    expect(disagreement(graph, given)).toBeUndefined()
  })

  it.each(cases.filter(({ dtype }) => dtype === 'float32'))(
    'are the same in whatever pieces threads take them: $extents, $use',
    (each) => {
      const { graph, given } = programOf(each)
      const expected = interpret(graph, given) as readonly Constant[]
      fc.assert(
        fc.property(fc.infiniteStream(fc.tuple(fc.integer({ min: 1, max: 2 }), fc.nat(2))), (pieces) => {
          const { results, pieces: count } = runInPieces(graph, given, 3, (items) => {
            const [most, thread] = pieces.next().value as [number, number]
            return [Math.min(items, most), thread]
          })
          expect(count).toBeGreaterThan(1)
          expect(results.every((result, index) => identicalConstants(result, expected[index]))).toBe(true)
        }),
        { numRuns: 2 },
      )
    },
  )

  it('need no room for all of the product', () => {
    const extentOf = (use: string): number => {
      const { graph } = programOf({ dtype: 'float32', extents: [4096, 64, 256], isTransposed: [false, false], use })
      return compile(graph, { threads: 1, shared: processMemory().isShared }, structureOf(graph)).extent
    }
    const bytes = 4096 * 256 * 4
    expect(extentOf('the product itself as well') - extentOf('a bias for each column')).toBeGreaterThan(0.7 * bytes)
  })
})

it('sums along axes that lie apart, slice by slice', () => {
  const types = [float64(40, 3000, 2), float64(1, 30)]
  const graph = graphOf(([x, w]) => [tanh(product(sumTo(mul(x, x), [3000, 1]), w))], ...types)
  expect(planOf(graph, tableOfLowerings).map(({ kind }) => kind)).toEqual(['chain'])
  const random = uniformNumbers(1)
  const given = types.map(({ dtype, shape }) => constantOf(dtype, shape, random))
  expect(disagreement(graph, given)).toBeUndefined()
})

it('is not sliced along an axis on which all repeats itself', () => {
  const graph = graphOf(
    ([x]) => {
      const peaks = reduceMax(broadcastTo(x, [2, 4, 25]), [1])
      return [peaks, broadcastTo(peaks, [4, 2, 1, 25])]
    },
    float64(4, 25),
  )
  const structure = structureOf(graph)
  const thresholds = { shared: 0, handedOut: 0, piece: 8192, followed: 0, indices: 1 }
  const program = compile(graph, { threads: 2, shared: processMemory().isShared, thresholds }, structure)
  let slices = 0
  const linked = link(program, ({ work }, task, items) => {
    slices += items
    work(task)(0, items, 0)
  })
  const given = constantOf('float64', [4, 25], uniformNumbers(2))
  expect(disagreementOf(bind(linked, structure.constants), graph, [[given]])).toBeUndefined()
  // Three columns at a time: the two rows are one.
  expect(slices).toBe(9)
})

it('leaves what may fail in its order', () => {
  const graph = graphOf(
    ([x, table]) => {
      const index = (value: Tensor): Tensor => take(table, value, { axis: 0, batchAxes: 0 })
      const y = tanh(x)
      const peaks = reduceMax(y, [1])
      const beyond = convert(add(sumTo(mul(y, y), []), filled('float64', [], 5)), 'int32')
      const first = index(beyond)
      const second = index(filled('int32', [], 7))
      return [first, second, sub(y, broadcastTo(peaks, y.shape))]
    },
    float64(400, 300),
    float64(3),
  )
  expect(planOf(graph, tableOfLowerings).some(({ kind }) => kind === 'chain')).toBe(true)
  const given = [constantOf('float64', [400, 300], () => 0), constantOf('float64', [3], () => 0)]
  expect(disagreement(graph, given)).toBeUndefined()
})
