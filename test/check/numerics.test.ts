import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { finenessOf } from '../../src/check/measuredSubject.js'
import { noiseOf, roundingsOf } from '../../src/check/noise.js'
import { indexOf, offsetOf } from '../../src/check/places.js'
import { scaleOf } from '../../src/check/point.js'
import { type Curve, type Side, slopeOf } from '../../src/check/slopes.js'

const u = 2 ** -53

/** The bound on the noise of a function of one number around 0, of float64. */
const roundingOf = (f: (t: number) => number): ((size: number) => number) =>
  roundingsOf((place) => ({ base: [0], at: (t) => [f(place + t)] }), finenessOf('float64'))[0]

/** A function of float64 around x as a curve. */
const curveAt = (value: (x: number) => number, x: number, rounding: (size: number) => number): Curve => ({
  value: (t) => value(x + t),
  base: 0,
  place: (t) => x + t - x,
  scale: scaleOf(x),
  finest: u,
  roundoff: u,
  rounding,
  relative: 0,
})

/** Uniform numbers in [-1, 1): a linear congruential generator, the same on every run. */
const uniform = (count: number): readonly number[] =>
  Array.from({ length: count })
    .reduce<readonly number[]>((drawn) => [...drawn, (1103515245 * (drawn.at(-1) ?? 12345) + 12345) % 2 ** 31], [])
    .map((word) => word / 2 ** 30 - 1)

describe('noise', () => {
  it('is measured through a smooth function', () => {
    const errors = uniform(400)
    const noise = noiseOf(errors.map((error, index) => Math.sin(index * 1e-4) + 1e-9 * error))
    expect(noise / (1e-9 / Math.sqrt(3))).toBeGreaterThan(0.8)
    expect(noise / (1e-9 / Math.sqrt(3))).toBeLessThan(1.25)
  })

  it('is nothing where there is none', () => {
    expect(noiseOf(Array.from({ length: 17 }, (_, index) => index ** 5))).toBe(0)
  })

  it('bounds what cancellation leaves of a value', () => {
    const cancelling = (t: number): number => 1 + t + 1e8 - 1e8
    const bound = roundingOf(cancelling)(1)
    expect(bound).toBeGreaterThan(1e-8 / 2)
    expect(bound).toBeLessThan(1e-6)
  })

  it('is at least two roundings of the value', () => {
    expect(roundingOf(() => 0)(3)).toBe(6 * u)
    expect(roundingOf(() => Number.NaN)(3)).toBe(6 * u)
  })
})

describe('a slope', () => {
  type Example = readonly [name: string, f: (x: number) => number, slope: (x: number) => number]
  const examples: readonly Example[] = [
    ['sine', Math.sin, Math.cos],
    ['exponential', Math.exp, Math.exp],
    ['hyperbolic tangent of 5 x', (x) => Math.tanh(5 * x), (x) => 5 * (1 - Math.tanh(5 * x) ** 2)],
    ['cube', (x) => x ** 3, (x) => 3 * x ** 2],
    ['a fast wave', (x) => Math.sin(1000 * x), (x) => 1000 * Math.cos(1000 * x)],
    ['a narrow bell', (x) => Math.exp(-((x * 100) ** 2)), (x) => -2e4 * x * Math.exp(-((x * 100) ** 2))],
    ['a logarithm with a near pole', (x) => Math.log(3.5 - x), (x) => -1 / (3.5 - x)],
    ['a root, where the value vanishes', (x) => x - 1 + (x - 1) ** 2, (x) => 1 + 2 * (x - 1)],
    ['a constant', () => 2, () => 0],
    ['large numbers', (x) => 1e200 * Math.sin(x), (x) => 1e200 * Math.cos(x)],
  ]
  const sides: readonly Side[] = ['central', 'left', 'right']

  it.each(examples)('of %s lies within its bound', (_, f, slope) => {
    fc.assert(
      fc.property(fc.integer({ min: -1500, max: 1500 }), fc.constantFrom(...sides), (grid, side) => {
        const x = grid / 500
        const rounding = roundingOf((t) => f(x + t))
        const found = slopeOf(side, curveAt(f, x, rounding))
        // The exact slope is itself only known to a few roundings.
        const exact = slope(x)
        return Math.abs(found.value - exact) <= found.bound + 8 * u * Math.abs(exact)
      }),
    )
  })

  it('is known to many digits where the function is smooth', () => {
    const rounding = (size: number): number => 2 * u * size
    const found = slopeOf('central', curveAt(Math.sin, 1, rounding))
    expect(found.bound).toBeLessThan(1e-12)
    expect(Math.abs(found.value - Math.cos(1))).toBeLessThan(1e-13)
  })

  it('is looked for closer by where the function is not defined farther off', () => {
    const rounding = (size: number): number => 2 * u * size
    const found = slopeOf('central', curveAt(Math.log, 1e-6, rounding))
    expect(Math.abs(found.value - 1e6)).toBeLessThanOrEqual(found.bound)
    expect(found.bound).toBeLessThan(1e-2)
  })

  it('is not known where there is no value, and badly at a jump', () => {
    const rounding = (size: number): number => 2 * u * size
    expect(
      slopeOf(
        'central',
        curveAt(() => Number.NaN, 1, rounding),
      ),
    ).toEqual({
      value: Number.NaN,
      bound: Infinity,
      epsilon: 0,
      size: 0,
      steepness: 0,
    })
    expect(slopeOf('central', curveAt(Math.floor, 1, rounding)).bound).toBeGreaterThan(1)
  })
})

describe('places', () => {
  it('go through the elements in row-major order and back', () => {
    const x = { shape: [2, 3, 4], dtype: 'float64' } as const
    for (let offset = 0; offset < 24; offset++) expect(offsetOf('test', x, indexOf(x.shape, offset))).toBe(offset)
    expect(indexOf([2, 3, 4], 23)).toEqual([1, 2, 3])
    expect(offsetOf('test', x, [-1, 0, -4])).toBe(12)
    expect(indexOf([], 0)).toEqual([])
  })
})
