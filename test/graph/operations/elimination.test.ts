import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FloatDType, unitRoundoff } from '../../../src/tensor/index.js'
import {
  definite,
  eliminated,
  exactCofactors,
  exactDeterminant,
  type Matrix,
  matrixOf,
  minor,
  numbersOf,
  product,
  sizes,
  transposed,
  troublesome,
  wholeMatrices,
} from './matrices.js'
import { untyped } from './untyped.js'

const { cholesky, det, grad, hessian, inverse, item, jit, slogdet, solve, tensor, toArray, triangularSolve, zeros } =
  untyped

const dtypes = ['float64', 'float32'] as const

/** A matrix as its numbers are in a dtype. */
const inPrecision = (a: Matrix, dtype: FloatDType): Matrix =>
  dtype === 'float64' ? a : a.map((row) => row.map(Math.fround))

/** Each element of a residual in units of its bound, the largest of them. */
const worst = (residual: Matrix, bound: Matrix): number =>
  Math.max(0, ...residual.flatMap((row, i) => row.map((x, j) => (x === 0 ? 0 : Math.abs(x) / bound[i][j]))))

const difference = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => row.map((x, j) => x - b[i][j]))
const sum = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => row.map((x, j) => x + b[i][j]))
const times = (factor: number, a: Matrix): Matrix => a.map((row) => row.map((x) => factor * x))

/** What the products of a residual, which this test computes in float64 itself, may be off by: n u of their terms. */
const ownRounding = (terms: Matrix): Matrix => times((terms.length + 1) * 2 ** -53, terms)

/** Twice a bound of first order in u, for the terms of higher order that it leaves out. */
const margin = 2

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1))
const binomial = (n: number, k: number): number => factorial(n) / factorial(k) / factorial(n - k)

const right = (n: number): Matrix => matrixOf(n, 2, (i, j) => (j === 0 ? 1 : (i % 3) - 1))

describe.each(dtypes)('in %s', (dtype) => {
  const u = unitRoundoff(dtype)
  const of = (a: Matrix): unknown => tensor(a, { dtype })

  /** |B - A X| <= 3 n u |L| |U| |X|, rows as they were (Higham, theorem 9.4). */
  const systemBound = (a: Matrix, x: Matrix): Matrix => {
    const { rows, l, u: upper } = eliminated(a)
    const permuted = product(product(sizes(l), sizes(upper)), sizes(x))
    const bound = permuted.map((_, i) => permuted[rows.indexOf(i)])
    return sum(times(margin * 3 * a.length * u, bound), ownRounding(product(sizes(a), sizes(x))))
  }

  it.each(Object.entries(troublesome))('solve has a small residual on a matrix %s', (_, numbers) => {
    const a = inPrecision(numbers, dtype)
    const b = right(a.length)
    const x = numbersOf(solve(of(a), of(b)))
    expect(worst(difference(b, product(a, x)), systemBound(a, x))).toBeLessThanOrEqual(1)
  })

  it.each(Object.entries(troublesome))('inverse has one for each column on a matrix %s', (_, numbers) => {
    const a = inPrecision(numbers, dtype)
    const x = numbersOf(inverse(of(a)))
    const identity = matrixOf(a.length, a.length, (i, j) => Number(i === j))
    expect(worst(difference(identity, product(a, x)), systemBound(a, x))).toBeLessThanOrEqual(1)
  })

  // |B - T X| <= n u |T| |X| (Higham, theorem 8.5)
  it.each(Object.entries(troublesome))(
    'triangularSolve has a small residual on triangles of a matrix %s',
    (_, numbers) => {
      const a = inPrecision(numbers, dtype)
      const b = right(a.length)
      for (const lower of [true, false]) {
        const kept = matrixOf(a.length, a.length, (i, j) => (i === j ? 1 : (lower ? i > j : i < j) ? a[i][j] : 0))
        const x = numbersOf(triangularSolve(of(a), of(b), { lower, unitDiagonal: true }))
        const terms = product(sizes(kept), sizes(x))
        const bound = sum(times(margin * a.length * u, terms), ownRounding(terms))
        if (x.flat().every(Number.isFinite))
          expect(worst(difference(b, product(kept, x)), bound)).toBeLessThanOrEqual(1)
      }
    },
  )

  // |S - L L'| <= (n + 1) u |L| |L'| (Higham, theorem 10.3), and one more rounding for S itself
  it.each(Object.entries(definite))('cholesky has a small residual on the square of a matrix %s', (_, numbers) => {
    const a = inPrecision(numbers, dtype)
    const l = numbersOf(cholesky(of(a)))
    // In float32 the least eigenvalue may drown in rounding.
    if (dtype === 'float32' && l.flat().some(Number.isNaN)) return
    const terms = product(sizes(l), transposed(sizes(l)))
    const bound = sum(times(margin * (a.length + 2) * u, terms), ownRounding(terms))
    expect(worst(difference(a, product(l, transposed(l))), bound)).toBeLessThanOrEqual(1)
    expect(l.every((row, i) => row.every((x, j) => j <= i || x === 0))).toBe(true)
  })

  /**
   * What a determinant moves by where each number moves by no more than d = 3 n u n^2 max|A|: <|C|, d> to first order,
   * and to order k minors of as many rows of what moves, times those of the others of A,
   *
   *   sum over k of binomial(n, k)^2 k! d^k (n - k)! max|A|^(n - k)
   */
  const movement = (a: Matrix): number => {
    const n = a.length
    const largest = Math.max(0, ...sizes(a).flat())
    const moved = 3 * n * u * n * n * largest
    const first =
      moved *
      sizes(exactCofactors(a))
        .flat()
        .reduce((total, x) => total + x, 0)
    return Array.from({ length: Math.max(0, n - 1) }, (_, index) => index + 2).reduce(
      (total, k) => total + binomial(n, k) ** 2 * factorial(k) * moved ** k * factorial(n - k) * largest ** (n - k),
      first,
    )
  }

  it('det is that of a matrix nearby, whatever the rank', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 4 })).chain(([n, r]) => wholeMatrices(n, r)),
        (a) => {
          const n = a.length
          const [found, exact] = [item(det(n === 0 ? zeros([0, 0], { dtype }) : of(a))), exactDeterminant(a)]
          expect(Math.abs(found - exact)).toBeLessThanOrEqual(movement(a) + margin * u * n * Math.abs(exact))
        },
      ),
    )
  })
})

/**
 * Sums of |x| of the (n - 1)^2 elements that each cofactor, or second slope, is made of, n^2 max|A| each: see `det`.
 */
const slopeBound = (a: Matrix): number => {
  const [n, largest] = [a.length, Math.max(1, ...sizes(a).flat())]
  return margin * 2 ** -53 * 3 * n * (n - 1) ** 2 * n ** 2 * largest * (n * largest) ** (n - 2) * 4 ** (n - 1)
}

const ranks = [
  [2, 0],
  [2, 1],
  [2, 2],
  [3, 1],
  [3, 2],
  [3, 3],
  [4, 1],
  [4, 2],
  [4, 3],
  [4, 4],
] as const

describe.each(ranks)('the derivatives of det on matrices of %i rows and rank %i at most', (n, rank) => {
  const matrices = rank === 0 ? fc.constant(matrixOf(n, n, () => 0)) : wholeMatrices(n, rank)

  it('are cofactors', () => {
    fc.assert(
      fc.property(matrices, (a) => {
        const [found, exact] = [numbersOf(grad((x: unknown) => det(x))(tensor(a))), exactCofactors(a)]
        expect(Math.max(...sizes(difference(found, exact)).flat())).toBeLessThanOrEqual(slopeBound(a))
      }),
    )
  })

  // d^2 det / da_ij da_kl is the cofactor of k, l in the minor of i, j
  it('and second cofactors', () => {
    fc.assert(
      fc.property(matrices, (a) => {
        const found = toArray(hessian((x: unknown) => det(x))(tensor(a))) as readonly (readonly Matrix[])[]
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) {
            const inner = exactCofactors(minor(a, i, j))
            const sign = (i + j) % 2 === 0 ? 1 : -1
            const exact = matrixOf(n, n, (k, l) =>
              k === i || l === j ? 0 : sign * inner[k > i ? k - 1 : k][l > j ? l - 1 : l],
            )
            expect(Math.max(...sizes(difference(found[i][j], exact)).flat())).toBeLessThanOrEqual(slopeBound(a))
          }
      }),
      { numRuns: 30 },
    )
  })
})

describe('determinants', () => {
  it('neither overflow nor underflow on the way', () => {
    const scales = [1e200, 1e-200, 1e-250, 1e250, 3]
    const diagonal = matrixOf(5, 5, (i, j) => (i === j ? scales[i] : 0))
    expect(item(det(tensor(diagonal))) / 3).toBeCloseTo(1, 14)
    const slopes = numbersOf(grad((x: unknown) => det(x))(tensor(diagonal)))
    expect(slopes[4][4]).toBeCloseTo(1, 14)
    expect(slopes[0][0] / 3e-200).toBeCloseTo(1, 14)
  })

  it('have logarithms where they overflow themselves', () => {
    const [sign, logarithm] = slogdet(tensor(matrixOf(4, 4, (i, j) => (i + j === 3 ? 1e100 : 0))))
    expect(item(sign)).toBe(1)
    expect(item(logarithm)).toBeCloseTo(400 * Math.LN10, 10)
    expect(item(det(tensor(matrixOf(4, 4, (i, j) => (i + j === 3 ? 1e100 : 0)))))).toBe(Number.POSITIVE_INFINITY)
  })

  it('agree with each other', () => {
    for (const a of Object.values(troublesome)) {
      const [sign, logarithm] = slogdet(tensor(a))
      const value = item(det(tensor(a)))
      const condition = a.length ** 4 * 2 ** -52 * Math.max(...sizes(numbersOf(inverse(tensor(a)))).flat())
      expect(Math.abs((item(sign) * Math.exp(item(logarithm))) / value - 1)).toBeLessThanOrEqual(
        condition * Math.max(...sizes(a).flat()) + 1e-13,
      )
    }
  })

  it('on singular matrices: 0, its logarithm -Infinity, slopes of that NaN', () => {
    const singular = tensor([
      [1, 2],
      [2, 4],
    ])
    expect(item(det(singular))).toBe(0)
    expect(slogdet(singular).map(item)).toEqual([0, Number.NEGATIVE_INFINITY])
    expect(toArray(grad((x: unknown) => slogdet(x)[1])(singular)).flat()).toEqual(new Array(4).fill(Number.NaN))
  })

  it('of third order where the matrix is regular', () => {
    // d^3 det of a 3 by 3 matrix is a constant: 1, -1 or 0, where rows and columns are permutations.
    const a = tensor([
      [4, 1, 2],
      [0, 3, 1],
      [1, 1, 5],
    ])
    const corner = (x: unknown) => toArray(hessian((y: unknown) => det(y))(x))
    expect(corner(a)[0][0][1][1]).toBeCloseTo(5, 13)
    const third = grad((x: unknown) =>
      untyped.take(untyped.reshape(hessian((y: unknown) => det(y))(x), [81]), 0 * 27 + 0 * 9 + 1 * 3 + 1),
    )(a)
    expect(
      numbersOf(third)
        .flat()
        .map((x) => Math.round(x * 1e12) / 1e12 + 0),
    ).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1])
  })
})

describe('what has no solution is NaN, on both engines', () => {
  const nan = (count: number): readonly number[] => new Array<number>(count).fill(Number.NaN)
  const singular = tensor([
    [1, 2],
    [2, 4],
  ])
  const b = tensor([1, 2])
  const both = (f: (...args: readonly unknown[]) => unknown, ...args: readonly unknown[]): readonly unknown[] =>
    [f, jit(f)].map((g) => toArray(g(...args)))

  it('solve, inverse', () => {
    for (const found of both(solve, singular, b)) expect(found).toEqual(nan(2))
    for (const found of both(inverse, singular)) expect((found as Matrix).flat()).toEqual(nan(4))
  })

  it('triangularSolve', () => {
    const zero = tensor([
      [1, 2],
      [3, 0],
    ])
    for (const found of both((x, y) => triangularSolve(x, y), zero, b)) expect(found).toEqual(nan(2))
    for (const found of both((x, y) => triangularSolve(x, y, { unitDiagonal: true }), zero, b))
      expect(found).toEqual([-3, 2])
  })

  it('cholesky, one matrix by itself', () => {
    const several = tensor([
      [
        [4, 2],
        [2, 5],
      ],
      [
        [1, 2],
        [2, 1],
      ],
      [
        [0, 0],
        [0, 1],
      ],
      [
        [Number.NaN, 0],
        [0, 1],
      ],
    ])
    const bad = [
      [Number.NaN, 0],
      [Number.NaN, Number.NaN],
    ]
    const good = [
      [2, 0],
      [1, 2],
    ]
    for (const found of both(cholesky, several)) expect(found).toEqual([good, bad, bad, bad])
  })

  it('and NaN goes on', () => {
    const broken = tensor([
      [Number.NaN, 1],
      [1, 2],
    ])
    for (const found of both(solve, broken, b)) expect((found as number[]).some(Number.isNaN)).toBe(true)
    for (const found of both(det, broken)) expect(found).toBe(Number.NaN)
    for (const found of both((x) => slogdet(x)[1], broken)) expect(found).toBe(Number.NaN)
  })
})
