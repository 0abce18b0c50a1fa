import { gradcheckOpaque, type Tensor, tensor } from 'cotangent'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { logGammaIn, logPosterior } from '../../../examples/gradbench/evaluations/gmm.js'
import { type GmmInput, loops } from '../../bench/gradbench/loops/gmm.js'
import { drawsFrom } from '../../bench/random.js'
import { deviationOf } from './deviation.js'
import { play } from './driver.js'
import { precisely } from './precisely.js'
import { inProcess } from './tools.js'

type Vector = Tensor<[number], 'float64'>
type Matrix = Tensor<[number, number], 'float64'>
type Rows = readonly (readonly number[])[]

interface Sizes {
  readonly d: number
  readonly k: number
  readonly n: number
  readonly m?: number
  readonly gamma?: number
}

/** As the benchmark draws them: means uniform in [0, 1), all else normal. */
const inputOf = ({ d, k, n, m = 0, gamma = 1 }: Sizes) => {
  const { uniform, normal } = drawsFrom(100 * d + 10 * k + n)
  const rows = (count: number, length: number, draw: () => number): Rows =>
    Array.from({ length: count }, () => Array.from({ length }, draw))
  return {
    ...{ d, k, n, m, gamma },
    x: rows(n, d, normal),
    alpha: Array.from({ length: k }, normal),
    mu: rows(k, d, uniform),
    q: rows(k, d, normal),
    l: rows(k, (d * (d - 1)) / 2, normal),
  }
}

type Input = ReturnType<typeof inputOf>

const numbersOf = ({ x, alpha, mu, q, l, ...rest }: Input): GmmInput => ({
  ...rest,
  x: Float64Array.from(x.flat()),
  alpha: Float64Array.from(alpha),
  mu: Float64Array.from(mu.flat()),
  q: Float64Array.from(q.flat()),
  l: Float64Array.from(l.flat()),
})

const matrix = (rows: Rows): Matrix => tensor(rows as number[][]) as Matrix

const rowsOf = (numbers: Float64Array, count: number): number[][] => {
  const length = numbers.length / count
  return Array.from({ length: count }, (_, row) => [...numbers.slice(row * length, (row + 1) * length)])
}

/** A gradient as it stands in an output. */
const written = (k: number, { alpha, mu, q, l }: ReturnType<typeof loops.jacobian>) => ({
  alpha: [...alpha],
  mu: rowsOf(mu, k),
  q: rowsOf(q, k),
  l: rowsOf(l, k),
})

/** The largest ½ |Q x|² + ½ |Q mu|² there may be, by absolute values: what the exponents are differences of. */
const largestExponent = ({ d, x, mu, q, l }: Input): number => {
  const largest = (rows: Rows): number => Math.max(...rows.flat().map(Math.abs), 0)
  const row = Math.exp(Math.max(...q.flat())) + (d - 1) * largest(l)
  return d * (row * (largest(x) + largest(mu))) ** 2
}

/**
 * Of an exponent, which is a sum of d squares of sums of d products, some 3 d + 8 roundings; what they make of it is an error
 * of its exponential. Each of n points is rounded once more where it is added, and each of k components.
 */
const boundFor = (input: Input): number => (input.n + input.k + 3 * input.d + 8) * largestExponent(input) * 2 ** -53

const cases: readonly (readonly [string, Sizes])[] = [
  ['two components in one dimension', { d: 1, k: 2, n: 3 }],
  ['two components in two dimensions', { d: 2, k: 2, n: 5 }],
  ['three components in five dimensions, and a prior', { d: 5, k: 3, n: 4, m: 2, gamma: 0.5 }],
  ['more components than points', { d: 3, k: 7, n: 2, m: 1 }],
]

describe.each(cases)('a mixture of %s', (_, sizes) => {
  const input = inputOf(sizes)
  const { k, m, gamma } = input
  const bound = boundFor(input)
  const x = matrix(input.x)
  const truth = precisely(
    (alpha: Vector, mu: Matrix, q: Matrix, l: Matrix) => logPosterior({ m, gamma })({ alpha, mu, q, l }, x),
    tensor(input.alpha) as Vector,
    matrix(input.mu),
    matrix(input.q),
    matrix(input.l),
  )
  const slopesOf = (argument: number) => Float64Array.from(truth.slopes(argument).map(([slope]) => slope))
  const slopes = written(k, { alpha: slopesOf(0), mu: slopesOf(1), q: slopesOf(2), l: slopesOf(3) })

  it('has the posterior of 31 digits, and its slopes', async () => {
    expect(bound).toBeLessThan(1e-9)
    const workloads = [
      { function: 'objective', input, expected: truth.values[0] },
      { function: 'jacobian', input: { ...input, min_runs: 2, min_seconds: 0 }, expected: slopes },
    ]
    expect(await play(inProcess(), 'gmm', workloads, bound)).toMatchObject([{ _tag: 'Success' }, { _tag: 'Success' }])
  })

  it('by hand is the same', () => {
    const numbers = numbersOf(input)
    expect(deviationOf(loops.objective(numbers), truth.values[0])).toBeLessThanOrEqual(bound)
    expect(deviationOf(written(k, loops.jacobian(numbers)), slopes)).toBeLessThanOrEqual(bound)
  })
})

describe('a mixture of the benchmark', () => {
  it('agrees with the loops by hand', async () => {
    // Sums over all points and components, of which each term is rounded a few times on both sides.
    const bound = 4 * 200 * 10 * 2 ** -53
    const input = inputOf({ d: 20, k: 10, n: 200 })
    const numbers = numbersOf(input)
    const workloads = [
      { function: 'objective', input, expected: loops.objective(numbers) },
      { function: 'jacobian', input, expected: written(10, loops.jacobian(numbers)) },
    ]
    const outcomes = await play(inProcess(), 'gmm', workloads, bound)
    expect(outcomes).toMatchObject([{ _tag: 'Success' }, { _tag: 'Success' }])
  })

  it('has a gradient that differences of the loops by hand confirm', () => {
    const fixed = numbersOf(inputOf({ d: 3, k: 2, n: 10 }))
    for (const part of ['alpha', 'mu', 'q', 'l'] as const) {
      const checked = gradcheckOpaque(
        {
          value: (at: Float64Array) => loops.objective({ ...fixed, [part]: at }),
          gradient: (at: Float64Array) => loops.jacobian({ ...fixed, [part]: at })[part],
        },
        fixed[part],
      )
      expect(E.isRight(checked)).toBe(true)
    }
  })

  it('of one component has the density of a normal distribution and no slope in its weight', async () => {
    const input = inputOf({ d: 2, k: 1, n: 4 })
    const workloads = [{ function: 'jacobian', input, expected: written(1, loops.jacobian(numbersOf(input))) }]
    expect(loops.jacobian(numbersOf(input)).alpha[0]).toBe(0)
    expect(await play(inProcess(), 'gmm', workloads, boundFor(input))).toMatchObject([{ _tag: 'Success' }])
  })
})

describe('the multivariate gamma function', () => {
  // Γ(1/2) = √π, Γ(3/2) = √π / 2, Γ(2) = 1, Γ(5/2) = 3 √π / 4; Γ_d(n / 2) = π^(d (d - 1) / 4) Π Γ((n - j) / 2).
  it.each([
    [1, 1, Math.PI ** 0.5],
    [1, 10, 24],
    [2, 3, Math.PI / 2],
    [3, 4, Math.PI ** 2 / 2],
    [2, 5, (Math.PI * 3) / 4],
  ])('in %i dimensions at %i / 2', (d, n, gamma) => expect(logGammaIn(d, n)).toBeCloseTo(Math.log(gamma), 14))
})

describe('inputs that are none', () => {
  it.each([
    ['no points', { ...inputOf({ d: 2, k: 2, n: 3 }), x: 1 }, /x is 1, not an array/],
    ['means of another dimension', { ...inputOf({ d: 2, k: 2, n: 3 }), mu: [[1], [2]] }, /mu, q and l are not/],
    ['one weight for two', { ...inputOf({ d: 2, k: 2, n: 3 }), alpha: [1] }, /mu, q and l are not/],
    ['triangles of too many numbers', { ...inputOf({ d: 2, k: 1, n: 3 }), l: [[1, 2]] }, /mu, q and l are not/],
    ['fewer degrees of freedom than there must be', inputOf({ d: 2, k: 2, n: 3, m: -1 }), /m is negative/],
    ['a scale that is none', { ...inputOf({ d: 2, k: 2, n: 3 }), gamma: 'wide' }, /gamma is "wide", not a number/],
  ])('%s', async (_, input, problem) => {
    const [outcome] = await play(inProcess(), 'gmm', [{ function: 'objective', input, expected: null }], 0)
    expect(outcome).toMatchObject({ _tag: 'Failure', error: expect.stringMatching(problem) })
  })
})
