import {
  type GradientFailure,
  type GradientReport,
  grad,
  gradcheck,
  mul,
  relu,
  square,
  sum,
  type Tensor,
  tensor,
} from 'cotangent'
import { type Either, isLeft, isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { directionsOf } from '../../src/check/point.js'
import { projectionsFor, promiseOf, usualMisses } from '../../src/check/projections.js'

type Vector = Tensor<[number], 'float64'>

const vector = (count: number, element: (index: number) => number): Vector =>
  tensor(Array.from({ length: count }, (_, index) => element(index))) as Vector

const right = (result: Either<GradientFailure, GradientReport>): GradientReport => {
  if (isLeft(result)) throw new Error(String(result.left))
  return result.right
}

const failure = (result: Either<GradientFailure, GradientReport>): GradientFailure => {
  if (isRight(result)) throw new Error(String(result.right))
  return result.left
}

describe('random directions', () => {
  const count = 40_000
  const [drawn] = directionsOf([vector(count, () => 0) as never], 1)

  it('have components from 1/2 to 1 in size, uniform and of either sign', () => {
    const sizes = Array.from(drawn, Math.abs)
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(1 / 2)
    expect(Math.max(...sizes)).toBeLessThan(1)
    const bins = Array.from({ length: 20 }, () => 0)
    for (const v of drawn) bins[Math.floor((Math.abs(v) - 1 / 2) * 20) + (v > 0 ? 10 : 0)] += 1
    // Chi squared with 19 degrees of freedom is beyond 60 once in 300,000 times.
    expect(bins.reduce((total, bin) => total + (bin - count / 20) ** 2 / (count / 20), 0)).toBeLessThan(60)
  })

  it('are independent from component to component', () => {
    const mean = drawn.reduce((total, v, index) => total + v * (drawn[index + 1] ?? 0), 0) / count
    // A standard deviation of E[v^2] / sqrt(count).
    expect(Math.abs(mean)).toBeLessThan((5 * (7 / 12)) / Math.sqrt(count))
  })

  it('are scaled by powers of two of the elements, and others for other seeds', () => {
    const [scaled] = directionsOf([vector(3, (index) => 5 * index) as never], 1)
    const [plain] = directionsOf([vector(3, () => 0) as never], 1)
    expect(Array.from(scaled, (v, index) => v / plain[index])).toEqual([1, 8, 16])
    expect(directionsOf([vector(3, () => 0) as never], 2)[0]).not.toEqual(plain)
  })
})

describe('projections', () => {
  it('are as many as the chance of missing an error asks for', () => {
    expect(usualMisses).toBe(2 ** -40)
    expect(promiseOf(2 ** -40)).toEqual({ projections: 5, misses: 2 ** -40, resolution: 2 ** -20 })
    expect([1, 2 ** -9, 2 ** -10, 2 ** -90].map(projectionsFor)).toEqual([1, 1, 2, 10])
  })

  const count = 1000
  const x = vector(count, (index) => Math.sin(index + 1))
  const f = (at: Vector) => sum(mul(at, square(at)))
  const gradient = grad(f) as (at: Vector) => Vector

  it('tell a right gradient', () => {
    const report = right(gradcheck(f, x, { fast: true }))
    expect(report).toMatchObject({ checked: count, entries: [], fast: { projections: 5, misses: 2 ** -40 } })
    expect(String(report)).toMatch(
      /^the gradient is right in 5 random projections of 1,000 entries: one off by 9.5e-7 of the largest is missed with a chance of 9.1e-13 at most$/,
    )
    expect(right(gradcheck(f, x, { fast: { misses: 2 ** -80 } })).fast?.projections).toBe(9)
  })

  it.each([0, 123, count - 1])('find one wrong entry, at %i', (wrong) => {
    const factors = vector(count, (index) => (index === wrong ? 1 + 2 ** -12 : 1))
    const found = failure(gradcheck({ value: f, gradient: (at) => mul(gradient(at), factors) }, x, { fast: true }))
    expect(found.reason).toBe('wrong')
    expect(found.entries.map(({ index }) => index)).toEqual([[wrong]])
  })

  it('find a wrong entry among more than are looked at one by one', () => {
    const many = vector(6000, (index) => Math.cos(index))
    const factors = vector(6000, (index) => (index === 4321 ? 1.5 : 1))
    const found = failure(gradcheck({ value: f, gradient: (at) => mul(gradient(at), factors) }, many, { fast: true }))
    expect(found.entries.map(({ index }) => index)).toEqual([[4321]])
    expect(found.problem).toMatch(/^the gradient is wrong in 1 of \d+ entries$/)
    expect(found.checked).toBe(6000)
  })

  it('leave kinks to a look at the entries', () => {
    const kinky = vector(count, (index) => (index === 77 ? 0 : Math.sin(index + 1)))
    const report = right(gradcheck((at: Vector) => sum(relu(at)), kinky, { fast: true }))
    expect(report.kinks.map(({ index }) => index)).toEqual([[77]])
    expect(report.entries.length).toBeLessThan(50)
  })

  it('take a gradient of zeros', () => {
    right(gradcheck((at: Vector) => sum(mul(at, 0)), x, { fast: true }))
    expect(failure(gradcheck({ value: f, gradient: (at) => mul(at, 0) }, x, { fast: true })).reason).toBe('wrong')
  })
})
