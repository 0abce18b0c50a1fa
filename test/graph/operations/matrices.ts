import fc from 'fast-check'
import { untyped } from './untyped.js'

/** A matrix in plain numbers. */
export type Matrix = readonly (readonly number[])[]

export const matrixOf = (rows: number, columns: number, element: (row: number, column: number) => number): Matrix =>
  Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => element(row, column)))

export const numbersOf = (x: unknown): Matrix => untyped.toArray(x)

/** A product, or, of sizes alone, a bound on one. */
export const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => (b[0] ?? []).map((_, column) => row.reduce((sum, x, k) => sum + x * b[k][column], 0)))

export const sizes = (a: Matrix): Matrix => a.map((row) => row.map(Math.abs))

export const transposed = (a: Matrix): Matrix => (a[0] ?? []).map((_, column) => a.map((row) => row[column]))

/** Gaussian elimination with partial pivoting in plain loops: which rows were taken, and both factors. */
export const eliminated = (a: Matrix): { readonly rows: readonly number[]; readonly l: Matrix; readonly u: Matrix } => {
  const n = a.length
  const work = a.map((row) => [...row])
  const rows = [...a.keys()]
  for (let k = 0; k < n; k++) {
    let pivot = k
    for (let i = k; i < n; i++) if (Math.abs(work[i][k]) > Math.abs(work[pivot][k])) pivot = i
    ;[work[k], work[pivot]] = [work[pivot], work[k]]
    ;[rows[k], rows[pivot]] = [rows[pivot], rows[k]]
    for (let i = k + 1; i < n; i++) {
      work[i][k] /= work[k][k]
      for (let j = k + 1; j < n; j++) work[i][j] -= work[i][k] * work[k][j]
    }
  }
  return {
    rows,
    l: matrixOf(n, n, (i, j) => (i === j ? 1 : i > j ? work[i][j] : 0)),
    u: matrixOf(n, n, (i, j) => (i <= j ? work[i][j] : 0)),
  }
}

/** The determinant of a matrix of whole numbers, without rounding: by Leibniz' formula along the first row. */
export const exactDeterminant = (a: Matrix): number =>
  a.length === 0
    ? 1
    : a[0].reduce((sum, x, column) => sum + (column % 2 === 0 ? x : -x) * exactDeterminant(minor(a, 0, column)), 0)

/** A matrix without a row and a column. */
export const minor = (a: Matrix, row: number, column: number): Matrix =>
  a.toSpliced(row, 1).map((each) => each.toSpliced(column, 1))

export const exactCofactors = (a: Matrix): Matrix =>
  matrixOf(a.length, a.length, (i, j) => ((i + j) % 2 === 0 ? 1 : -1) * exactDeterminant(minor(a, i, j)))

/** Square matrices of whole numbers of a given rank at most: products of tall and wide ones. */
export const wholeMatrices = (size: number, rank: number): fc.Arbitrary<Matrix> => {
  const factor = (rows: number, columns: number) =>
    fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    })
  return rank >= size
    ? factor(size, size)
    : fc
        .tuple(factor(size, rank), factor(rank, size))
        .map(([tall, wide]) => matrixOf(size, size, (i, j) => tall[i].reduce((sum, x, k) => sum + x * wide[k][j], 0)))
}

/** Numbers between -1 and 1, the same ones for the same seed. */
const noise = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return state / 2 ** 31
  }
}

const random = (n: number, seed: number): Matrix => {
  const next = noise(seed)
  return matrixOf(n, n, next)
}

/** Matrices on which elimination goes wrong where it is not done with care. */
export const troublesome: Readonly<Record<string, Matrix>> = {
  'of one number': [[3]],
  'that need an exchange of rows': [
    [0, 1, 2],
    [0, 0, 3],
    [4, 5, 6],
  ],
  'with a tiny pivot': [
    [1e-20, 1],
    [1, 1],
  ],
  'of random numbers': random(40, 1),
  'of random numbers in rows of all scales': matrixOf(12, 12, (i, j) => random(12, 2)[i][j] * 10 ** (3 * i - 15)),
  'of random numbers in columns of all scales': matrixOf(12, 12, (i, j) => random(12, 3)[i][j] * 10 ** (3 * j - 15)),
  'of Hilbert': matrixOf(10, 10, (i, j) => 1 / (i + j + 1)),
  'of Pascal': matrixOf(8, 8, (i, j) =>
    Array.from({ length: j }, (_, k) => (i + k + 1) / (k + 1)).reduce((p, x) => p * x, 1),
  ),
  'of Wilkinson, on which numbers double at each step': matrixOf(20, 20, (i, j) =>
    j === 19 || i === j ? 1 : i > j ? -1 : 0,
  ),
  'almost singular': [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9 + 1e-13],
  ],
}

/** Positive definite matrices: A' A and a little on the diagonal. */
export const definite: Readonly<Record<string, Matrix>> = Object.fromEntries(
  Object.entries(troublesome).map(([name, a]) => {
    const square = product(transposed(a), a)
    return [name, matrixOf(a.length, a.length, (i, j) => square[i][j] + (i === j ? 1e-8 * square[i][i] : 0))]
  }),
)
