import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tableOfLowerings } from '../../../src/compile/lowering.js'
import { plan } from '../../../src/compile/plan/plan.js'
import { appliesOf, type Step, storedBy } from '../../../src/compile/plan/step.js'
import type { Apply, Graph } from '../../../src/graph/index.js'
import { add, div, exp, mul, neg, sub } from '../../../src/graph/primitives/arithmetic.js'
import { matmul } from '../../../src/graph/primitives/contraction.js'
import { broadcastTo, sumTo, transpose } from '../../../src/graph/primitives/structural.js'
import type { Tensor } from '../../../src/tensor/index.js'
import { float64, graphOf } from '../../engine/agreement.js'
import { programOf } from '../../engine/programs.js'
import { planned } from './planned.js'

const costs = tableOfLowerings

const matrix = float64(40, 30)

describe('the plan of a graph', () => {
  it('makes one nest of a chain, and stores what is returned alone', () =>
    expect(planned(([x, y]) => [neg(exp(mul(add(x, y), y)))], matrix, matrix)).toEqual([
      'nest add mul exp neg, stores 1',
    ]))

  it('reduces a value where it is computed', () =>
    expect(planned(([x]) => [sumTo(exp(neg(x)), [40, 1])], matrix)).toEqual(['nest neg exp -> sumTo, stores 0']))

  it('joins a softmax into three nests around its reductions', () =>
    expect(
      planned(([x]) => {
        const e = exp(x)
        return [div(e, broadcastTo(sumTo(e, [40, 1]), [40, 30]))]
      }, matrix),
    ).toEqual(['nest exp -> sumTo, stores 1', 'broadcastTo', 'nest div, stores 1']))

  it('computes what only a later nest uses in that', () =>
    expect(
      planned(
        ([x, w]) => {
          const e = exp(x)
          const slope = mul(e, sub(e, x))
          return [mul(matmul(e, w), slope)]
        },
        float64(40, 40),
        float64(40, 40),
      ),
    ).toEqual(['nest exp, stores 1', 'matmul', 'nest sub mul mul, stores 1']))

  it('computes what is cheap again rather than storing it, and stores a quotient', () =>
    expect(
      planned(
        ([x, w]) => {
          const e = exp(x)
          const d = add(e, e)
          const y = div(e, d)
          return [mul(mul(matmul(y, w), d), add(y, e))]
        },
        float64(40, 40),
        float64(40, 40),
      ),
    ).toEqual(['nest exp add div, stores 2', 'matmul', 'nest add mul add mul, stores 1']))

  it('keeps apart what repeats itself along different axes', () =>
    expect(
      planned(
        ([x, row]) => {
          const wide = broadcastTo(row, [40, 300])
          return [add(x, exp(wide))]
        },
        float64(40, 300),
        float64(300),
      ),
    ).toEqual(['broadcastTo', 'nest exp, stores 1', 'nest add, stores 1']))

  it('divides what reads or computes too much', () => {
    const steps = planned(
      (inputs) => [inputs.reduce((sum, x) => add(sum, x))],
      ...Array.from({ length: 60 }, () => matrix),
    )
    expect(steps.length).toBeGreaterThan(2)
    const long = planned(([x]) => [Array.from({ length: 200 }).reduce<Tensor>((y) => neg(exp(y)), x)], matrix)
    expect(long.length).toBeGreaterThan(5)
  })

  it('has a nest follow the large product that it reads, which is stored if something else needs it', () => {
    const types = [float64(1000, 20), float64(20, 70), float64(70)]
    const epilogue = ([x, w, row]: readonly Tensor[]) => {
      const z = matmul(x, w)
      return [z, exp(add(z, broadcastTo(row, z.shape)))]
    }
    expect(planned((inputs) => [epilogue(inputs)[1]], ...types)).toEqual([
      'broadcastTo',
      'chain of matmul; nest add exp, stores 1: stores 1',
    ])
    expect(planned(epilogue, ...types)).toEqual(['broadcastTo', 'chain of matmul; nest add exp, stores 1: stores 2'])
    expect(
      planned(
        (inputs) => {
          const [z, y] = epilogue(inputs)
          return [matmul(transpose(z, [1, 0]), y)]
        },
        ...types,
      ),
    ).toEqual(['broadcastTo', 'chain of matmul; nest add exp, stores 1; transpose: stores 3', 'matmul'])
  })

  it('leaves a product alone where a reduction or another shape comes first, or that is not large', () => {
    expect(planned(([x, w]) => [sumTo(exp(matmul(x, w)), [])], float64(1000, 20), float64(20, 70))).toEqual([
      'matmul',
      'nest exp -> sumTo, stores 0',
    ])
    expect(planned(([x, w]) => [exp(matmul(x, w))], float64(100, 20), float64(20, 70))).toEqual([
      'matmul',
      'nest exp, stores 1',
    ])
  })

  it('writes out what has few elements', () =>
    expect(
      planned(([x, y]) => [sumTo(exp(matmul(x, transpose(y, [1, 0]))), [])], float64(2, 3), float64(2, 3)),
    ).toEqual(['block transpose matmul exp sumTo, stores 1']))
})

/** What is wrong with a plan: something computed before what it needs, not at all, or needed and not stored. */
const faults = (graph: Graph, steps: readonly Step[]): readonly string[] => {
  const stored = new Set<Tensor>(graph.inputs)
  const found: string[] = []
  const done = new Set<Apply>()
  for (const step of steps) {
    const inside = new Set<Tensor>()
    for (const apply of appliesOf(step)) {
      for (const operand of apply.operands)
        if (operand._tag !== 'Constant' && !inside.has(operand) && !stored.has(operand))
          found.push(`${apply.primitive.name} lacks an operand`)
      for (const result of apply.results) inside.add(result)
      done.add(apply)
    }
    for (const result of storedBy(step)) stored.add(result)
  }
  for (const apply of graph.applies) if (!done.has(apply)) found.push(`${apply.primitive.name} is missing`)
  for (const output of graph.outputs)
    if (output._tag !== 'Constant' && !stored.has(output)) found.push('an output is missing')
  return found
}

it('computes everything after what it needs, and stores what is needed, in random programs', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 60 }), (seed, length) => {
      const { graph } = programOf(seed, length)
      expect(faults(graph, plan(graph, costs))).toEqual([])
      expect(faults(graph, plan(graph, { ...costs, unrolled: () => undefined }))).toEqual([])
    }),
    { numRuns: 200 },
  )
})

it('is made in time that grows with the graph alone', () => {
  const chain = (length: number): Graph =>
    graphOf(([x]) => [Array.from({ length }).reduce<Tensor>((y) => add(neg(y), x), x)], matrix)
  const steps = plan(chain(20_000), costs)
  expect(steps.flatMap(appliesOf).length).toBeGreaterThanOrEqual(40_000)
}, 5000)
