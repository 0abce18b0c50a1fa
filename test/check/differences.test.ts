import {
  add,
  derivative,
  grad,
  item,
  mul,
  numericalGradient,
  partialDerivative,
  square,
  sum,
  type Tensor,
  take,
  tensor,
  toArray,
  toTypedArray,
} from 'cotangent'
import { describe, expect, it } from 'vitest'
import { figureAt, golden } from '../support/golden.js'

const small = golden('000.json').small
const f = (x: Tensor<[], 'float64'>) => add(mul(0.05, square(x)), mul(0.8, x))
const g = (point: Tensor<[2], 'float64'>) => {
  const [x, y] = [take(point, 0), take(point, 1)]
  return add(add(mul(2, square(x)), mul(mul(3, x), y)), mul(5, square(y)))
}

describe("the lesson's derivatives come out to the bit", () => {
  it.each([0.1, 1e-6].flatMap((epsilon) => [-3, 0, 0.5, 1, 2, 10].map((x) => [epsilon, x] as const)))(
    'derivative, epsilon %d at %d',
    (epsilon, x) => {
      const name = `derivative eps=${epsilon === 1e-6 ? '1e-06' : epsilon} x=${x}`
      expect(item(derivative(f, x, { epsilon }))).toBe(figureAt(small, name))
      expect(item(derivative(f, tensor(x), { epsilon }))).toBe(figureAt(small, name))
    },
  )

  it.each([
    [0.1, '0.1'],
    [0.01, '0.01'],
    [0.001, '0.001'],
    [1e-4, '0.0001'],
    [1e-5, '1e-05'],
    [1e-6, '1e-06'],
    [1e-7, '1e-07'],
    [1e-8, '1e-08'],
  ])('partial derivatives, epsilon %d', (epsilon, written) => {
    const expected = figureAt(small, `partials at (2,3) eps=${written}`)
    const point = tensor([2, 3])
    expect([0, 1].map((index) => item(partialDerivative(g, point, index, { epsilon })))).toEqual(expected)
    expect([0, -1].map((index) => item(partialDerivative(g, point, [index], { epsilon })))).toEqual(expected)
    expect(toArray(numericalGradient(g, point, { epsilon }))).toEqual(expected)
  })

  it('with an epsilon of 1e-6 where none is given', () => {
    expect(toArray(numericalGradient(g, tensor([2, 3])))).toEqual([17.000002003442205, 36.000004996594726])
  })
})

describe('a difference quotient', () => {
  it('is exact for a parabola when central', () => {
    expect(item(derivative(f, 2, { epsilon: 0.5, method: 'central' }))).toBeCloseTo(1, 14)
    expect(toArray(numericalGradient(g, tensor([2, 3]), { epsilon: 0.5, method: 'central' }))).toEqual([17, 36])
  })

  it('goes over trees and leaves them as they are', () => {
    const point = { b: tensor(2), layers: [tensor([[1, 2]]), tensor([])] as const }
    const value = ({ b, layers: [w] }: typeof point) => mul(square(b), sum(square(w)))
    const numeric = numericalGradient(value, point, { epsilon: 2 ** -20, method: 'central' })
    expect(toArray(numeric.b)).toBeCloseTo(20, 8)
    expect(numeric.layers[0].shape).toEqual([1, 2])
    expect(toTypedArray(numeric.layers[0])[1]).toBeCloseTo(16, 8)
    expect(toArray(numeric.layers[1])).toEqual([])
  })

  it('steps in one element and keeps the others, a negative zero included', () => {
    const seen: number[][] = []
    numericalGradient(
      (x: Tensor<[2], 'float64'>) => {
        seen.push(toArray(x) as number[])
        return sum(x)
      },
      tensor([-0, 3]),
      { epsilon: 0.5 },
    )
    expect(seen).toEqual([
      [-0, 3],
      [0.5, 3],
      [-0, 3.5],
    ])
  })

  it('is a function like any other: it can be differentiated', () => {
    const second = grad((x: Tensor<[], 'float64'>) => derivative(f, x, { epsilon: 2 ** -10, method: 'central' }))
    expect(item(second(tensor(3)))).toBeCloseTo(0.1, 9)
  })

  it('is of the dtype of the point', () => {
    const x = tensor([1, 2], { dtype: 'float32' })
    expect(numericalGradient((at: Tensor<[2], 'float32'>) => sum(square(at)), x, { epsilon: 0.125 }).dtype).toBe(
      'float32',
    )
  })
})

describe('refuses', () => {
  const integers = tensor([2, 3], { dtype: 'int32' }) as unknown as Tensor<[2], 'float64'>
  const tag = (attempt: () => unknown): unknown => {
    try {
      return attempt()
    } catch (error) {
      return [(error as { _tag: string })._tag, (error as Error).message]
    }
  }

  it.each([
    ['partialDerivative of integers', 'DTypeError', () => partialDerivative(g, integers, 0)],
    ['numericalGradient of integers', 'DTypeError', () => numericalGradient(g, integers)],
    ['derivative of an integer', 'DTypeError', () => derivative(f as never, tensor(2, { dtype: 'int32' }) as never)],
    ['derivative of a vector', 'ShapeError', () => derivative(f as never, tensor([2]) as never)],
    ['a function to a vector', 'ShapeError', () => numericalGradient(square as never, tensor([2, 3]))],
    ['an epsilon of zero', 'ArgumentError', () => derivative(f, 1, { epsilon: 0 })],
    ['a negative epsilon', 'ArgumentError', () => derivative(f, 1, { epsilon: -1 })],
    ['no epsilon', 'ArgumentError', () => derivative(f, 1, { epsilon: Number.NaN })],
    ['an unknown method', 'ArgumentError', () => derivative(f, 1, { method: 'backward' as never })],
    ['an epsilon lost beside x', 'ArgumentError', () => derivative(f, 1e12, { epsilon: 1e-6 })],
    ['an index past the end', 'IndexError', () => partialDerivative(g, tensor([2, 3]), 2)],
    ['too many indices', 'ShapeError', () => partialDerivative(g, tensor([2, 3]), [0, 0])],
    ['a leaf that is no tensor', 'TreeError', () => numericalGradient(g, [2, 3] as never)],
  ])('%s', (_, expected, attempt) => expect(tag(attempt)).toEqual([expected, expect.any(String)]))

  it('integers by the name of their leaf', () => {
    const point = { w: [tensor(1), tensor(2, { dtype: 'int32' })] }
    expect(() => numericalGradient(() => tensor(0), point)).toThrow(/the argument\.w\[1\] is int32/)
  })
})
