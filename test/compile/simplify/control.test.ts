import { describe, expect, it } from 'vitest'
import { simplify } from '../../../src/compile/index.js'
import { type Graph, interpretation } from '../../../src/graph/index.js'
import { add, exp, fullLike, less, mul, neg, tanh, where } from '../../../src/graph/primitives/arithmetic.js'
import { call } from '../../../src/graph/primitives/control/call.js'
import { cond } from '../../../src/graph/primitives/control/cond.js'
import { customVjp } from '../../../src/graph/primitives/control/custom.js'
import { scan } from '../../../src/graph/primitives/control/scan.js'
import { whileLoop } from '../../../src/graph/primitives/control/while.js'
import { take } from '../../../src/graph/primitives/indexing.js'
import { broadcastTo } from '../../../src/graph/primitives/structural.js'
import { filled, fromRowMajor, type Tensor } from '../../../src/tensor/index.js'
import { bool, constantOf, float64, graphOf, int32 } from '../../engine/agreement.js'
import { fault, simplifiedLines, specialPoints } from './agreement.js'

const scalar = float64()
const along = { axis: 0, batchAxes: 0 } as const

/** Expects a graph to become some lines, and to mean the same. */
const expectLines = (graph: Graph, ...lines: readonly string[]): void => {
  expect(simplifiedLines(graph)).toEqual(lines)
  expect(fault(graph, simplify(graph), ...specialPoints(graph))).toBeUndefined()
}

const looping = (
  body: Graph,
  [constants, carries]: readonly [number, number],
  operands: readonly Tensor[],
  length = 3,
): readonly Tensor[] => scan({ body, length, constants, carries, reverse: false }, operands)

describe('functions that stand for their graphs', () => {
  const square = graphOf(([x]) => [mul(x, x), neg(x)], float64(2))

  it('are these graphs, of which what is unused goes', () => {
    const attributes = { name: 'square', graph: square, execute: interpretation }
    const once = graphOf(([x]) => [call(attributes, [call(attributes, [x])[0]])[0]], float64(2))
    expectLines(once, '%2 = mul %1 %1', '%3 = mul %2 %2', 'return %3')
  })

  it('share what they have in common with what is around', () => {
    const backward = graphOf(([c]) => [c], float64(2))
    const twice = graphOf(
      ([x]) => [mul(x, x), ...customVjp({ graph: square, forward: square, backward }, [x])],
      float64(2),
    )
    expectLines(twice, '%2 = mul %1 %1', '%3 = neg %1', 'return %2 %2 %3')
  })
})

describe('cond', () => {
  const branches = {
    onTrue: graphOf(([a, b, c]) => [mul(a, b), c, exp(b)], scalar, scalar, scalar),
    onFalse: graphOf(([a, b, c]) => [mul(b, fullLike(b, 1)), c, exp(a)], scalar, scalar, scalar),
  }

  it('by a constant is the branch that is taken', () => {
    const taken = (truth: number): Graph =>
      graphOf((inputs) => cond(branches, [filled('bool', [], truth), ...inputs]).slice(0, 2), scalar, scalar, scalar)
    expectLines(taken(1), '%4 = mul %1 %2', 'return %4 %3')
    expectLines(taken(0), 'return %2 %3')
  })

  it('loses what is unused, what is the same in both, and what they do not look at', () => {
    const graph = graphOf((inputs) => cond(branches, inputs).slice(0, 2), bool(), scalar, scalar, scalar)
    expectLines(
      graph,
      '%5 = cond %1 %2 %3',
      'onFalse: graph %6 %7',
      'return %7',
      'onTrue: graph %8 %9',
      '%10 = mul %8 %9',
      'return %10',
      'return %5 %4',
    )
  })

  it('holds its constants, and takes each operand once', () => {
    const graph = graphOf(([p, x]) => cond(branches, [p, x, x, fullLike(x, 2)]).slice(0, 1), bool(), scalar)
    expectLines(
      graph,
      '%3 = cond %1 %2',
      'onFalse: graph %4',
      'return %4',
      'onTrue: graph %5',
      '%6 = mul %5 %5',
      'return %6',
      'return %3',
    )
  })

  it('fails as before, though nothing of the branch is used, and only where it is taken', () => {
    const failing = {
      onTrue: graphOf(([x]) => [take(x, filled('int32', [], 7), along), x], float64(3)),
      onFalse: graphOf(([x]) => [take(x, filled('int32', [], 0), along), x], float64(3)),
    }
    const graph = graphOf(([p, x]) => [cond(failing, [p, x])[1]], bool(), float64(3))
    expect(fault(graph, simplify(graph), ...specialPoints(graph))).toBeUndefined()
  })
})

describe('scan', () => {
  it('of no steps gives what it started with', () => {
    const body = graphOf(([c, x]) => [add(c, x), mul(c, x)], scalar, scalar)
    const graph = graphOf(([c, xs]) => looping(body, [0, 1], [c, xs], 0), scalar, float64(0))
    expectLines(graph, 'return %1 ()')
  })

  it('does before it what every step would do again, but for views', () => {
    const body = graphOf(
      ([w, c, x]) => [add(mul(c, exp(broadcastTo(w, [2]))), mul(broadcastTo(w, [2]), x))],
      float64(1),
      float64(2),
      float64(2),
    )
    const graph = graphOf((inputs) => looping(body, [1, 1], inputs), float64(1), float64(2), float64(3, 2))
    expectLines(
      graph,
      '%4 = exp %1',
      '%5 = scan %1 %4 %2 %3 { carries: 1, constants: 2, length: 3, reverse: false }',
      'body: graph %6 %7 %8 %9',
      '%10 = broadcastTo %7 { shape: [2] }',
      '%11 = mul %8 %10',
      '%12 = broadcastTo %6 { shape: [2] }',
      '%13 = mul %12 %9',
      '%14 = add %11 %13',
      'return %14',
      'return %5',
    )
  })

  it('keeps a carry that does not change as a constant, and no carry that nothing depends on', () => {
    const body = graphOf(
      ([fixed, unused, c, x]) => [fixed, add(unused, x), mul(c, tanh(fixed)), mul(c, x)],
      ...[scalar, scalar, scalar, scalar],
    )
    const graph = graphOf(
      ([a, b, c, xs]) => {
        const [fixed, , last] = looping(body, [0, 3], [a, b, c, xs])
        return [fixed, last]
      },
      ...[scalar, scalar, scalar, float64(3)],
    )
    expectLines(
      graph,
      '%5 = tanh %1',
      '%6 = scan %5 %3 { carries: 1, constants: 1, length: 3, reverse: false }',
      'body: graph %7 %8',
      '%9 = mul %8 %7',
      'return %9',
      'return %1 %6',
    )
  })

  it('does not stack what is there, or the same at every step', () => {
    const body = graphOf(([w, c, x]) => [add(c, x), x, neg(w), mul(c, x)], scalar, scalar, scalar)
    const graph = graphOf((inputs) => looping(body, [1, 1], inputs).slice(1), scalar, scalar, float64(3))
    expectLines(
      graph,
      '%4 = neg %1',
      '%5 = broadcastTo %4 { shape: [3] }',
      '%6 %7 = scan %2 %3 { carries: 1, constants: 0, length: 3, reverse: false }',
      'body: graph %8 %9',
      '%10 = add %8 %9',
      '%11 = mul %8 %9',
      'return %10 %11',
      'return %3 %5 %7',
    )
  })

  it('takes the same operand once, and constants not at all', () => {
    const body = graphOf(
      ([w, one, c, x, y]) => [add(mul(c, one), mul(w, mul(x, y)))],
      ...[scalar, scalar, scalar, scalar, scalar],
    )
    const graph = graphOf(
      ([w, c, xs]) => looping(body, [2, 1], [w, filled('float64', [], 1), c, xs, xs]),
      ...[scalar, scalar, float64(3)],
    )
    expectLines(
      graph,
      '%4 = scan %1 %2 %3 { carries: 1, constants: 1, length: 3, reverse: false }',
      'body: graph %5 %6 %7',
      '%8 = mul %7 %7',
      '%9 = mul %5 %8',
      '%10 = add %6 %9',
      'return %10',
      'return %4',
    )
  })

  it('fails as before, though nothing of it is used', () => {
    const body = graphOf(
      ([table, c, i]) => [add(c, fullLike(c, 1)), take(table, i, along)],
      float64(3),
      scalar,
      int32(),
    )
    const graph = graphOf(
      ([table, c, is]) => [add(c, looping(body, [1, 1], [table, c, is])[0])],
      ...[float64(3), scalar, int32(3)],
    )
    const unused = graphOf(
      ([table, c, is]) => {
        const kept = looping(body, [1, 1], [table, c, is])
        return cond({ onTrue: graphOf(([a]) => [a], scalar), onFalse: graphOf(([a]) => [neg(a)], scalar) }, [
          filled('bool', [], 1),
          c,
          ...kept.slice(0, 0),
        ])
      },
      ...[float64(3), scalar, int32(3)],
    )
    for (const each of [graph, unused]) expect(fault(each, simplify(each), ...specialPoints(each))).toBeUndefined()
    expect(simplify(graph).applies.map(({ primitive }) => primitive.name)).toContain('scan')
  })

  it('of which nothing is used only fails as before', () => {
    const body = graphOf(([table, c, i]) => [add(c, exp(take(table, i, along)))], ...[float64(3), scalar, int32()])
    const graph = graphOf(
      ([table, c, is]) => [where(filled('bool', [], 1), c, looping(body, [1, 1], [table, c, is])[0])],
      ...[float64(3), scalar, int32(3)],
    )
    expect(fault(graph, simplify(graph), ...specialPoints(graph))).toBeUndefined()
    const [scanned] = simplify(graph).applies.filter(({ primitive }) => primitive.name === 'scan')
    const { body: left } = scanned.attributes as { readonly body: Graph }
    expect(left.applies.map(({ primitive }) => primitive.name)).toEqual(['take'])
  })
})

describe('whileLoop', () => {
  const below = graphOf(([limit, i]) => [less(i, limit)], int32(), int32(), scalar, scalar)
  const body = graphOf(
    ([w, i, fixed, c]) => [add(i, fullLike(i, 1)), fixed, mul(c, exp(mul(w, fixed)))],
    ...[scalar, int32(), scalar, scalar],
  )
  const attributes = { condition: below, body, conditionConstants: 1, bodyConstants: 1, maxSteps: 5 }
  const types = [int32(), scalar, int32(), scalar, scalar]

  it('does before it what every step would do again', () => {
    const graph = graphOf((inputs) => whileLoop(attributes, inputs), ...types)
    expectLines(
      graph,
      '%6 = mul %2 %4',
      '%7 = exp %6',
      '%8 %9 = whileLoop %1 %7 %3 %5 { bodyConstants: 1, conditionConstants: 1, maxSteps: 5 }',
      'body: graph %10 %11 %12',
      '%13 = add %11 (1)',
      '%14 = mul %12 %10',
      'return %13 %14',
      'condition: graph %15 %16 %17',
      '%18 = less %16 %15',
      'return %18',
      'return %8 %4 %9',
    )
  })

  it('loses carries that neither a result nor the condition depends on', () => {
    const graph = graphOf((inputs) => whileLoop(attributes, inputs).slice(0, 1), ...types)
    expect(simplify(graph).applies[0].operands).toHaveLength(2)
    expect(fault(graph, simplify(graph), ...specialPoints(graph))).toBeUndefined()
  })

  it('that never runs gives what it started with', () => {
    const none = graphOf((inputs) => whileLoop({ ...attributes, maxSteps: 0 }, inputs), ...types)
    expectLines(none, 'return %3 %4 %5')
    const never = graphOf(([i, a]) => [less(mul(i, fullLike(i, 0)), fullLike(i, -1)), a].slice(0, 1), int32(), scalar)
    const start = graphOf(
      ([a]) =>
        whileLoop(
          {
            condition: never,
            body: graphOf(([i, x]) => [i, neg(x)], int32(), scalar),
            conditionConstants: 0,
            bodyConstants: 0,
            maxSteps: undefined,
          },
          [filled('int32', [], 3), a],
        ),
      scalar,
    )
    expectLines(start, 'return (3) %1')
  })
})

describe('what may fail', () => {
  const far = (x: Tensor, index: number): Tensor => take(x, filled('int32', [], index), along)

  it('stays though it is unused, and fails first where it came first', () => {
    const graph = graphOf(
      ([x, p]) => {
        const [first, second] = [far(x, 9), far(x, 8)]
        const none = {
          onTrue: graphOf(([a]) => [a], scalar),
          onFalse: graphOf((inputs) => [inputs[1]], scalar, scalar),
        }
        const onTrue = graphOf(([a]) => [a], scalar, scalar)
        return [add(first, second), ...cond({ ...none, onTrue }, [p, first, second])]
      },
      float64(3),
      bool(),
    )
    expect(fault(graph, simplify(graph), ...specialPoints(graph))).toBeUndefined()
  })

  it('is not computed in advance, and what takes from inside is', () => {
    const table = constantOf('float64', [3], (index) => index)
    /** An index that is known only when the graph is simplified. */
    const known = (i: Tensor, index: number): Tensor => add(mul(i, fullLike(i, 0)), fullLike(i, index))
    const graph = (index: number): Graph =>
      graphOf(([x, i]) => [add(x, take(table, known(i, index), along))], scalar, int32())
    expectLines(graph(-1), '%3 = add %1 (2)', 'return %3')
    expectLines(graph(3), '%3 = take (0 1 2) (3) { axis: 0, batchAxes: 0 }', '%4 = add %1 %3', 'return %4')
  })
})

describe('constants', () => {
  it('are computed in advance where that takes little', () => {
    const large = fromRowMajor('float64', [5000], new Float64Array(5000).fill(2))
    expectLines(
      graphOf(([x]) => [add(x, exp(where(filled('bool', [5000], 1), fullLike(x, 0), x)))], float64(5000)),
      '%2 = add %1 (1)',
      'return %2',
    )
    expectLines(
      graphOf(([x]) => [add(x, exp(where(filled('bool', [5000], 1), large, x)))], float64(5000)),
      '%2 = exp (2 2 2 ...)',
      '%3 = add %1 %2',
      'return %3',
    )
  })
})
