import { describe, expect, it } from 'vitest'
import type { Apply } from '../../src/graph/expression.js'
import type { Differential } from '../../src/graph/primitive.js'
import {
  abs,
  add,
  equal,
  fullLike,
  less,
  maximum,
  minimum,
  mul,
  power,
  sign,
  sqrt,
  tanh,
  where,
} from '../../src/graph/primitives/arithmetic.js'
import { type CallAttributes, call } from '../../src/graph/primitives/control/call.js'
import { sampleGraph } from '../../src/graph/primitives/control/cases.js'
import { cond } from '../../src/graph/primitives/control/cond.js'
import { customJvp, customVjp } from '../../src/graph/primitives/control/custom.js'
import { scan } from '../../src/graph/primitives/control/scan.js'
import type { ScanAttributes } from '../../src/graph/primitives/control/scanParts.js'
import { whileLoop } from '../../src/graph/primitives/control/while.js'
import { convert, stopGradient } from '../../src/graph/primitives/conversion.js'
import { reduceMax } from '../../src/graph/primitives/extrema.js'
import { take } from '../../src/graph/primitives/indexing.js'
import { pullback } from '../../src/graph/pullback.js'
import { pushforward } from '../../src/graph/pushforward.js'
import { type Graph, interpret, traceClosed } from '../../src/graph/trace.js'
import {
  type Constant,
  type DType,
  fromNested,
  type NestedArray,
  NotDifferentiable,
  nestedArray,
  type Tensor,
  type TensorType,
} from '../../src/tensor/index.js'
import { pulledGraph, pushedGraph } from './differences.js'

type Function = (...inputs: Tensor[]) => readonly Tensor[]

const constant = (value: NestedArray, dtype: DType = 'float64'): Constant => fromNested('test', value, dtype)

const traced = (f: Function, primals: readonly TensorType[]): Graph =>
  traceClosed('test', (inputs) => f(...inputs), primals).graph

const read = (tensors: readonly Differential[]): readonly unknown[] =>
  tensors.map((tensor) => tensor && nestedArray(tensor as Constant))

/** Cotangents of the operands for cotangents of 1. */
const pulled = (f: Function, ...primals: readonly Constant[]): readonly unknown[] => {
  const graph = traced(f, primals)
  return read(
    pullback(
      graph,
      primals,
      graph.outputs.map((output) => fullLike(output, 1)),
    ),
  )
}

const scalar: TensorType = { shape: [], dtype: 'float64' }
const ofOne = (f: (x: Tensor) => Tensor, ...at: readonly number[]): unknown => pulled((x) => [f(x)], constant(at))[0]

describe('slopes at kinks and ties', () => {
  it('of abs and sign are 0 at 0', () => {
    expect(ofOne(abs, -2, 0, -0, 2)).toEqual([-1, 0, 0, 1])
    expect(pulled((x) => [sign(x)], constant([-2, 0]))).toEqual([undefined])
  })

  it('of abs is 0 at 0 even where what follows is infinitely steep', () =>
    expect(ofOne((x) => sqrt(abs(x)), 0, 4)).toEqual([0, 0.25]))

  it('of maximum and minimum are shared half and half', () => {
    const [a, b] = [constant([1, 2, 3]), constant([2, 2, 2])]
    expect(pulled((x, y) => [maximum(x, y)], a, b)).toEqual([
      [0, 0.5, 1],
      [1, 0.5, 0],
    ])
    expect(pulled((x, y) => [minimum(x, y)], a, b)).toEqual([
      [1, 0.5, 0],
      [0, 0.5, 1],
    ])
  })

  it('of reduceMax are shared evenly by all that tie', () => {
    const x = constant([
      [1, 3, 3],
      [2, 2, 2],
    ])
    expect(pulled((x) => [reduceMax(x, [1])], x)).toEqual([
      [
        [0, 0.5, 0.5],
        [1 / 3, 1 / 3, 1 / 3],
      ],
    ])
  })

  it('of stopGradient are 0', () =>
    expect(pulled((x) => [mul(x, stopGradient(x))], constant([2, 3]))).toEqual([[2, 3]]))

  it('of where reach only what was chosen', () => {
    const x = constant([0, 1])
    const graph = traced((x) => [where(less(x, fullLike(x, 0.5)), mul(x, x), x)], [x])
    expect(read(pullback(graph, [x], [constant([1, Number.POSITIVE_INFINITY])]))).toEqual([
      [0, Number.POSITIVE_INFINITY],
    ])
  })
})

describe('power', () => {
  const slopes = (a: number, b: number) => pulled((a, b) => [power(a, b)], constant(a), constant(b))
  const graph = traced((a, b) => [power(a, b)], [scalar, scalar])
  const at = (of: Graph, ...values: readonly number[]) =>
    read(
      interpret(
        of,
        values.map((value) => constant(value)),
      ),
    )

  it('has slope 0 in its base where the exponent is 0, whatever the base is', () => {
    for (const base of [0, -0, 1e-310, 1e-200, 3, Number.POSITIVE_INFINITY, Number.NaN])
      expect(slopes(base, 0)[0]).toBe(0)
  })

  it('has slope 0 in its exponent where the base is 0, whatever the exponent is', () => {
    for (const exponent of [-1, 0, 0.5, 2, 700]) expect(slopes(0, exponent)[1]).toBe(0)
  })

  it('has the slopes of a polynomial at 0', () => {
    const [first, second] = [pulledGraph(graph), pulledGraph(pulledGraph(graph))]
    for (const [exponent, slope, curvature] of [
      [1, 1, 0],
      [2, 0, 2],
      [3, 0, 0],
    ]) {
      expect(at(first, 0, exponent, 1)[0]).toBe(slope)
      expect(at(second, 0, exponent, 1, 1, 0)[0]).toBe(curvature)
    }
  })

  it('has slope 1 / a, in the exponent, of its slope in the base, where the exponent is 0: by either mode', () => {
    expect(at(pulledGraph(pulledGraph(graph)), 4, 0, 1, 1, 0)[1]).toBe(0.25)
    expect(at(pulledGraph(pulledGraph(graph)), 4, 0, 1, 0, 1)[0]).toBe(0.25)
    expect(at(pushedGraph(pushedGraph(graph)), 4, 0, 1, 0, 0, 1, 0, 0)[0]).toBe(0.25)
    expect(at(pushedGraph(pushedGraph(graph)), 4, 0, 0, 1, 1, 0, 0, 0)[0]).toBe(0.25)
  })

  it('has a second slope of 0 in a tiny base where the exponent is 0', () =>
    expect(at(pulledGraph(pulledGraph(graph)), 1e-200, 0, 1, 1, 0)[0]).toBe(0))
})

describe('the walk back', () => {
  it('adds up the cotangents of what is used twice', () =>
    expect(pulled((x) => [mul(x, x), x], constant(3))).toEqual([7]))

  it('gives nothing for what does not matter, is not wanted or is no float', () => {
    const graph = traced((x, _, n) => [mul(x, convert(n, 'float64'))], [scalar, scalar, { shape: [], dtype: 'int32' }])
    const primals = [constant(2), constant(5), constant(3, 'int32')]
    expect(read(pullback(graph, primals, [constant(1)]))).toEqual([3, undefined, undefined])
    expect(read(pullback(graph, primals, [constant(1)], [false, true, true]))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('leaves an expression, not a value, where the primals are expressions', () => {
    const graph = pulledGraph(traced((x) => [tanh(x)], [scalar]))
    expect(graph.applies.map(({ primitive }) => primitive.name)).toContain('tanh')
  })
})

/** s' = c s + x with the count of steps beside it; y = s n. */
const counting = (reverse: boolean): ScanAttributes => ({
  body: sampleGraph(
    ([c, s, n, x]) => [add(mul(c, s), x), add(n, fullLike(n, 1)), mul(s, convert(n, 'float64'))],
    ...[scalar, scalar, { shape: [], dtype: 'int32' } as const, scalar],
  ),
  length: 3,
  constants: 1,
  carries: 2,
  reverse,
})

const scansOf = (graph: Graph): readonly Apply[] => graph.applies.filter(({ primitive }) => primitive.name === 'scan')

describe('scan', () => {
  const start = constant(1, 'int32')
  const [c, s] = [constant(2), constant(1)]

  it.each([false, true])('pulls back as the unrolled loop does, reversed: %s', (reverse) => {
    const xs = constant([5, 7, 11])
    const looped: Function = (c, s, xs) => scan(counting(reverse), [c, s, start, xs])
    const unrolled: Function = (c, s, xs) => {
      const order = reverse ? [2, 1, 0] : [0, 1, 2]
      const ys: Tensor[] = []
      let state = s
      order.forEach((place, step) => {
        ys[place] = mul(state, constant(step + 1))
        state = add(mul(c, state), take(xs, constant(place, 'int32'), { axis: 0, batchAxes: 0 }))
      })
      return [state, ...ys]
    }
    expect(pulled(looped, c, s, xs)).toEqual(pulled(unrolled, c, s, xs))
  })

  it('pulls back to all operands by one loop, beside the one that records the carries', () => {
    const graph = traced((c, s, xs) => scan(counting(false), [c, s, start, xs]), [scalar, scalar, constant([1, 2, 3])])
    const scans = scansOf(pulledGraph(graph))
    expect(scans).toHaveLength(2)
    expect(scans.map(({ attributes }) => (attributes as ScanAttributes).reverse)).toEqual([false, true])
  })

  it('makes the graph of its steps once', () => {
    const graph = traced((c, s, xs) => scan(counting(false), [c, s, start, xs]), [scalar, scalar, constant([1, 2, 3])])
    const bodies = [pulledGraph(graph), pulledGraph(graph)].map((one) =>
      scansOf(one).map(({ attributes }) => (attributes as ScanAttributes).body),
    )
    bodies[0].forEach((body, index) => {
      expect(body).toBe(bodies[1][index])
    })
  })

  it('records nothing where there is nothing carried', () => {
    const body = sampleGraph(([c, x]) => [mul(c, mul(x, x))], scalar, scalar)
    const each: ScanAttributes = { body, length: 2, constants: 1, carries: 0, reverse: false }
    const xs = constant([3, 4])
    expect(pulled((c, xs) => scan(each, [c, xs]), constant(2), xs)).toEqual([25, [12, 16]])
    expect(scansOf(pulledGraph(traced((c, xs) => scan(each, [c, xs]), [scalar, xs])))).toHaveLength(1)
  })

  it('of no steps passes cotangents on', () => {
    const none: ScanAttributes = { ...counting(false), length: 0 }
    const empty: Constant = constant([])
    expect(pulled((c, s, xs) => scan(none, [c, s, start, xs]), c, s, empty)).toEqual([0, 1, []])
  })

  it('asks no derivative of a carry that no wanted operand reaches', () => {
    const forever = { condition: sampleGraph(([x]) => [less(x, fullLike(x, 9))], scalar), maxSteps: undefined }
    const body = sampleGraph(([x]) => [mul(x, fullLike(x, 3))], scalar)
    const both = sampleGraph(
      ([s, t]) => [mul(s, t), ...whileLoop({ ...forever, body, conditionConstants: 0, bodyConstants: 0 }, [t])],
      scalar,
      scalar,
    )
    const loop: ScanAttributes = { body: both, length: 2, constants: 0, carries: 2, reverse: false }
    const graph = traced((s, t) => scan(loop, [s, t]), [scalar, scalar])
    const cotangents = [constant(1), undefined]
    expect(read(pullback(graph, [s, constant(2)], cotangents, [true, false]))).toEqual([36, undefined])
    expect(() => pullback(graph, [s, constant(2)], cotangents)).toThrow(NotDifferentiable)
  })
})

describe('cond', () => {
  const at = (graph: Graph, ...primals: readonly Constant[]) => read(pullback(graph, primals, [constant(1)]))
  const isZero = (x: Tensor): Tensor => equal(x, fullLike(x, 0))

  it('does not let the branch that is not taken poison anything', () => {
    const branches = {
      onTrue: sampleGraph(([x]) => [x], scalar),
      onFalse: sampleGraph(([x]) => [sqrt(x)], scalar),
    }
    const graph = traced((x) => cond(branches, [isZero(x), x]), [scalar])
    expect(at(graph, constant(0))).toEqual([1])
    expect(at(graph, constant(4))).toEqual([0.25])
  })

  it('does not run the branch that is not taken', () => {
    const index = constant(7, 'int32')
    const table: TensorType = { shape: [2], dtype: 'float64' }
    const branches = {
      onTrue: sampleGraph(([x]) => [reduceSum(mul(x, x))], table),
      onFalse: sampleGraph(([x]) => [take(x, index, { axis: 0, batchAxes: 0 })], table),
    }
    const graph = traced((p, x) => cond(branches, [p, x]), [{ shape: [], dtype: 'bool' }, table])
    expect(at(graph, constant(true, 'bool'), constant([3, 4]))).toEqual([undefined, [6, 8]])
    expect(() => at(graph, constant(false, 'bool'), constant([3, 4]))).toThrow('index 7')
  })
})

const reduceSum = (x: Tensor): Tensor =>
  add(
    take(x, constant(0, 'int32'), { axis: 0, batchAxes: 0 }),
    take(x, constant(1, 'int32'), { axis: 0, batchAxes: 0 }),
  )

describe('whileLoop', () => {
  const condition = sampleGraph(([x]) => [less(x, fullLike(x, 100))], scalar)
  const body = sampleGraph(([x]) => [mul(x, x)], scalar)
  const loop = (maxSteps: number | undefined): Function => {
    return (x) => whileLoop({ condition, body, conditionConstants: 0, bodyConstants: 0, maxSteps }, [x])
  }

  it('with maxSteps pulls back through the steps that it took', () => {
    expect(pulled(loop(10), constant(3))).toEqual([8 * 3 ** 7])
    expect(pulled(loop(2), constant(3))).toEqual([4 * 3 ** 3])
    expect(pulled(loop(0), constant(3))).toEqual([1])
    expect(pulled(loop(10), constant(300))).toEqual([1])
  })

  it('without maxSteps says what to do', () => {
    expect(() => pulled(loop(undefined), constant(3))).toThrow(NotDifferentiable)
    expect(() => pulled(loop(undefined), constant(3))).toThrow(/Give maxSteps.*scan/)
    const graph = traced(loop(undefined), [scalar])
    expect(read(pushforward(graph, [constant(3)], [constant(1)])[1])).toEqual([8 * 3 ** 7])
  })
})

describe('call', () => {
  it('pulls back as a call that is run the same way', () => {
    const runs: Graph[] = []
    const execute: CallAttributes['execute'] = (graph, operands) => {
      runs.push(graph)
      return interpret(graph, operands) as readonly Constant[]
    }
    const graph = sampleGraph(([x, y]) => [mul(tanh(x), y)], scalar, scalar)
    const twice = [0, 1].map(() =>
      pulled((x, y) => call({ name: 'f', graph, execute }, [x, y]), constant(0), constant(3)),
    )
    expect(twice).toEqual([
      [3, 0],
      [3, 0],
    ])
    expect(runs).toHaveLength(4)
    expect(runs[1]).toBe(runs[3])
  })
})

describe('given derivatives', () => {
  const triple = (x: Tensor): Tensor => mul(fullLike(x, 3), x)
  const identity = sampleGraph(([x]) => [x], scalar)
  const byVjp: Function = (x) =>
    customVjp({ graph: identity, forward: identity, backward: sampleGraph(([d]) => [triple(d)], scalar) }, [x])
  const byJvp: Function = (x) =>
    customJvp({ graph: identity, rule: sampleGraph(([, dx]) => [triple(dx)], scalar, scalar) }, [x])

  it.each([
    ['customVjp', byVjp],
    ['customJvp', byJvp],
  ])('%s takes the place of its own in both modes', (_, f) => {
    const graph = traced(f, [scalar])
    expect(read(interpret(graph, [constant(2)]))).toEqual([2])
    expect(pulled(f, constant(2))).toEqual([3])
    expect(read(pushforward(graph, [constant(2)], [constant(1)])[1])).toEqual([3])
  })

  it('of customVjp may change with the value of its residuals, and differ again', () => {
    const graph = sampleGraph(([x]) => [mul(x, x)], scalar)
    const forward = sampleGraph(([x]) => [mul(x, x), x], scalar)
    const backward = sampleGraph(([x, d]) => [mul(d, mul(x, mul(x, x)))], scalar, scalar)
    const f: Function = (x) => customVjp({ graph, forward, backward }, [x])
    expect(pulled(f, constant(2))).toEqual([8])
    const second = pulledGraph(traced(f, [scalar]))
    expect(read(pullback(second, [constant(2), constant(1)], [constant(1)]))).toEqual([12, 8])
  })
})
