import { mul, sigmoid, sub, sum, type Tensor, tensor } from 'cotangent'
import { check, lawfulGradient } from 'cotangent/laws'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

type Three = Tensor<[3], 'float64'>

const points = fc
  .tuple(...([0, 1, 2] as const).map(() => fc.integer({ min: -8, max: 8 })))
  .map((xs) => tensor(xs.map((x) => x / 4)) as Three)
const value = (x: Three) => sum(sigmoid(x))
const slope = (x: Three) => mul(sigmoid(x), sub(1, sigmoid(x)))
const right = lawfulGradient({ value, gradient: slope }, points)
const wrong = lawfulGradient({ value, gradient: (x: Three) => slope(sigmoid(x)) }, points)

describe('the law of a right gradient', () => {
  it('holds of automatic ones and of those written well by hand', () => {
    expect(lawfulGradient(value, points).holds(tensor([1, 2, 3]))).toBe(true)
    expect(right.violations(tensor([1, 2, 3]))).toEqual([])
  })

  it('is violated by each wrong entry', () => {
    const found = wrong.violations(tensor([1, 2, 3]))
    expect(found.map(({ what }) => what).sort()).toEqual([0, 1, 2].map((at) => `the gradient at the argument[${at}]`))
    expect(found.every(({ found, expected }) => found !== expected)).toBe(true)
  })

  it('is violated by a function that is none, without entries', () => {
    let calls = 0
    const moody = lawfulGradient({ value: (x: Three) => mul(value(x), ++calls), gradient: slope }, points)
    expect(moody.violations(tensor([1, 2, 3]))).toMatchObject([{ what: 'the check' }])
  })

  it('is a property of fast-check over its points', () => {
    fc.assert(right, { numRuns: 10, seed: 1 })
    expect(() => fc.assert(wrong, { numRuns: 10, seed: 1 })).toThrow(/Property failed after 1 tests/)
  })

  it('is a law for the runners', () => {
    check(right, fc.tuple(points), { numRuns: 10, seed: 1 })
    expect(() => check(wrong, fc.tuple(points), { numRuns: 10, seed: 1 })).toThrow(/Property failed after 1 tests/)
  })
})
