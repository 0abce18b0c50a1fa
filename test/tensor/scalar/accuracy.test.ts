import { describe, expect, it } from 'vitest'
import { exp, expm1, float64Arithmetic, log, log1p, power, tanh } from '../../../src/tensor/scalar/index.js'
import * as exact from '../../support/bigfloat.js'
import { around, logUniform, map, positive, type Sampler, take, uniform } from './samples.js'

interface Survey {
  readonly worst: number
  readonly at: readonly number[]
  /** The share of results that are the double nearest to the exact value. */
  readonly nearest: number
}

const survey = (
  f: (...xs: readonly number[]) => number,
  reference: (...xs: readonly exact.BigFloat[]) => exact.BigFloat,
  points: readonly (readonly number[])[],
): Survey => {
  let worst = 0
  let at: readonly number[] = []
  let nearest = 0
  for (const point of points) {
    const value = reference(...point.map(exact.fromNumber))
    const result = f(...point)
    const error = exact.ulpError(result, value)
    if (result === exact.toNumber(value)) nearest++
    if (!(error <= worst)) {
      worst = error
      at = point
    }
  }
  return { worst, at, nearest: nearest / points.length }
}

/** A part of a function's domain, by a sampler or in full. */
type Region = readonly [where: string, points: Sampler | readonly number[]]

interface Case {
  readonly name: string
  readonly f: (x: number) => number
  readonly reference: (x: exact.BigFloat) => exact.BigFloat
  /** In ulp. */
  readonly bound: number
  readonly regions: readonly Region[]
}

const pointsOf = ([, points]: Region, count: number) =>
  (typeof points === 'function' ? take(count, points) : points).map((x) => [x])

// Beside each region stands the greatest error among 100,000 points of it.
const cases: readonly Case[] = [
  {
    name: 'exp',
    f: (x) => exp(float64Arithmetic, x),
    reference: exact.exp,
    bound: 0.85,
    regions: [
      ['unreduced', uniform(-0.35, 0.35)], // 0.616
      ['everywhere', uniform(-708, 709.78)], // 0.627
      ['near 0', logUniform(-1074, -2)], // 0.512
      ['with subnormal results', uniform(-745.2, -708.3)], // 0.766
      ['where the reduction changes', [-1.5, 0.5, 100.5].flatMap((n) => around(n * Math.LN2))], // 0.612
      ['at its ends', [...around(709.782712893384, 40), ...around(-745.1332191019411, 40)]], // 0.500
    ],
  },
  {
    name: 'expm1',
    f: (x) => expm1(float64Arithmetic, x),
    reference: exact.expm1,
    bound: 0.9,
    regions: [
      ['unreduced', uniform(-0.35, 0.35)], // 0.743
      ['just reduced', uniform(0.34, 0.5)], // 0.816
      ['moderate', uniform(-3, 3)], // 0.814
      ['everywhere', uniform(-60, 709.78)], // 0.699
      ['near 0', logUniform(-1074, -2)], // 0.553
      ['with results near -1', uniform(-38, -35)], // 0.707
      ['where the 1 is lost', uniform(35, 40)], // 0.571
      ['at its ends', [...around(709.782712893384, 40), -100, -745]], // 0.106
    ],
  },
  {
    name: 'tanh',
    f: (x) => tanh(float64Arithmetic, x),
    reference: exact.tanh,
    bound: 0.95,
    regions: [
      ['below the threshold', uniform(0.3, 0.55)], // 0.806
      ['just below it', uniform(0.5, 0.55)], // 0.862
      ['above it', uniform(0.55, 1)], // 0.768
      ['moderate', uniform(-3, 3)], // 0.784
      ['everywhere', uniform(-25, 25)], // 0.748
      ['near 0', logUniform(-1074, -1)], // 0.509
      ['where the formula changes', [0.55, 19.06, 22].flatMap((x) => around(x))], // 0.710
    ],
  },
  {
    name: 'log1p',
    f: (x) => log1p(float64Arithmetic, x),
    reference: exact.log1p,
    bound: 0.501,
    regions: [
      ['near 0', logUniform(-53, -2)], // 0.500
      ['where it is x', logUniform(-1074, -53)], // 0.497
      ['where it begins to be more', around(2 ** -54)], // 0.125
      ['within (-1, 1)', uniform(-1, 1)], // 0.500
      ['near -1', map(uniform(-53, 0), (x) => 2 ** x - 1)], // 0.500
      ['within [1, 20)', uniform(1, 20)], // 0.500
      ['everywhere', positive()], // 0.500
      ['at its ends', [-0.9999999999999999, Number.MAX_VALUE]], // 0.208
    ],
  },
]

const logarithm: Case = {
  name: 'log',
  f: (x) => log(float64Arithmetic, x),
  reference: exact.log,
  bound: 0.5001,
  regions: [
    ['everywhere', positive()],
    ['within (0, 1)', uniform(2 ** -53, 1)],
    ['within [1, 20)', uniform(1, 20)],
    ['near 1', map(logUniform(-52, -2), (x) => 1 + x)],
    ['of subnormal numbers', map(logUniform(-1074, -1022), Math.abs)],
    ['where the reduction changes', [1, 1.09, 1.296, 1.545, 1.837, 2].flatMap((x) => around(x))],
    ['at its ends', [Number.MIN_VALUE, ...around(2 ** -1022), Number.MAX_VALUE]],
  ],
}

describe.each(cases)('$name is within $bound ulp', ({ f, reference, bound, regions }) => {
  it.each(regions)('%s', (...region) => {
    const { worst, at } = survey(f, reference, pointsOf(region, 2000))
    expect(worst, `at ${at}`).toBeLessThan(bound)
  })
})

// Of 650,150 logarithms every one was the nearest double.
describe('log is the nearest double, but for one case in a thousand at most', () => {
  it.each(logarithm.regions)('%s', (...region) => {
    const { worst, at, nearest } = survey(logarithm.f, logarithm.reference, pointsOf(region, 5000))
    expect(worst, `at ${at}`).toBeLessThan(logarithm.bound)
    expect(nearest).toBeGreaterThanOrEqual(0.999)
  })
})

describe('power', () => {
  const count = 2000
  const normal = uniform(-708, 709.7, 11)
  const exponents = uniform(-10, 10, 12)
  /** Pairs (x, y) with log(x^y) as drawn. */
  const withLogarithm = (xs: Sampler, logarithms: Sampler) =>
    take(count, xs).map((x) => [x, logarithms() / Math.log(x)])
  const withExponent = (xs: Sampler, ys: Sampler) => take(count, xs).map((x) => [x, ys()])

  it.each([
    ['moderate', withExponent(uniform(0.01, 10), exponents), 0.53], // 0.517
    [
      'near 1',
      withLogarithm(
        map(logUniform(-40, -3), (x) => 1 + x),
        normal,
      ),
      0.53,
    ], // 0.518
    ['everywhere', withLogarithm(positive(), normal), 0.53], // 0.521
    [
      'with tiny exponents',
      withExponent(
        positive(),
        map(exponents, (y) => y * 2 ** -30),
      ),
      0.53,
    ], // 0.500
    ['as square root', withExponent(positive(), () => 0.5), 0.53], // 0.521
    ['as cube', withExponent(uniform(0, 100), () => 3), 0.53], // 0.520
    ['as reciprocal', withExponent(uniform(0, 100), () => -1), 0.53], // 0.521
    ['with subnormal results', withLogarithm(positive(), uniform(-745, -708.4)), 0.78], // 0.750
  ])('%s', (_, points, bound) => {
    const { worst, at } = survey((x, y) => power(float64Arithmetic, x, y), exact.power, points)
    expect(worst, `at ${at}`).toBeLessThan(bound)
  })
})
