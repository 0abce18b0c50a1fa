import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lacksMinusZero } from '../../../src/compile/simplify/zeros.js'
import { type Graph, interpret } from '../../../src/graph/index.js'
import {
  abs,
  add,
  exp,
  maximum,
  minimum,
  mul,
  neg,
  sqrt,
  sub,
  tanh,
  where,
} from '../../../src/graph/primitives/arithmetic.js'
import { matmul } from '../../../src/graph/primitives/contraction.js'
import { convert } from '../../../src/graph/primitives/conversion.js'
import { cumulativeSum } from '../../../src/graph/primitives/cumulative.js'
import { reduceMax } from '../../../src/graph/primitives/extrema.js'
import { reshape, sumTo, transpose } from '../../../src/graph/primitives/structural.js'
import { concatenate, pad } from '../../../src/graph/primitives/windows.js'
import { type Constant, rowMajor, type Tensor } from '../../../src/tensor/index.js'
import { float64, graphOf, outcomeOf } from '../../engine/agreement.js'
import { programOf } from '../../engine/programs.js'
import { specialPoints } from './agreement.js'
import { c } from './cases.js'

const hasMinusZero = (constant: Constant): boolean =>
  Array.from(rowMajor(constant)).some((element) => Object.is(element, -0))

/** Which results of a graph are -0 somewhere, at operands; none where it fails. */
const minusZeros = (graph: Graph, operands: readonly Constant[]): readonly Tensor[] => {
  const results = graph.applies.flatMap((apply) => apply.results)
  const outcome = outcomeOf(() => interpret({ ...graph, outputs: results }, operands) as readonly Constant[])
  return 'problem' in outcome ? [] : results.filter((_, index) => hasMinusZero(outcome[index]))
}

type Case = readonly [name: string, f: (x: Tensor, y: Tensor) => Tensor]

const size = { low: [1, 0], high: [0, 0], interior: [0, 0] }

const without: readonly Case[] = [
  ['a size', (x) => abs(x)],
  ['a power of e', (x) => exp(x)],
  ['a product of matrices', (x, y) => matmul(x, transpose(y, [1, 0]))],
  ['a sum', (x) => sumTo(x, [1, 8])],
  ['a sum with one that is none', (x, y) => add(x, exp(y))],
  ['a difference of one that is none', (x, y) => sub(exp(x), y)],
  ['a square', (x) => mul(x, x)],
  ['a choice of two that are none', (x, y) => where(c({ ...x, dtype: 'bool' }, 1), abs(x), exp(y))],
  ['the greater of a number and 0', (x) => maximum(x, c(x, 0))],
  ['the lesser of two that are none', (x, y) => minimum(abs(x), abs(y))],
  ['what is padded', (x) => pad(abs(x), size)],
  ['what is joined', (x, y) => concatenate([abs(x), exp(y)], 0)],
  ['what is summed up', (x) => cumulativeSum(abs(x), { axis: 0, reverse: false })],
  ['the greatest', (x) => reduceMax(abs(x), [0])],
  ['what is shaped', (x) => reshape(transpose(abs(x), [1, 0]), [48])],
]

const perhaps: readonly Case[] = [
  ['an opposite', (x) => neg(abs(x))],
  ['a product', (x, y) => mul(x, y)],
  ['a sum of any two', (x, y) => add(x, y)],
  ['a difference of any', (x, y) => sub(x, exp(y))],
  ['a choice of any', (x, y) => where(c({ ...x, dtype: 'bool' }, 1), x, exp(y))],
  ['the greater of a number and -0', (x) => maximum(x, c(x, -0))],
  ['the lesser of any', (x, y) => minimum(x, abs(y))],
  ['a square root', (x) => sqrt(x)],
  ['a tangent', (x) => tanh(x)],
  [
    'what is rounded to float32',
    (x) => convert(cumulativeSum(sub(exp(x), c(x, 1)), { axis: 0, reverse: false }), 'float32'),
  ],
  ['what is padded', (x) => pad(x, size)],
]

const graphFor = (f: Case[1]): Graph => graphOf(([x, y]) => [f(x, y)], float64(6, 8), float64(6, 8))

/** Whether an output is -0 anywhere at special values. */
const isSeen = (graph: Graph): boolean =>
  specialPoints(graph).some((operands) => minusZeros(graph, operands).includes(graph.outputs[0]))

describe('that a result is never -0', () => {
  it.each(without)('is known of %s', (_, f) => {
    const graph = graphFor(f)
    expect(lacksMinusZero(graph.outputs[0])).toBe(true)
    expect(isSeen(graph)).toBe(false)
  })

  it.each(perhaps)('is not said of %s', (_, f) => expect(lacksMinusZero(graphFor(f).outputs[0])).toBe(false))

  it.each(perhaps.filter(([name]) => !/float32|tangent/.test(name)))('for %s may be', (_, f) =>
    expect(isSeen(graphFor(f))).toBe(true),
  )

  it('is true wherever it is said, in random programs', () => {
    const counts = { said: 0, seen: 0 }
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 20 }), (seed, length) => {
        const { graph, operands } = programOf(seed, length)
        for (const point of [operands, ...specialPoints(graph).slice(0, 3)]) {
          const seen = minusZeros(graph, point)
          expect(seen.filter((result) => lacksMinusZero(result))).toEqual([])
          counts.seen += seen.length
        }
        counts.said += graph.applies.flatMap(({ results }) => results).filter((result) => lacksMinusZero(result)).length
      }),
      { numRuns: 200 },
    )
    expect(counts.said).toBeGreaterThan(100)
    expect(counts.seen).toBeGreaterThan(100)
  })
})
