import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { broadcastShapes, type Shape, type Tensor } from '../../../src/tensor/index.js'
import { broadcastableShapes, indicesOf, wholeTensors } from './generators.js'
import { elementsOf, named, untyped } from './untyped.js'

const { add, equal, logicalAnd, logicalNot, logicalOr, mul, notEqual, sum, tensor, where, zeros } = untyped

/** What each operation on two operands is for one element of each. */
const binaries: Readonly<Record<string, (a: number, b: number) => number | boolean>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  maximum: Math.max,
  minimum: Math.min,
  less: (a, b) => a < b,
  lessEqual: (a, b) => a <= b,
  greater: (a, b) => a > b,
  greaterEqual: (a, b) => a >= b,
  equal: (a, b) => a === b,
  notEqual: (a, b) => a !== b,
}

const unaries: Readonly<Record<string, (x: number) => number>> = {
  neg: (x) => 0 - x,
  abs: Math.abs,
  sign: Math.sign,
  square: (x) => x * x,
  relu: (x) => Math.max(0, x),
  sqrt: Math.sqrt,
}

/** The element of a tensor that an index of the broadcast shape stands for. */
const elementAt = (x: Tensor, index: readonly number[]): number => {
  const own = index.slice(index.length - x.shape.length)
  const position = x.shape.reduce((at, extent, axis) => at * extent + (extent === 1 ? 0 : own[axis]), 0)
  return elementsOf(x)[position]
}

const operandsOf = (count: number): fc.Arbitrary<readonly Tensor[]> =>
  broadcastableShapes(count).chain((shapes) => fc.tuple(...shapes.map((shape: Shape) => wholeTensors(shape))))

describe('an operation on two operands', () => {
  it.each(Object.entries(binaries))('%s broadcasts as a loop over the elements does', (name, of) => {
    fc.assert(
      fc.property(operandsOf(2), ([a, b]) => {
        const result = named(name)(a, b)
        const shape = broadcastShapes(name, [a, b])
        expect(result.shape).toEqual(shape)
        const wanted = indicesOf(shape).map((index) => Number(of(elementAt(a, index), elementAt(b, index))))
        expect(elementsOf(result)).toEqual(wanted)
      }),
    )
  })

  it.each([...Object.keys(binaries), 'power', 'mse', 'matmul'])('%s is dual: f(a, b) = pipe(a, f(b))', (name) => {
    const [a, b] = [tensor([1, 2, 3]), tensor([4, -2, 0])]
    expect(elementsOf(pipe(a, named(name)(b) as never))).toEqual(elementsOf(named(name)(a, b)))
  })

  it.each(['float64', 'float32', 'int32'])('takes a number as %s beside a tensor of that', (dtype) => {
    const x = tensor([1, 2], { dtype })
    for (const result of [add(x, 2), add(2, x)]) {
      expect(result.dtype).toBe(dtype)
      expect(elementsOf(result)).toEqual([3, 4])
    }
    expect(elementsOf(add(tensor([1], { dtype: 'float32' }), 0.1))).toEqual([Math.fround(1 + Math.fround(0.1))])
  })

  it('takes two numbers as float64', () => {
    expect(add(1, 2).dtype).toBe('float64')
    expect(elementsOf(add(1, 2))).toEqual([3])
  })

  it('wraps int32', () => {
    const large = tensor([2 ** 31 - 1], { dtype: 'int32' })
    expect(elementsOf(add(large, 1))).toEqual([-(2 ** 31)])
    expect(elementsOf(mul(large, large))).toEqual([1])
  })
})

describe('an operation on one operand', () => {
  it.each(Object.entries(unaries))('%s', (name, of) => {
    const elements = [-4, -1, -0.5, -0, 0, 0.5, 1, 9]
    const result = elementsOf(named(name)(tensor(elements)))
    for (const [index, x] of elements.entries()) expect(result[index] === of(x) || Number.isNaN(of(x))).toBe(true)
    expect(elementsOf(named(name)(tensor(4)))).toEqual(elementsOf(named(name)(4)))
    expect(elementsOf(named(name)(tensor(NaN)))).toEqual([NaN])
    expect(named(name)(zeros([0, 2])).shape).toEqual([0, 2])
  })
})

describe('NaN and infinity', () => {
  const special = [NaN, Infinity, -Infinity, 0, -0, 1]

  it.each(Object.entries(binaries))('go through %s as IEEE says', (name, of) => {
    for (const a of special)
      for (const b of special) expect(elementsOf(named(name)(a, b)), `${a}, ${b}`).toEqual([Number(of(a, b))])
  })

  it('are told apart', () => {
    const x = tensor([1, NaN])
    expect(elementsOf(equal(x, x))).toEqual([1, 0])
    expect(elementsOf(notEqual(x, x))).toEqual([0, 1])
  })
})

describe('where', () => {
  it('broadcasts all three', () => {
    fc.assert(
      fc.property(operandsOf(3), ([c, a, b]) => {
        const condition = named('greater')(c, 0)
        const result = where(condition, a, b)
        const shape = broadcastShapes('where', [c, a, b])
        expect(result.shape).toEqual(shape)
        expect(elementsOf(result)).toEqual(
          indicesOf(shape).map((index) => (elementAt(c, index) > 0 ? elementAt(a, index) : elementAt(b, index))),
        )
      }),
    )
  })

  it('takes numbers and booleans', () => {
    const condition = tensor([true, false])
    expect(elementsOf(where(condition, 1, 0))).toEqual([1, 0])
    expect(where(condition, 1, 0).dtype).toBe('float64')
    expect(where(condition, true, false).dtype).toBe('bool')
    expect(where(condition, tensor([1, 2], { dtype: 'int32' }), 0).dtype).toBe('int32')
    expect(elementsOf(where(true, 1, 0))).toEqual([1])
  })
})

describe('truth values', () => {
  it('obey the tables', () => {
    const a = tensor([true, true, false, false])
    const b = tensor([true, false, true, false])
    expect(elementsOf(logicalAnd(a, b))).toEqual([1, 0, 0, 0])
    expect(elementsOf(logicalOr(a, b))).toEqual([1, 1, 1, 0])
    expect(elementsOf(logicalNot(a))).toEqual([0, 0, 1, 1])
    expect(elementsOf(equal(a, true))).toEqual([1, 1, 0, 0])
    expect(elementsOf(pipe(a, logicalAnd(b)))).toEqual([1, 0, 0, 0])
  })
})

describe('bits of int32', () => {
  it('are those of JavaScript', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.integer({ min: 0, max: 31 }), (a, b, count) => {
        const [x, y] = [a, b].map((value) => tensor(value, { dtype: 'int32' }))
        expect(elementsOf(named('bitwiseXor')(x, y))).toEqual([a ^ b])
        expect(elementsOf(named('shiftLeft')(x, count))).toEqual([a << count])
        expect(elementsOf(named('shiftRightLogical')(x, count))).toEqual([(a >>> count) | 0])
      }),
    )
  })
})

it('an operation may be handed to map and reduce, which give it more than it takes', () => {
  const xs = [tensor([1, 2]), tensor([3, 4])]
  expect(elementsOf(xs.reduce(add))).toEqual([4, 6])
  expect(xs.map(sum).map(elementsOf)).toEqual([[3], [7]])
})
