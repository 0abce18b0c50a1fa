import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  abs,
  add,
  div,
  type FloatDType,
  jit,
  matmul,
  mul,
  type Shape,
  sub,
  sum,
  type Tensor,
  tensor,
  toTypedArray,
  transpose,
} from '../../src/index.js'
import { identicalConstants, rowMajor } from '../../src/tensor/index.js'
import { constantOf, uniformNumbers } from './agreement.js'
import { modulesIn } from './modulesIn.js'

type Floats = Tensor<Shape, FloatDType>
type Function = (...operands: readonly Floats[]) => Floats

const unit = { float64: 2 ** -53, float32: 2 ** -24 } as const

/** Numbers from -1 to 1. */
const drawn = (dtype: FloatDType, shape: Shape, seed: number): Floats => {
  const random = uniformNumbers(seed)
  return constantOf(dtype, shape, () => 2 * random() - 1) as unknown as Floats
}

const inBoth = (f: Function, operands: readonly Floats[]): readonly [exact: Floats, fast: Floats] => [
  jit(f)(...operands),
  jit(f, { arithmetic: 'fast' })(...operands),
]

/** By how much fast arithmetic moves a result, in parts of some sizes. */
const movement = (f: Function, operands: readonly Floats[], sizes: Floats): number => {
  const [exact, fast, size] = [...inBoth(f, operands), sizes].map((each) => rowMajor(each as never))
  return Math.max(0, ...Array.from(exact, (value, at) => Math.abs(value - fast[at]) / size[at]))
}

/**
 * How far two sums of n terms may be from each other, in parts of the sum of the terms' sizes: in any order, and each term
 * rounded once or not at all, either is within g = n u / (1 - n u) of the true sum (Higham, Accuracy and Stability of
 * Numerical Algorithms, 4.2). The sum of the sizes has itself been rounded, so that it may be short by a share of g.
 */
const sumBound = (n: number, u: number): number => {
  const g = (n * u) / (1 - n * u)
  return (2 * g) / (1 - g)
}

/** A quotient is rounded once, the product with a reciprocal twice: their ratio is at most (1 + u)^2 / (1 - u). */
const quotientBound = (u: number): number => (3 * u + u * u) / (1 - u)

const floats = fc.constantFrom<FloatDType>('float64', 'float32')
const extents = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(1, 1, 2, 3))
const lengths = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(1023, 1024, 1025, 2047, 2048, 2051, 3000))

describe('fast arithmetic', () => {
  it('differs from the exact product of matrices by no more than either may from the true one', () => {
    const cases = fc.tuple(extents, lengths, extents, fc.boolean(), fc.boolean(), fc.constantFrom(1, 3))
    fc.assert(
      fc.property(cases, floats, fc.nat(), ([m, k, n, turnsLeft, turnsRight, batch], dtype, seed) => {
        const turned = (x: Floats, turns: boolean): Floats => (turns ? transpose(x, [0, 2, 1]) : x) as Floats
        const shapeOf = (rows: number, columns: number, turns: boolean): Shape =>
          turns ? [batch, columns, rows] : [batch, rows, columns]
        const a = drawn(dtype, shapeOf(m, k, turnsLeft), seed)
        const b = drawn(dtype, shapeOf(k, n, turnsRight), seed + 1)
        const product: Function = (x, y) => matmul(turned(x, turnsLeft) as never, turned(y, turnsRight) as never)
        expect(movement(product, [a, b], product(abs(a), abs(b)))).toBeLessThanOrEqual(sumBound(k, unit[dtype]))
      }),
      { numRuns: 150 },
    )
  })

  it('differs from the exact sum, along any axes, by no more than either may from the true one', () => {
    const cases = fc.tuple(extents, lengths, fc.constantFrom(0, 1, [0, 1]), fc.boolean())
    fc.assert(
      fc.property(cases, floats, fc.nat(), ([few, many, axis, isWide], dtype, seed) => {
        const shape = isWide ? [few, many] : [many, few]
        const x = drawn(dtype, shape, seed)
        const total: Function = (each) => sum(each, { axis: axis as 0 })
        const n = typeof axis === 'number' ? shape[axis] : few * many
        expect(movement(total, [x], total(abs(x)))).toBeLessThanOrEqual(sumBound(n, unit[dtype]))
      }),
      { numRuns: 150 },
    )
  })

  it('moves sums of products in loops by two roundings at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 70, max: 200 }), floats, fc.nat(), (length, dtype, seed) => {
        const [a, b, c] = [0, 1, 2].map((index) => drawn(dtype, [length], seed + index))
        // u |a b| for the product that is rounded in one alone, and u (|a b| + |c|) for each of both sums.
        const sizes = add(abs(mul(a, b)), abs(c)) as Floats
        for (const f of [(x, y, z) => add(mul(x, y), z), (x, y, z) => sub(z, mul(x, y))] as readonly Function[])
          expect(movement(f, [a, b, c], sizes)).toBeLessThanOrEqual(3.01 * unit[dtype])
      }),
      { numRuns: 60 },
    )
  })

  it('moves quotients by what is the same for many by two roundings at most', () => {
    const divisors = fc.constantFrom<Shape | number>([], [1, 67], [3, 1], 3, -0.7, 1e-3, 255)
    fc.assert(
      fc.property(divisors, floats, fc.nat(), (divisor, dtype, seed) => {
        const x = drawn(dtype, [3, 67], seed)
        const y = typeof divisor === 'number' ? divisor : drawn(dtype, divisor, seed + 1)
        const quotient: Function = (each, by = divisor as never) => div(each, by)
        const operands = typeof y === 'number' ? [x] : [x, y]
        expect(movement(quotient, operands, abs(div(x, y)) as Floats)).toBeLessThanOrEqual(quotientBound(unit[dtype]))
      }),
      { numRuns: 100 },
    )
  })

  it('divides by 0, infinities and NaN as exact arithmetic does', () => {
    const values = [0, -0, 1, -2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]
    const x = tensor(values)
    for (const value of values) {
      const [exact, fast] = inBoth((a, b) => div(a, b), [x, tensor(value)] as unknown as readonly Floats[])
      expect(toTypedArray(fast)).toEqual(toTypedArray(exact))
    }
  })

  it('is of no effect on integers', () => {
    const random = uniformNumbers(1)
    const x = constantOf('int32', [70, 130], () => (random() - 0.5) * 2 ** 32)
    for (const f of [
      (a) => sum(a),
      (a) => sum(a, { axis: 0 }),
      (a) => matmul(a as never, transpose(a) as never),
    ] as readonly Function[]) {
      const [exact, fast] = inBoth(f, [x as never])
      expect(identicalConstants(fast as never, exact as never)).toBe(true)
    }
  })

  it.each([
    ['exact', 'fast', (x: Floats) => sum(x)],
    ['fast', 'exact', (x: Floats) => sum(mul(x, 1.5))],
  ] as const)('is kept apart from the other, the %s first', (first, second, f) => {
    // One of the eight lanes of an exact sum adds up all but the zeros, and loses the ones beside 2^30.
    const x = constantOf('float32', [256], (at) =>
      at === 0 ? 2 ** 30 : at === 240 ? -(2 ** 30) : Number(at % 8 === 0),
    )
    const found: Partial<Record<'exact' | 'fast', unknown>> = {}
    const modules = modulesIn(() => {
      for (const arithmetic of [first, second, first]) {
        const value = toTypedArray(jit(f as Function, { arithmetic })(x as never))[0]
        expect(value).toBe(found[arithmetic] ?? value)
        found[arithmetic] = value
      }
    })
    expect(modules).toBe(2)
    expect(found.exact).toBe(toTypedArray(f(x as never))[0])
    expect(found.fast).not.toBe(found.exact)
  })

  it('is one of two', () =>
    expect(() => jit((x: Tensor) => x, { arithmetic: 'quick' as never })).toThrow('there is no arithmetic "quick"'))
})
