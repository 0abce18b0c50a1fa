import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  add,
  functions,
  mul,
  neg,
  one,
  type Pair,
  type RoutineResult,
  runRoutine,
  sub,
  widen,
  zero,
} from '../../../../src/engine/precise/scalar/index.js'
import {
  type AnyRoutine,
  choleskyFactor,
  cofactorMatrix,
  cofactorSlope,
  determinant,
  eigenSystem,
  mergeSort,
  orthogonalFactors,
  pseudoInverse,
  type Shape,
  signAndLogarithm,
  singularFactors,
  sizeOf,
  solution,
  triangularSolution,
} from '../../../../src/tensor/index.js'
import { pairsBetween } from './pairs.js'

/** What is left of an equation between matrices, as a share of the largest number in it. */
const promised = 2 ** -95

type Matrix = readonly (readonly Pair[])[]

const total = (terms: readonly Pair[]): Pair => terms.reduce(add, zero)
const transposed = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]))
const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => transposed(b).map((column) => total(row.map((x, k) => mul(x, column[k])))))
const diagonal = (values: readonly Pair[]): Matrix => values.map((x, i) => values.map((_, j) => (i === j ? x : zero)))
const identity = (size: number): Matrix => diagonal(Array.from({ length: size }, () => one))
const largest = (a: Matrix): number => Math.max(...a.flat().map(({ high }) => Math.abs(high)))
const difference = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => row.map((x, j) => sub(x, b[i][j])))
const symmetric = (a: Matrix): Matrix => a.map((row, i) => row.map((x, j) => mul(widen(0.5), add(x, a[j][i]))))

/** Whether two matrices are equal but for what is promised of a size. */
const isNear = (a: Matrix, b: Matrix, size = Math.max(largest(a), largest(b))): boolean =>
  largest(difference(a, b)) <= promised * size

const run = <A>(
  routine: AnyRoutine<A>,
  operands: readonly (Matrix | readonly Pair[])[],
  attributes: A,
  shapes: readonly Shape[],
): readonly RoutineResult[] =>
  runRoutine(
    routine,
    operands.map((operand) => {
      const rows = operand as readonly (Pair | readonly Pair[])[]
      const elements = rows.flat() as readonly Pair[]
      const isMatrix = Array.isArray(rows[0])
      return {
        type: { shape: isMatrix ? [rows.length, elements.length / rows.length] : [rows.length], dtype: 'float64' },
        high: Float64Array.from(elements, ({ high }) => high),
        low: Float64Array.from(elements, ({ low }) => low),
      }
    }),
    attributes,
    shapes.map((shape) => ({ shape, dtype: 'float64' })),
  )

const elementsOf = ({ high, low }: RoutineResult): readonly Pair[] =>
  Array.from(high, (x, at) => ({ high: x, low: low?.[at] ?? 0 }))
const matrixOf = (result: RoutineResult, [rows, columns]: Shape): Matrix =>
  Array.from({ length: rows }, (_, i) => elementsOf(result).slice(i * columns, (i + 1) * columns))

const matrices = (rows: number, columns: number): fc.Arbitrary<Matrix> =>
  fc.array(fc.array(pairsBetween(-3, 3), { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  })

const sizes = fc.integer({ min: 1, max: 5 })
const square = sizes.chain((size) => matrices(size, size))
const anyShape = fc.tuple(sizes, sizes).chain(([rows, columns]) => matrices(rows, columns))

/** A matrix and its diagonal grown, so that it is far from singular. */
const regular = square.map((a) => a.map((row, i) => row.map((x, j) => (i === j ? add(x, widen(20)) : x))))

const hilbert = (size: number): Matrix =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => functions.div(one, widen(i + j + 1))))

const check = <A>(arbitrary: fc.Arbitrary<A>, holds: (value: A) => boolean): void =>
  fc.assert(fc.property(arbitrary, holds), { numRuns: 40 })

describe('factors', () => {
  it("S = L L'", () =>
    check(square, (a) => {
      const size = a.length
      const s = symmetric(times(a, transposed(a))).map((row, i) => row.map((x, j) => (i === j ? add(x, one) : x)))
      const l = matrixOf(run(choleskyFactor, [s], {}, [[size, size]])[0], [size, size])
      return isNear(times(l, transposed(l)), s)
    }))

  const isQr = (a: Matrix): boolean => {
    const [rows, columns] = [a.length, a[0].length]
    const rank = Math.min(rows, columns)
    const shapes = [
      [rows, rank],
      [rank, columns],
    ]
    const [q, r] = run(orthogonalFactors, [a], {}, shapes).map((result, at) => matrixOf(result, shapes[at]))
    return isNear(times(q, r), a, largest(a) || 1) && isNear(times(transposed(q), q), identity(rank))
  }
  it("A = Q R, Q' Q = I", () => {
    check(anyShape, isQr)
    expect(isQr(hilbert(6))).toBe(true)
  })

  const isSvd = (a: Matrix): boolean => {
    const [rows, columns] = [a.length, a[0].length]
    const rank = Math.min(rows, columns)
    const shapes = [[rows, rank], [rank], [rank, columns]]
    const [u, s, vt] = run(singularFactors, [a], {}, shapes)
    const [left, right] = [matrixOf(u, shapes[0]), matrixOf(vt, shapes[2])]
    const values = elementsOf(s)
    return (
      isNear(times(times(left, diagonal(values)), right), a, largest(a) || 1) &&
      isNear(times(transposed(left), left), identity(rank)) &&
      isNear(times(right, transposed(right)), identity(rank)) &&
      values.every((x, at) => x.high >= 0 && (at === 0 || functions.lessEqual(x, values[at - 1]).high === 1))
    )
  }
  it("A = U S V', U' U = I, V' V = I, S descending", () => {
    check(anyShape, isSvd)
    expect(isSvd(hilbert(6))).toBe(true)
    expect(
      isSvd([
        [one, one],
        [one, one],
        [one, one],
      ]),
    ).toBe(true)
  })

  const isEigen = (a: Matrix): boolean => {
    const size = a.length
    const [w, v] = run(eigenSystem, [a], {}, [[size], [size, size]])
    const [vectors, values] = [matrixOf(v, [size, size]), elementsOf(w)]
    return (
      isNear(times(symmetric(a), vectors), times(vectors, diagonal(values)), largest(a) || 1) &&
      isNear(times(transposed(vectors), vectors), identity(size)) &&
      values.every((x, at) => at === 0 || functions.lessEqual(values[at - 1], x).high === 1)
    )
  }
  it("S V = V diag(w), V' V = I, w ascending", () => {
    check(square, isEigen)
    expect(isEigen(hilbert(6))).toBe(true)
    expect(isEigen(identity(3))).toBe(true)
  })
})

describe('solutions', () => {
  it('A X = B, and of triangles', () =>
    check(regular, (a) => {
      const size = a.length
      const b = a.map((row, i) => [row[0], widen(i + 0.1)])
      const x = matrixOf(run(solution, [a, b], {}, [[size, 2]])[0], [size, 2])
      const lower = a.map((row, i) => row.map((each, j) => (j <= i ? each : zero)))
      const triangle = { lower: true, unitDiagonal: false }
      const y = matrixOf(run(triangularSolution, [a, b], triangle, [[size, 2]])[0], [size, 2])
      return isNear(times(a, x), b, largest(a)) && isNear(times(lower, y), b, largest(a))
    }))

  it('A X A = A and X A X = X for the pseudoinverse', () =>
    check(regular, (a) => {
      const size = a.length
      const x = matrixOf(run(pseudoInverse, [a], { cutoff: 2 ** -50 }, [[size, size]])[0], [size, size])
      return isNear(times(a, times(x, a)), a) && isNear(times(x, times(a, x)), x)
    }))
})

/** The determinant by its definition, along the first row. */
const laplace = (a: Matrix): Pair =>
  a.length === 0
    ? one
    : total(
        a[0].map((x, j) => {
          const minor = laplace(a.slice(1).map((row) => row.filter((_, k) => k !== j)))
          return mul(j % 2 === 0 ? x : neg(x), minor)
        }),
      )

/** The largest that the terms of a determinant may be in sum. */
const permanent = (a: Matrix): number =>
  a.reduce((size, row) => size * row.reduce((sum, { high }) => sum + Math.abs(high), 1), 1)

describe('determinants', () => {
  it('is what its definition says, and so are its sign and its logarithm', () =>
    check(square, (a) => {
      const expected = laplace(a)
      const [det] = elementsOf(run(determinant, [a], {}, [[]])[0])
      const [sign, logarithm] = run(signAndLogarithm, [a], {}, [[], []]).map((result) => elementsOf(result)[0])
      const again = mul(sign, functions.exp(logarithm))
      return isNear([[det]], [[expected]], permanent(a)) && isNear([[again]], [[expected]], permanent(a))
    }))

  it('has the determinants of minors as slopes', () =>
    check(square, (a) => {
      const size = a.length
      const cofactors = matrixOf(run(cofactorMatrix, [a], {}, [[size, size]])[0], [size, size])
      const expected = a.map((_, i) =>
        a.map((_, j) => {
          const minor = laplace(a.filter((_, k) => k !== i).map((row) => row.filter((_, k) => k !== j)))
          return (i + j) % 2 === 0 ? minor : neg(minor)
        }),
      )
      return isNear(cofactors, expected, permanent(a))
    }))

  it('has cofactors whose slope along A is n - 1 times themselves', () =>
    check(square, (a) => {
      const size = a.length
      const shape = [size, size]
      const cofactors = matrixOf(run(cofactorMatrix, [a], {}, [shape])[0], shape)
      const slope = matrixOf(run(cofactorSlope, [a, a], {}, [shape])[0], shape)
      return isNear(
        slope,
        cofactors.map((row) => row.map((x) => mul(widen(size - 1), x))),
        permanent(a),
      )
    }))
})

it('sorts by low parts where high ones are equal, and keeps the order of what is equal', () => {
  const keys = [{ high: 1, low: 2 ** -60 }, one, { high: 1, low: -(2 ** -60) }, one, widen(Number.NaN), zero]
  const [order] = run(mergeSort, [keys], { descending: false }, [[keys.length]])
  expect(Array.from(order.high)).toEqual([5, 2, 1, 3, 0, 4])
})

it('runs for every index of the leading axes, and on operands without low parts', () => {
  const shape = [2, 2, 2]
  const high = Float64Array.of(2, 0, 0, 3, 1, 2, 3, 4)
  const type = { shape, dtype: 'float64' } as const
  const [det] = runRoutine(determinant, [{ type, high, low: undefined }], {}, [{ shape: [2], dtype: 'float64' }])
  expect(sizeOf(shape)).toBe(high.length)
  expect(elementsOf(det).map(({ high }) => high)).toEqual([6, -2])
})
