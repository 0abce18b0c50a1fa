import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  algebra,
  check,
  derivative,
  differing,
  engine,
  type ListFunction,
  law,
  lesson,
  primitive,
  type ScalarFunction,
  showViolation,
  straying,
  type TensorMap,
  transform,
} from '../../laws/index.js'
import {
  applyOne,
  applyPrimitive,
  type Input,
  noAttributes,
  noDerivative,
  type Primitive,
  primitives,
} from '../../src/graph/index.js'
import * as cotangent from '../../src/index.js'
import { filled, type Tensor } from '../../src/tensor/index.js'

const { add, customJvp, getTensorRing, mul, sub, tensor, tanh } = cotangent as unknown as Readonly<
  Record<string, (...args: readonly unknown[]) => Tensor>
>

const numbers = (...elements: readonly number[]): Tensor => tensor(elements)

/** A record as a map of its operands. */
const map = (record: Primitive): TensorMap => primitive.applied(record, noAttributes)

const factor = 1.0001

const scaled = (x: Tensor | undefined): Tensor | undefined =>
  x && applyOne(primitives.mul, noAttributes, x, filled(x.dtype, x.shape, factor))

/** tanh with one rule a little too large. */
const wrongJvp: Primitive = {
  ...primitives.tanh,
  jvp: (application, tangents) => primitives.tanh.jvp(application as never, tangents).map(scaled),
}
const wrongVjp: Primitive = {
  ...primitives.tanh,
  vjp: (application, wanted) =>
    primitives.tanh
      .vjp(application as never, wanted)
      .map((pullback) => (pullback === noDerivative ? pullback : (cotangents) => scaled(pullback(cotangents)))),
}

/** A product whose gradient is right, and whose second derivative is not. */
const halfForgotten: Primitive = {
  ...primitives.mul,
  vjp: ({ operands: [a, b] }) => [
    ([cotangent]) => cotangent && mul(cotangent, cotangentStopped(b)),
    ([cotangent]) => cotangent && mul(cotangent, a),
  ],
}

const cotangentStopped = (x: Tensor): Tensor => applyOne(primitives.stopGradient, noAttributes, x)

describe('a law is', () => {
  const evenness = law('evenness', 'f(-x) = f(x)', (x: number) => straying('f(-x)', -x + 0, x, 1e-3))

  it('a predicate that can say what is wrong', () => {
    expect(evenness.holds(0)).toBe(true)
    expect(evenness.holds(1)).toBe(false)
    expect(evenness.violations(1).map(showViolation)).toEqual(['f(-x) is -1, not 1 (tolerance 0.001)'])
  })

  it('checked at drawn places, and told with its statement where it fails', () => {
    expect(() => check(evenness, fc.tuple(fc.integer({ min: 1 })), { seed: 1 })).toThrow(/seed: 1/)
    try {
      check(evenness, fc.tuple(fc.integer({ min: 1 })))
    } catch (failure) {
      expect(String((failure as Error).cause)).toMatch(/evenness, f\(-x\) = f\(x\): f\(-x\) is -1, not 1/)
    }
  })

  it('strict with NaN and infinities', () => {
    expect(straying('x', Number.NaN, 0, 1)).toHaveLength(1)
    expect(straying('x', 0, 0, Number.NaN)).toEqual([])
    expect(straying('x', 1, 0, Number.NaN)).toHaveLength(1)
    expect(straying('x', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0)).toEqual([])
    expect(differing('x', -0, 0)).toHaveLength(1)
  })
})

describe('a planted fault breaks', () => {
  const at = [[numbers(0.5, -1)], [numbers(1, 0.5)], [numbers(-1, 2)]] as const

  it.each([
    ['the forward difference', derivative.forwardDifference, wrongJvp, wrongVjp],
    ['the central difference', derivative.centralDifference, wrongJvp, wrongVjp],
    ['the adjoint law', derivative.adjoint, wrongJvp, undefined],
    ['the adjoint law in reverse mode', derivative.adjoint, wrongVjp, undefined],
    ['jacfwd = jacrev', transform.jacobian, wrongVjp, undefined],
  ])('%s', (_, lawOf, wrong, unseen) => {
    expect(lawOf(map(primitives.tanh)).holds(...at)).toBe(true)
    expect(lawOf(map(wrong)).holds(...at)).toBe(false)
    if (unseen !== undefined) expect(lawOf(map(unseen)).holds(...at)).toBe(true)
  })

  it('homogeneity', () => {
    const affine: Primitive = {
      ...primitives.tanh,
      jvp: (application, [tangent]) => primitives.tanh.jvp(application as never, [tangent && add(tangent, 1e-9)]),
    }
    expect(derivative.homogeneity(map(affine)).holds(...at)).toBe(false)
  })

  const pair = [[tensor(2), tensor(3)], [tensor(1), tensor(0.5)], [tensor(1)]] as const

  it('the second order, and the symmetry of the Hessian', () => {
    expect(derivative.adjoint(map(halfForgotten)).holds(...pair)).toBe(true)
    expect(derivative.secondOrder(map(halfForgotten)).holds(...pair, [tensor(1), tensor(2)])).toBe(false)
    expect(transform.symmetry(map(halfForgotten)).holds(...pair)).toBe(false)
    expect(transform.symmetry(map(primitives.mul)).holds(...pair)).toBe(true)
  })

  it('diagonals of Hessians', () => {
    let calls = 0
    const unsteady: Primitive = {
      ...primitives.tanh,
      jvp: (application, [tangent]) => {
        calls += 1
        return primitives.tanh.jvp(application as never, [tangent && add(tangent, calls)])
      },
    }
    expect(transform.diagonality(map(unsteady)).holds([tensor(2)], [tensor(1)])).toBe(false)
    expect(transform.diagonality(map(primitives.tanh)).holds([tensor(2)], [tensor(1)])).toBe(true)
  })

  it('unrolling', () => {
    const call = (record: Primitive): TensorMap => {
      const sample = primitives.call.domain()[0]
      return (inputs) => applyPrimitive(record, sample.attributes, inputs).slice(0, 1)
    }
    const wrong: Primitive = {
      ...primitives.call,
      jvp: (application, tangents) => primitives.call.jvp(application as never, tangents).map(scaled),
    }
    const place = [[numbers(1, 2), numbers(3, 4)], [numbers(1, 1), numbers(1, 2)], [numbers(1, 2)]] as const
    expect(transform.unrolling(call(primitives.call)).holds(...place)).toBe(true)
    expect(transform.unrolling(call(wrong)).holds(...place)).toBe(false)
  })

  /** Gives something else where a transform looks. */
  const shy: ListFunction = (x) => [x._tag === 'Constant' ? x : add(x, 1)]
  const shyUnbound: ListFunction = (x) => [x._tag === 'Input' && (x as Input).binding === undefined ? mul(x, 2) : x]

  it('invisibility, compilation and batching', () => {
    expect(transform.invisibility(([x]) => shy(x)).holds(...at)).toBe(false)
    expect(engine.compilation(shy).holds([numbers(1)])).toBe(false)
    expect(engine.compiledDerivatives(shyUnbound).holds(...at)).toBe(false)
    expect(engine.batching(shy).holds([[tensor(1)], [tensor(2)]], [true])).toBe(false)
  })

  it('batching and inference of a record', () => {
    const mixed: Primitive = { ...primitives.neg, batch: ([x]) => [applyOne(primitives.flip, { axes: [0] }, x)] }
    const batch = { attributes: noAttributes, examples: [[tensor(1)], [tensor(2)]], batched: [true] }
    expect(primitive.batching(primitives.neg).holds(batch)).toBe(true)
    expect(primitive.batching(mixed).holds(batch)).toBe(false)
    const mistyped: Primitive = { ...primitives.neg, evaluate: () => [filled('float64', [2], 0)] }
    expect(primitive.inference(mistyped).holds(primitive.sampleAt([tensor(1)]))).toBe(false)
  })

  it("the lessons' difference", () => {
    const wrong = customJvp(tanh, ([x]: readonly Tensor[], [dx]: readonly Tensor[]) =>
      mul(mul(dx, factor), sub(1, mul(tanh(x), tanh(x)))),
    ) as unknown as ScalarFunction
    expect(lesson.slope(tanh).holds(0.5, 2 ** -20)).toBe(true)
    expect(lesson.slope(wrong).holds(0.5, 2 ** -20)).toBe(false)
    expect(lesson.gradient(wrong).holds(tensor(0.5), 1e-6)).toBe(false)
  })

  it('the ring and the adjoint pair', () => {
    const ring = getTensorRing([2]) as unknown as Parameters<typeof algebra.ring>[0]
    const elements = [numbers(1, 2), numbers(3, -4), numbers(5, 6)] as const
    expect(algebra.ring(ring).holds(...elements)).toBe(true)
    expect(algebra.ring({ ...ring, mul: (a, b) => add(mul(a, b), 1) }).holds(...elements)).toBe(false)
    const pair = algebra.adjointPair(
      ([x]) => [mul(x, 2)],
      ([y]) => [mul(y, 3)],
    )
    expect(pair.holds([numbers(1, 2)], [numbers(3, 4)])).toBe(false)
  })
})
