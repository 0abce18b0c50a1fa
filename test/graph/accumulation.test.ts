import {
  add,
  arange,
  cos,
  exp,
  grad,
  gradcheck,
  jit,
  makeGraph,
  mul,
  reshape,
  sin,
  slice,
  sum,
  type Tensor,
  take,
  tensor,
  toArray,
  toTypedArray,
  unstack,
  vjp,
} from 'cotangent'
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { isConstant } from '../../src/graph/index.js'

type Vector = Tensor<[number], 'float64'>
type Scalar = Tensor<[], 'float64'>

/** The primitives of a gradient, by how often they occur; what is added to a constant is no sum of two cotangents. */
const primitivesOf = (f: (x: Vector) => Scalar, x: Vector): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const { primitive, operands } of makeGraph(grad(f))(x).applies)
    if (primitive.name !== 'add' || operands.every((operand) => !isConstant(operand)))
      counts[primitive.name] = (counts[primitive.name] ?? 0) + 1
  return counts
}

const part = (x: Vector, start: number, stop: number, step = 1): Vector => slice(x, [[start, stop, step]]) as Vector

const x: Vector = mul(add(arange(12), 1), 0.1)

/** Functions of parts of twelve numbers, and how often their gradients pad, join and add. */
const cases: Readonly<Record<string, readonly [f: (x: Vector) => Scalar, counts: Readonly<Record<string, number>>]>> = {
  'all elements apart': [
    (x) =>
      unstack(x)
        .map((each, index) => mul(sin(each), index))
        .reduce((a, b) => add(a, b)),
    { pad: 0, concatenate: 1, add: 0 },
  ],
  'rows of rows': [
    (x) =>
      unstack(reshape(x, [3, 4]))
        .flatMap((row, index) => unstack(row).map((each) => mul(cos(each), index + 1)))
        .reduce((a, b) => add(a, b)),
    { add: 0 },
  ],
  'parts beside each other, in any order': [
    (x) => add(add(sum(exp(part(x, 0, 4))), sum(sin(part(x, 7, 12)))), sum(cos(part(x, 4, 7)))),
    { pad: 0, concatenate: 1, add: 0 },
  ],
  'parts with something between them': [
    (x) => add(sum(exp(part(x, 1, 4))), sum(sin(part(x, 7, 10)))),
    { pad: 1, concatenate: 1, add: 0 },
  ],
  'one part twice': [(x) => add(sum(exp(part(x, 1, 4))), sum(sin(part(x, 1, 4)))), { pad: 1, concatenate: 0, add: 1 }],
  'one part twice, beside another': [
    (x) => add(add(sum(exp(part(x, 0, 6))), sum(sin(part(x, 6, 12)))), sum(cos(part(x, 6, 12)))),
    { add: 1 },
  ],
  'parts that overlap': [
    (x) => add(sum(exp(part(x, 0, 7))), sum(sin(part(x, 5, 12)))),
    { pad: 2, concatenate: 0, add: 1 },
  ],
  'parts in each other': [
    (x) => add(sum(exp(part(x, 0, 12, 2))), sum(sin(part(x, 1, 12, 2)))),
    { pad: 2, concatenate: 0, add: 1 },
  ],
  'parts along two axes': [
    (x) => {
      const square = reshape(x, [3, 4])
      return add(
        sum(
          exp(
            slice(square, [
              [0, 2],
              [0, 2],
            ]),
          ),
        ),
        sum(
          sin(
            slice(square, [
              [1, 3],
              [2, 4],
            ]),
          ),
        ),
      )
    },
    { pad: 2, concatenate: 0, add: 1 },
  ],
  'a part and the whole': [(x) => add(sum(exp(part(x, 0, 7))), sum(sin(x))), { pad: 1, concatenate: 0, add: 1 }],
  'a part and an element by its index': [(x) => add(sum(exp(part(x, 0, 7))), sin(take(x, 9))), { add: 1 }],
}

describe.each(Object.entries(cases))('the gradient by %s', (_, [f, counts]) => {
  it('is right', () => {
    const verdict = gradcheck(f, x)
    expect(isRight(verdict) || String(verdict.left)).toBe(true)
  })

  it('is compiled to the same bits', () => {
    expect(toArray(jit(grad(f))(x))).toEqual(toArray(grad(f)(x)))
  })

  it('has as many sums as there are parts at one place', () => {
    const found = primitivesOf(f, x)
    expect(Object.fromEntries(Object.keys(counts).map((name) => [name, found[name] ?? 0]))).toEqual(counts)
  })
})

it('of second order goes through what is put together', () => {
  const f = (x: Vector) => sum(exp(grad(cases['rows of rows'][0])(x)))
  expect(isRight(gradcheck(f, tensor(toArray(x)) as Vector))).toBe(true)
})

describe('cotangents of parts, some of which are -0,', () => {
  const minusZero: Vector = tensor([-0, -0])
  const one: Vector = tensor([1, -0])

  /** Ways to take five numbers apart, by pairs. */
  const ways: Readonly<Record<string, (x: Vector) => readonly Vector[]>> = {
    'beside each other': (x) => [part(x, 0, 2), part(x, 2, 4)],
    apart: (x) => [part(x, 0, 2), part(x, 3, 5)],
    'at one place': (x) => [part(x, 1, 3), part(x, 1, 3)],
    'at one place, with another beside': (x) => [part(x, 1, 3), part(x, 1, 3), part(x, 3, 5)],
    'beside two at one place': (x) => [part(x, 0, 2), part(x, 2, 4), part(x, 2, 4)],
    overlapping: (x) => [part(x, 0, 2), part(x, 1, 3)],
    'in each other': (x) => [part(x, 0, 3, 2), part(x, 1, 5, 2)],
  }

  it.each(Object.entries(ways))('come to the same bits compiled and not, %s', (_, way) => {
    const at: Vector = tensor([1, 2, 3, 4, 5])
    const pulled = (x: Vector, cotangents: readonly Vector[]): Vector => vjp(way, [x])[1](cotangents)[0]
    for (const [first, second] of [
      [minusZero, minusZero],
      [minusZero, one],
      [one, minusZero],
    ]) {
      const cotangents = way(at).map((_, index) => (index === 0 ? first : second))
      const known = pulled(at, cotangents)
      expect(toTypedArray(jit(pulled)(at, cotangents))).toEqual(toTypedArray(known))
      expect(toTypedArray(jit((x: Vector) => pulled(x, [first, ...cotangents.slice(1)]))(at))).toEqual(
        toTypedArray(known),
      )
      const half = (x: Vector, given: Vector): Vector => pulled(x, [given, ...cotangents.slice(1)])
      expect(toTypedArray(jit(half)(at, first))).toEqual(toTypedArray(known))
    }
  })

  it('do so where each is computed from another', () => {
    const f = ([a, b]: readonly Scalar[]): Scalar => add(mul(a, mul(b, -0)), mul(b, 2))
    const slope = grad((x: Vector) => f(unstack(x)))
    expect(toTypedArray(jit(slope)(tensor([1, 2])))).toEqual(toTypedArray(slope(tensor([1, 2]))))
  })
})
