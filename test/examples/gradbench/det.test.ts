import { det as determinant, explain, reshape, type Tensor, tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { det, determinantOf } from '../../../examples/gradbench/evaluations/det.js'
import { loops } from '../../bench/gradbench/loops/det.js'
import { drawsFrom } from '../../bench/random.js'
import { deviationOf } from './deviation.js'
import { play, type Workload } from './driver.js'
import { precisely } from './precisely.js'
import { inProcess } from './tools.js'

type Vector = Tensor<[number], 'float64'>
type Rows = readonly (readonly number[])[]

const columns = (size: number): readonly number[] => [...Array(size).keys()]

const uniforms = (seed: number, ell: number): readonly number[] => {
  const { uniform } = drawsFrom(seed)
  return Array.from({ length: ell * ell }, uniform)
}

const rowsOf = (A: readonly number[], ell: number): Rows =>
  columns(ell).map((row) => A.slice(row * ell, (row + 1) * ell))

/** The matrix without a row and a column. */
const without = (rows: Rows, row: number, column: number): Rows =>
  rows.toSpliced(row, 1).map((each) => each.toSpliced(column, 1))

/** The determinant of whole numbers by Bareiss's elimination, whose divisions leave no remainder. */
const exactly = (rows: Rows): bigint => {
  const m = rows.map((row) => row.map(BigInt))
  let [sign, before] = [1n, 1n]
  for (let k = 0; k < m.length - 1; k++) {
    const pivot = m.findIndex((row, index) => index >= k && row[k] !== 0n)
    if (pivot < 0) return 0n
    if (pivot > k) {
      const row = m[k]
      m[k] = m[pivot]
      m[pivot] = row
      sign = -sign
    }
    for (let i = k + 1; i < m.length; i++)
      for (let j = k + 1; j < m.length; j++) m[i][j] = (m[i][j] * m[k][k] - m[i][k] * m[k][j]) / before
    before = m[k][k]
  }
  return m.length === 0 ? 1n : sign * m[m.length - 1][m.length - 1]
}

/** The same sum of products without signs, by which each of the roundings may be off. */
const permanent = (rows: Rows): number =>
  rows.length === 0
    ? 1
    : rows[0].reduce((sum, each, column) => sum + Math.abs(each) * permanent(without(rows, 0, column)), 0)

const cofactors = <T>(rows: Rows, of: (minor: Rows) => T): readonly T[] =>
  rows.flatMap((row, i) => row.map((_, j) => of(without(rows, i, j))))

const session = (
  A: readonly number[],
  ell: number,
  want: { primal: number; gradient: readonly number[] },
): readonly Workload[] => [
  { function: 'primal', input: { A, ell }, expected: want.primal },
  { function: 'gradient', input: { A, ell, min_runs: 2 }, expected: want.gradient },
]

const byHand = (A: readonly number[], ell: number) => {
  const elements = Float64Array.from(A)
  return { primal: loops.primal(elements, ell), gradient: [...loops.gradient(elements, ell)] }
}

/** Matrices of small whole numbers: all sums of products are exact. */
const whole: readonly (readonly [title: string, ell: number, A: readonly number[]])[] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((ell): readonly [string, number, readonly number[]] => [
    'whole numbers',
    ell,
    uniforms(ell, ell).map((each) => Math.floor(each * 11) - 5),
  ]),
  ['the unit matrix', 6, columns(36).map((place) => (place % 7 === 0 ? 1 : 0))],
  ['columns in reverse', 9, columns(81).map((place) => (place % 8 === 0 && place > 0 && place < 80 ? 1 : 0))],
  ['rank 1', 5, columns(25).map((place) => (1 + (place % 5)) * (2 - Math.floor(place / 5)))],
  ['zeros', 4, columns(16).map(() => 0)],
]

describe.each(whole)('det of %s, %i by %i', (_, ell, A) => {
  const rows = rowsOf(A, ell)
  const signed = cofactors(rows, (minor) => Number(exactly(minor))).map((each, place) =>
    (Math.floor(place / ell) + (place % ell)) % 2 === 0 ? each : -each,
  )
  const want = { primal: Number(exactly(rows)), gradient: signed }

  it('is exact, and so is its gradient', async () => {
    const outcomes = await play(inProcess(), 'det', session(A, ell, want), 0)
    expect(outcomes).toMatchObject([{ _tag: 'Success' }, { _tag: 'Success' }])
  })

  it('by hand is the same', () => {
    expect(deviationOf(byHand(A, ell), want)).toBe(0)
  })
})

const unit = 2 ** -53

/**
 * What rounding leaves, relative to the largest: each product of ell elements is rounded ell times, its sign and what goes
 * along counted in, and at each size m once for each of the m terms that it is added to, twice where minors give back
 * their slopes; all of that by at most a unit of its size, and these sizes add up to permanents.
 */
const boundsFor = (rows: Rows, want: { readonly primal: number; readonly gradient: readonly number[] }) => {
  const ell = rows.length
  const roundings = ell * (ell + 1) + 3 * ell
  return {
    primal: (roundings * unit * permanent(rows)) / Math.abs(want.primal),
    gradient: (roundings * unit * Math.max(...cofactors(rows, permanent))) / Math.max(...want.gradient.map(Math.abs)),
  }
}

describe.each([2, 3, 4, 6, 7])('det of random numbers, %i by %i', (ell) => {
  const A = uniforms(20 + ell, ell)
  // By elimination, in numbers of some 31 digits.
  const truth = precisely((elements: Vector) => determinant(reshape(elements, [ell, ell])), tensor(A) as Vector)
  const want = { primal: truth.values[0], gradient: truth.slopes().map(([slope]) => slope) }
  const bounds = boundsFor(rowsOf(A, ell), want)

  it('is what it is by 31 digits, and its gradient is the slope there', async () => {
    for (const workload of session(A, ell, want)) {
      const bound = bounds[workload.function as keyof typeof bounds]
      expect(await play(inProcess(), 'det', [workload], bound)).toMatchObject([{ _tag: 'Success' }])
    }
  })

  it('by hand is the same', () => {
    const found = byHand(A, ell)
    expect(deviationOf(found.primal, want.primal)).toBeLessThanOrEqual(bounds.primal)
    expect(deviationOf(found.gradient, want.gradient)).toBeLessThanOrEqual(bounds.gradient)
  })
})

describe('det', () => {
  it.each([5, 7, 9])('computes every product of %i elements', (ell) => {
    const { parts } = explain(determinantOf(ell))(tensor(uniforms(1, ell)) as Vector)
    const operations = parts.reduce((sum, part) => sum + part.operations * part.runs, 0)
    const products = columns(ell).reduce((product, column) => product * (column + 1), 1)
    expect(operations).toBeGreaterThanOrEqual(products)
  })

  it.each([
    [{ A: [1, 2, 3], ell: 2 }, 'input.A has 3 elements, not 2 times 2'],
    [{ A: [], ell: 0 }, 'input.ell is 0, not a size'],
    [{ A: [1] }, 'input has no ell'],
  ])('of %j is refused', (input, error) => {
    expect(det.primal(input)).toMatchObject({ left: error })
  })
})
