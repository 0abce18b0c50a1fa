import { describe, expect, it } from 'vitest'
import { compileGraph } from '../../src/engine/index.js'
import type { Graph } from '../../src/graph/index.js'
import { interpretation } from '../../src/graph/index.js'
import { add, exp, fullLike, less, mul, neg, sub, tanh } from '../../src/graph/primitives/arithmetic.js'
import { matmul } from '../../src/graph/primitives/contraction.js'
import { call } from '../../src/graph/primitives/control/call.js'
import { cond } from '../../src/graph/primitives/control/cond.js'
import { scan } from '../../src/graph/primitives/control/scan.js'
import { whileLoop } from '../../src/graph/primitives/control/while.js'
import { convert } from '../../src/graph/primitives/conversion.js'
import { take } from '../../src/graph/primitives/indexing.js'
import { broadcastTo, reshape, sumTo, transpose } from '../../src/graph/primitives/structural.js'
import { flip, slice } from '../../src/graph/primitives/windows.js'
import { filled, fromRowMajor, IndexError, nestedArray, type Tensor } from '../../src/tensor/index.js'
import { bool, constantOf, disagreement, float64, graphOf, int32, uniformNumbers } from './agreement.js'

const random = uniformNumbers(7)
const floats = (...shape: readonly number[]) => constantOf('float64', shape, () => random() - 0.5)
const truth = (value: boolean) => filled('bool', [], Number(value))
const number = (value: number) => filled('float64', [], value)
const count = (value: number) => filled('int32', [], value)

const forward = { reverse: false, constants: 0 }
const one = (x: Tensor): Tensor => fullLike(x, 1)

describe('scan', () => {
  it('exchanges its carries', () => {
    const body = graphOf(([a, b]) => [b, a], float64(2), float64(2))
    for (const length of [1, 2, 3, 4]) {
      const graph = graphOf(
        (carries) => scan({ ...forward, body, length, carries: 2 }, carries),
        float64(2),
        float64(2),
      )
      expect(disagreement(graph, [floats(2), floats(2)])).toBeUndefined()
    }
  })

  it('gives a carry on unchanged, to two carries, and as views of another', () => {
    const body = graphOf(([a, b, c]) => [a, flip(a, [0]), flip(b, [0]), add(b, c)], float64(3), float64(3), float64(3))
    const graph = graphOf(
      (inputs) => scan({ ...forward, body, length: 5, carries: 3 }, inputs),
      float64(3),
      float64(3),
      float64(3),
    )
    expect(disagreement(graph, [floats(3), floats(3), floats(3)])).toBeUndefined()
  })

  it('gives constants of the program, the same value twice, and elements of xs as ys', () => {
    const body = graphOf(
      ([c, x]) => {
        const y = mul(c, x)
        return [y, y, x, fullLike(x, 3), transpose(reshape(y, [2, 2]), [1, 0]), c, add(c, x)]
      },
      float64(4),
      float64(4),
    )
    for (const reverse of [false, true]) {
      const graph = graphOf(
        ([c, xs]) => scan({ body, length: 6, reverse, constants: 0, carries: 1 }, [c, xs]),
        float64(4),
        float64(6, 4),
      )
      expect(disagreement(graph, [floats(4), floats(6, 4)])).toBeUndefined()
    }
  })

  it('takes xs that are transposed, flipped and repeated', () => {
    const body = graphOf(([c, x, y, z]) => [add(mul(c, x), mul(y, z))], float64(2), float64(2), float64(2), float64(2))
    const graph = graphOf(
      ([c, x, y, z]) =>
        scan({ ...forward, body, length: 3, carries: 1 }, [
          c,
          transpose(x, [1, 0]),
          flip(y, [0, 1]),
          broadcastTo(z, [3, 2]),
        ]),
      float64(2),
      float64(2, 3),
      float64(3, 2),
      float64(2),
    )
    expect(disagreement(graph, [floats(2), floats(2, 3), floats(3, 2), floats(2)])).toBeUndefined()
  })

  it('of no steps gives the carries as they came, and no ys', () => {
    const body = graphOf(([c, x]) => [exp(c), mul(c, x)], float64(2), float64(2))
    const graph = graphOf(
      ([c, xs]) => scan({ ...forward, body, length: 0, carries: 1 }, [c, xs]),
      float64(2),
      float64(0, 2),
    )
    expect(disagreement(graph, [floats(2), floats(0, 2)])).toBeUndefined()
  })

  it('over tensors without elements', () => {
    const body = graphOf(([c, x]) => [mul(c, x), add(c, x)], float64(0), float64(0))
    const graph = graphOf(
      ([c, xs]) => scan({ ...forward, body, length: 3, carries: 1 }, [c, xs]),
      float64(0),
      float64(3, 0),
    )
    expect(disagreement(graph, [floats(0), floats(3, 0)])).toBeUndefined()
  })

  it('of 10,000 steps', () => {
    const body = graphOf(
      ([a, s, x]) => [tanh(add(mul(broadcastTo(a, [3]), s), x)), s],
      float64(),
      float64(3),
      float64(3),
    )
    const graph = graphOf(
      ([a, s, xs]) => scan({ body, length: 10_000, constants: 1, carries: 1, reverse: false }, [a, s, xs]),
      float64(),
      float64(3),
      float64(10_000, 3),
    )
    expect(disagreement(graph, [number(0.9), floats(3), floats(10_000, 3)])).toBeUndefined()
  })

  it('within a scan, over its elements, with its carries and its results', () => {
    const inner = graphOf(([w, s, x]) => [add(mul(w, s), x), sub(s, x)], float64(2), float64(2), float64(2))
    const outer = graphOf(
      ([c, s, row, w]) => {
        const [last, all] = scan({ body: inner, length: 3, constants: 1, carries: 1, reverse: true }, [w, s, row])
        const [again] = scan({ body: inner, length: 3, constants: 1, carries: 1, reverse: false }, [c, last, all])
        return [again, last, all, sumTo(all, [2])]
      },
      float64(2),
      float64(2),
      float64(3, 2),
      float64(2),
    )
    const graph = graphOf(
      ([c, s, xs, ws]) => scan({ body: outer, length: 4, constants: 1, carries: 1, reverse: false }, [c, s, xs, ws]),
      float64(2),
      float64(2),
      float64(4, 3, 2),
      float64(4, 2),
    )
    expect(disagreement(graph, [floats(2), floats(2), floats(4, 3, 2), floats(4, 2)])).toBeUndefined()
  })
})

describe('cond', () => {
  const onTrue = graphOf(([a, b]) => [mul(a, b), a, a], float64(2), float64(2))
  const onFalse = graphOf(([a, b]) => [b, exp(sub(a, b)), fullLike(a, 2)], float64(2), float64(2))

  it('takes one branch', () => {
    const graph = graphOf((inputs) => cond({ onTrue, onFalse }, inputs), bool(), float64(2), float64(2))
    for (const value of [true, false]) expect(disagreement(graph, [truth(value), floats(2), floats(2)])).toBeUndefined()
  })

  it('leaves the other branch alone, failures and all', () => {
    const risky = graphOf(([x, at]) => [take(x, at, { axis: 0, batchAxes: 0 })], float64(3), int32())
    const safe = graphOf(([x]) => [sumTo(x, [])], float64(3), int32())
    const graph = graphOf((inputs) => cond({ onTrue: risky, onFalse: safe }, inputs), bool(), float64(3), int32())
    const points = [true, false].flatMap((value) => [2, 3].map((at) => [truth(value), floats(3), count(at)]))
    expect(disagreement(graph, ...points)).toBeUndefined()
  })
})

const countdown = (maxSteps?: number): Graph => {
  const condition = graphOf(([limit, i]) => [less(i, limit)], int32(), int32(), float64(2))
  const body = graphOf(
    ([step, i, x]) => [add(i, one(i)), add(mul(x, x), broadcastTo(step, [2]))],
    float64(),
    int32(),
    float64(2),
  )
  const attributes = { condition, body, conditionConstants: 1, bodyConstants: 1, maxSteps }
  return graphOf((inputs) => whileLoop(attributes, inputs), int32(), float64(), int32(), float64(2))
}

describe('whileLoop', () => {
  it.each([[undefined], [0], [1], [3], [2.5], [100]])('with maxSteps %s', (maxSteps) => {
    const graph = countdown(maxSteps)
    const points = [-1, 0, 1, 2, 3, 4, 7].map((limit) => [count(limit), number(-0.3), count(0), floats(2)])
    expect(disagreement(graph, ...points)).toBeUndefined()
  })

  it('fails where its condition does, and not after the last step allowed', () => {
    const condition = graphOf(
      ([x, i]) => [less(take(x, i, { axis: 0, batchAxes: 0 }), fullLike(filled('float64', [], 0), 1))],
      float64(4),
      int32(),
    )
    const body = graphOf(([i]) => [add(i, one(i))], int32())
    for (const maxSteps of [3, 4, 5]) {
      const attributes = { condition, body, conditionConstants: 1, bodyConstants: 0, maxSteps }
      const graph = graphOf((inputs) => whileLoop(attributes, inputs), float64(4), int32())
      expect(disagreement(graph, [floats(4), count(0)])).toBeUndefined()
    }
  })
})

describe('nested', () => {
  it('a scan in a whileLoop in a cond in a scan', () => {
    const step = graphOf(([s, x]) => [add(mul(s, x), x), tanh(s)], float64(2), float64(2))
    const body = graphOf(
      ([xs, i, s]) => {
        const [last, ys] = scan({ ...forward, body: step, length: 3, carries: 1 }, [s, xs])
        return [add(i, one(i)), sub(last, sumTo(ys, [2]))]
      },
      float64(3, 2),
      int32(),
      float64(2),
    )
    const condition = graphOf(([limit, i]) => [less(i, limit)], int32(), int32(), float64(2))
    const loop = graphOf(
      ([limit, xs, s]) =>
        whileLoop({ condition, body, conditionConstants: 1, bodyConstants: 1, maxSteps: undefined }, [
          limit,
          xs,
          fullLike(limit, 0),
          s,
        ]),
      int32(),
      float64(3, 2),
      float64(2),
    )
    const still = graphOf(([limit, , s]) => [neg(limit), tanh(s)], int32(), float64(3, 2), float64(2))
    const outer = graphOf(
      ([xs, s, limit]) => {
        const even = less(sumTo(s, []), fullLike(sumTo(s, []), 0))
        const [steps, next] = cond({ onTrue: loop, onFalse: still }, [even, limit, xs, s])
        return [next, steps, next]
      },
      float64(3, 2),
      float64(2),
      int32(),
    )
    const graph = graphOf(
      ([xs, s, limits]) => scan({ body: outer, length: 5, constants: 1, carries: 1, reverse: false }, [xs, s, limits]),
      float64(3, 2),
      float64(2),
      int32(5),
    )
    const limits = constantOf('int32', [5], (index) => [3, 0, 2, 5, 1][index])
    const points = [0, 1, 2, 3, 4, 5].map(() => [floats(3, 2), floats(2), limits])
    expect(disagreement(graph, ...points)).toBeUndefined()
  })

  it('calls share a graph, inside loops too', () => {
    const layer = graphOf(([x, w]) => [tanh(matmul(x, w)), x], float64(2, 2), float64(2, 2))
    const layered = (x: Tensor, w: Tensor): readonly Tensor[] =>
      call({ name: 'layer', graph: layer, execute: interpretation }, [x, w])
    const body = graphOf(([s, w]) => [layered(layered(s, w)[0], w)[0], layered(s, w)[1]], float64(2, 2), float64(2, 2))
    const graph = graphOf(
      ([x, ws]) => [
        ...scan({ ...forward, body, length: 4, carries: 1 }, [x, ws]),
        ...layered(x, slice(reshape(ws, [8, 2]), { start: [1, 0], size: [2, 2], step: [3, 1] })),
      ],
      float64(2, 2),
      float64(4, 2, 2),
    )
    expect(disagreement(graph, [floats(2, 2), floats(4, 2, 2)])).toBeUndefined()
  })
})

describe('an index out of range', () => {
  it('stops the program wherever it is, with the error of interpretation', () => {
    const body = graphOf(
      ([x, i, at]) => [add(i, convert(one(at), 'int32')), take(x, add(i, at), { axis: 0, batchAxes: 0 })],
      float64(4),
      int32(),
      int32(),
    )
    const graph = graphOf(
      ([x, i, ats]) => scan({ body, length: 3, constants: 1, carries: 1, reverse: false }, [x, i, ats]),
      float64(4),
      int32(),
      int32(3),
    )
    const ats = (...values: readonly number[]) => fromRowMajor('int32', [3], Int32Array.from(values))
    const points = [ats(0, 0, 0), ats(0, 5, 9), ats(-4, -5, -6), ats(-5, 0, 0), ats(0, 1, 2)]
    expect(disagreement(graph, ...points.map((each) => [floats(4), count(0), each]))).toBeUndefined()
  })

  it('is an IndexError that names operands, index and axis, and the program runs again afterwards', () => {
    const graph = graphOf(([x, at]) => [take(x, at, { axis: 1, batchAxes: 0 })], float64(2, 3), int32(2))
    const run = compileGraph(graph)
    const x = constantOf('float64', [2, 3], (index) => index)
    const ats = (...values: readonly number[]) => fromRowMajor('int32', [2], Int32Array.from(values))
    expect(() => run([x, ats(0, -4)])).toThrow(IndexError)
    expect(() => run([x, ats(3, -4)])).toThrow(
      'take: index 3 is outside axis 1 of size 3 (operands float64[2, 3], int32[2]). Indices go from -3 to 2',
    )
    expect(nestedArray(run([x, ats(-1, 0)])[0])).toEqual([
      [2, 0],
      [5, 3],
    ])
  })
})
