import { describe, expect, it } from 'vitest'
import { simplify } from '../../../src/compile/index.js'
import type { Graph } from '../../../src/graph/index.js'
import { add, exp, fullLike, mul, neg } from '../../../src/graph/primitives/arithmetic.js'
import { scan } from '../../../src/graph/primitives/control/scan.js'
import { take } from '../../../src/graph/primitives/indexing.js'
import { makeGraph, type Tensor } from '../../../src/index.js'
import { float64, graphOf, int32 } from '../../engine/agreement.js'
import { untyped } from '../../graph/operations/untyped.js'
import { fault, simplifiedLines, specialPoints } from './agreement.js'

const { grad, mul: times, ones, scan: scanOver, sum, tanh } = untyped
const scalar = float64()
const xs = float64(3)

/** s' = s + x, with some ys of both. */
const summing = (ys: (s: Tensor, x: Tensor) => readonly Tensor[]): Graph =>
  graphOf(([s, x]) => [add(s, x), ...ys(s, x)], scalar, scalar)

const over = (body: Graph, operands: readonly Tensor[], changes: object = {}): readonly Tensor[] =>
  scan({ body, length: 3, constants: 0, carries: 1, reverse: false, ...changes }, operands)

const loopsIn = (graph: Graph): number => graph.applies.filter(({ primitive }) => primitive.name === 'scan').length

/** Expects so many loops of a graph that means the same. */
const expectLoops = (graph: Graph, count: number): void => {
  const simple = simplify(graph)
  expect(loopsIn(simple)).toBe(count)
  expect(fault(graph, simple, ...specialPoints(graph))).toBeUndefined()
}

describe('loops that carry the same', () => {
  const before = summing((s) => [s])
  const product = summing((s, x) => [mul(s, x)])
  const both = summing((s, x) => [exp(s), mul(x, s)])

  it('are one, which gives out what each did, once', () => {
    const graph = graphOf((given) => [...over(before, given), ...over(both, given)], scalar, xs)
    expect(simplifiedLines(graph)).toEqual([
      '%3 %4 %5 %6 = scan %1 %2 { carries: 1, constants: 0, length: 3, reverse: false }',
      'body: graph %7 %8',
      '%9 = add %7 %8',
      '%10 = exp %7',
      '%11 = mul %8 %7',
      'return %9 %7 %10 %11',
      'return %3 %4 %3 %5 %6',
    ])
    expectLoops(graph, 1)
  })

  it('are one where there are three, and where the second reads what the first gives beside', () => {
    expectLoops(
      graphOf((given) => [before, product, both].flatMap((body) => over(body, given)), scalar, xs),
      1,
    )
    const after = graphOf(
      ([s, x]) => {
        const [last, ys] = over(product, [s, x])
        return [mul(last, last), neg(ys), ...over(before, [s, x])]
      },
      scalar,
      xs,
    )
    expectLoops(after, 1)
  })

  it('are one in loops, and where they stand twice', () => {
    const inner = graphOf(
      ([s, x, row]) => {
        const [last] = over(product, [s, row])
        const [, seen] = over(both, [s, row])
        return [mul(last, x), seen]
      },
      scalar,
      scalar,
      xs,
    )
    const nested = graphOf(
      ([s, x, rows]) => [...over(inner, [s, x, rows]), ...over(inner, [s, x, rows])],
      scalar,
      xs,
      float64(3, 3),
    )
    const simple = simplify(nested)
    expect(loopsIn(simple)).toBe(1)
    const [loop] = simple.applies
    expect(loopsIn((loop.attributes as { readonly body: Graph }).body)).toBe(1)
    expect(fault(nested, simple, ...specialPoints(nested))).toBeUndefined()
  })

  it('give out only what is wanted', () => {
    const graph = graphOf((given) => [over(before, given)[1], over(both, given)[2]], scalar, xs)
    expect(simplifiedLines(graph)).toEqual([
      '%3 %4 %5 = scan %1 %2 { carries: 1, constants: 0, length: 3, reverse: false }',
      'body: graph %6 %7',
      '%8 = add %6 %7',
      '%9 = mul %7 %6',
      'return %8 %6 %9',
      'return %4 %5',
    ])
  })
})

describe('loops that do not go along', () => {
  const before = summing((s) => [s])
  const product = summing((s, x) => [mul(s, x)])

  it('carry something else', () => {
    const squares = graphOf(([s, x]) => [add(s, mul(x, x)), s], scalar, scalar)
    expectLoops(
      graphOf((given) => [...over(before, given), ...over(squares, given)], scalar, xs),
      2,
    )
  })

  it('start elsewhere, go over something else, or go back', () => {
    const two = (first: readonly number[], second: readonly number[], changes: object = {}): Graph =>
      graphOf(
        (given) => [
          ...over(
            before,
            first.map((index) => given[index]),
          ),
          ...over(
            product,
            second.map((index) => given[index]),
            changes,
          ),
        ],
        scalar,
        scalar,
        xs,
        xs,
      )
    expectLoops(two([0, 2], [1, 2]), 2)
    expectLoops(two([0, 2], [0, 3]), 2)
    expectLoops(two([0, 2], [0, 2], { reverse: true }), 2)
  })

  it('may fail, and must not do so before others that fail', () => {
    const taking = graphOf(
      ([s, x, place]) => [add(s, take(x, place, { axis: 0, batchAxes: 0 })), s],
      scalar,
      xs,
      int32(),
    )
    const rows = [scalar, float64(3, 3), int32(3)]
    const other = graphOf(
      ([s, x, place]) => [add(s, take(x, place, { axis: 0, batchAxes: 0 })), fullLike(s, 1)],
      scalar,
      xs,
      int32(),
    )
    expectLoops(
      graphOf((given) => [...over(taking, given), ...over(other, given)], ...rows),
      2,
    )
  })
})

describe('a gradient through a loop whose ys are used', () => {
  it('goes forward once and back once', () => {
    const loss = (w: Tensor) => {
      const [, ys] = scanOver((h: Tensor, x: Tensor) => [tanh(times(w, h)), times(h, x)], ones([2]), ones([5, 2]))
      return sum(times(ys, ys))
    }
    const graph = makeGraph(grad(loss) as (w: Tensor<[2]>) => Tensor)(ones([2]) as Tensor<[2]>) as unknown as Graph
    expect(loopsIn(graph)).toBe(3)
    expectLoops(graph, 2)
  })
})
