import { arange, expandDims, matmul, mul, power, sign, square, sub, sum, type Tensor, tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { loops } from '../../bench/gradbench/loops/llsq.js'
import { drawsFrom } from '../../bench/random.js'
import { deviationOf } from './deviation.js'
import { play, type Workload } from './driver.js'
import { precisely } from './precisely.js'
import { inProcess } from './tools.js'

type Vector = Tensor<[number], 'float64'>

const uniforms = (seed: number, count: number): readonly number[] => {
  const { uniform } = drawsFrom(seed)
  return Array.from({ length: count }, uniform)
}

/** ½‖s - V x‖², V the powers of the points: as linear algebra, where the tool has Horner's scheme. */
const leastSquares = (n: number) => {
  const t = tensor(Array.from({ length: n }, (_, i) => -1 + (i * 2) / (n - 1))) as Vector
  return (x: Vector) => {
    const powers = power(expandDims(t, 1), arange(x.shape[0]))
    return mul(sum(square(sub(sign(t), matmul(powers, x)))), 0.5)
  }
}

const unit = 2 ** -53

/**
 * What rounding leaves of both, relative to them. Horner's scheme rounds twice a coefficient, and the points and what they
 * fall short of the step a few times more, each time by a unit of at most 1 + Σ|xⱼ|; the sums over the points then round
 * their terms once each, and the powers in the gradient's terms are products of fewer than m factors.
 */
const boundsFor = (x: readonly number[], n: number, value: number, slopes: readonly number[]) => {
  const m = x.length
  const shortfalls = Array.from({ length: n }, (_, i) => {
    const t = -1 + (i * 2) / (n - 1)
    return Math.abs(Math.sign(t) - x.reduceRight((sum, coefficient) => sum * t + coefficient, 0))
  })
  const total = shortfalls.reduce((sum, each) => sum + each, 0)
  const each = (2 * m + 6) * unit * x.reduce((sum, coefficient) => sum + Math.abs(coefficient), 1)
  return {
    primal: (total * each) / value + (n + 6) * unit,
    gradient: (n * each + total * (m + n + 6) * unit) / Math.max(...slopes.map(Math.abs)),
  }
}

describe.each([
  [1, 2],
  [1, 16],
  [2, 3],
  [3, 16],
  [16, 33],
  [128, 16],
  [64, 128],
])('llsq of %i coefficients over %i points', (m, n) => {
  const x = uniforms(m + n, m)
  const truth = precisely(leastSquares(n), tensor(x) as Vector)
  const want = { primal: truth.values[0], gradient: truth.slopes().map(([slope]) => slope) }
  const bounds = boundsFor(x, n, want.primal, want.gradient)

  it('is what it is by 31 digits, and its gradient is the slope there', async () => {
    const played = (name: 'primal' | 'gradient') => {
      const workload: Workload = { function: name, input: { x, n, min_runs: 2 }, expected: want[name] }
      return play(inProcess(), 'llsq', [workload], bounds[name])
    }
    expect(await played('primal')).toMatchObject([{ _tag: 'Success' }])
    expect(await played('gradient')).toMatchObject([{ _tag: 'Success' }])
  })

  it('by hand is the same', () => {
    const coefficients = Float64Array.from(x)
    expect(deviationOf(loops.primal(coefficients, n), want.primal)).toBeLessThanOrEqual(bounds.primal)
    expect(deviationOf([...loops.gradient(coefficients, n)], want.gradient)).toBeLessThanOrEqual(bounds.gradient)
  })
})

it('llsq of no points is refused', async () => {
  const outcomes = await play(inProcess(), 'llsq', [{ function: 'primal', input: { x: [1], n: 0 }, expected: 0 }], 0)
  expect(outcomes).toMatchObject([{ _tag: 'Failure', error: 'input.n is 0, not positive' }])
})
