import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import type { Shape, Tensor } from '../../../src/tensor/index.js'
import { type Matrix, matrixOf, numbersOf, product, transposed, troublesome } from './matrices.js'
import { refuses } from './refusals.js'
import { elementsOf, untyped } from './untyped.js'

const { add, eigh, eigvalsh, eye, jit, matmul, matrixRank, mul, pinv, qr, slice, svd, svdvals, tensor, vmap, zeros } =
  untyped

const pick = (a: Matrix, rows: number, columns: number): Matrix => a.slice(0, rows).map((row) => row.slice(0, columns))

const times = (factor: number, a: Matrix): Matrix => a.map((row) => row.map((x) => factor * x))

/** Matrices of all kinds: square, tall and wide, of full and of low rank, of all scales, with equal spectra. */
const matrices: Readonly<Record<string, Matrix>> = {
  ...troublesome,
  'of random numbers, tall': pick(troublesome['of random numbers'], 17, 6),
  'of random numbers, wide': pick(troublesome['of random numbers'], 5, 11),
  'of one row': pick(troublesome['of random numbers'], 1, 4),
  'of one column': pick(troublesome['of random numbers'], 4, 1),
  'of zeros': matrixOf(4, 3, () => 0),
  'of ones': matrixOf(5, 5, () => 1),
  'of rank 2': matrixOf(7, 6, (i, j) => (i + 1) * (j - 2) + (i % 3)),
  'the identity': matrixOf(6, 6, (i, j) => Number(i === j)),
  'a reflection': matrixOf(4, 4, (i, j) => Number(i === j) - 0.5),
  'with two equal pairs': matrixOf(4, 4, (i, j) => (i === j ? 2 : Number(i + j === 3))),
  'of a column of zeros': matrixOf(4, 4, (i, j) => (j === 1 ? 0 : (i * 5 + j * 3) % 7)),
  tiny: times(1e-300, pick(troublesome['of random numbers'], 8, 8)),
  subnormal: times(1e-310, pick(troublesome['of random numbers'], 8, 8)),
  huge: times(1e307, pick(troublesome['of random numbers'], 8, 8)),
  'graded over the whole range': matrixOf(
    9,
    9,
    (i, j) => troublesome['of random numbers'][i][j] * 10 ** (-70 * (i + j)),
  ),
  'of columns from huge to nothing': matrixOf(
    9,
    9,
    (i, j) => troublesome['of random numbers'][i][j] * 10 ** (300 - 90 * j),
  ),
}

const over = (a: Matrix, size: number): Matrix => a.map((row) => row.map((x) => x / size))

const largest = (a: Matrix): number => Math.max(0, ...a.flat().map(Math.abs)) || 1

/** Some units of rounding for each row and column. */
const tolerance = (a: Matrix, unit = 2 ** -53): number => 8 * (a.length + a[0].length) * unit

/** The largest distance of two matrices, in units of a size; products are formed of numbers of moderate size. */
const distance = (a: Matrix, b: Matrix, size: number): number =>
  Math.max(0, ...a.flatMap((row, i) => row.map((x, j) => Math.abs(x - b[i][j]) / size)))

/** How far columns are from orthonormal. */
const skew = (q: Matrix): number => {
  const gram = product(transposed(q), q)
  return distance(
    gram,
    matrixOf(gram.length, gram.length, (i, j) => Number(i === j)),
    1,
  )
}

/** Subnormal numbers are as far apart as the smallest is large. */
const room = (a: Matrix): number => tolerance(a) + (64 * Number.MIN_VALUE) / largest(a)

const diagonal = (s: readonly number[]): Matrix => matrixOf(s.length, s.length, (i, j) => (i === j ? s[i] : 0))

/** The first of its elements that have nine tenths of the largest size. */
const leading = (x: readonly number[]): number => {
  const most = Math.max(...x.map(Math.abs))
  return x.find((each) => Math.abs(each) >= 0.9 * most) ?? 0
}

const ascends = (x: readonly number[]): boolean => x.every((each, index) => index === 0 || x[index - 1] <= each)

describe.each(Object.entries(matrices))('of a matrix %s', (_, a) => {
  const size = largest(a)

  it('qr gives orthonormal columns and a triangle without negative diagonal', () => {
    const [q, r] = qr(tensor(a)).map(numbersOf) as [Matrix, Matrix]
    expect(skew(q)).toBeLessThanOrEqual(tolerance(a))
    expect(distance(product(q, over(r, size)), over(a, size), 1)).toBeLessThanOrEqual(room(a))
    r.forEach((row, i) => {
      row.forEach((x, j) => {
        if (i > j) expect(x).toBe(0)
      })
      expect(row[i]).toBeGreaterThanOrEqual(0)
    })
  })

  it('svd gives orthonormal columns and descending values', () => {
    const [u, s, vt] = svd(tensor(a))
    const [left, right] = [numbersOf(u), numbersOf(vt)]
    const values = elementsOf(s)
    expect(skew(left)).toBeLessThanOrEqual(tolerance(a))
    expect(skew(transposed(right))).toBeLessThanOrEqual(tolerance(a))
    const whole = product(product(left, diagonal(values.map((x) => x / size))), right)
    expect(distance(whole, over(a, size), 1)).toBeLessThanOrEqual(room(a))
    expect(ascends([...values.toReversed(), Infinity])).toBe(true)
    expect(values.every((x) => x >= 0)).toBe(true)
    for (const row of right) expect(leading(row)).toBeGreaterThan(0)
  })

  it('pinv is what Penrose asks for', () => {
    // The inverse of the smallest numbers is above the largest.
    if (size < 1e-305) return
    const rtol = 1e-10
    const x = times(size, numbersOf(pinv(tensor(a), { rtol })))
    const own = over(a, size)
    const condition = largest(x) * Math.hypot(...own.flat())
    const close = (left: Matrix, right: Matrix, scale: number): void =>
      expect(distance(left, right, scale)).toBeLessThanOrEqual((tolerance(a) + rtol) * condition)
    const [ax, xa] = [product(own, x), product(x, own)]
    close(product(ax, own), own, 1)
    close(product(xa, x), x, largest(x))
    close(transposed(ax), ax, 1)
    close(transposed(xa), xa, 1)
  })

  it('eigh gives orthonormal vectors and ascending values of the symmetric part', () => {
    if (a.length !== a[0].length) return
    const [w, v] = eigh(tensor(a))
    const [values, vectors] = [elementsOf(w), numbersOf(v)]
    const symmetric = matrixOf(a.length, a.length, (i, j) => a[i][j] / size / 2 + a[j][i] / size / 2)
    expect(skew(vectors)).toBeLessThanOrEqual(tolerance(a))
    const whole = product(product(vectors, diagonal(values.map((x) => x / size))), transposed(vectors))
    expect(distance(whole, symmetric, 1)).toBeLessThanOrEqual(room(a))
    expect(ascends(values)).toBe(true)
    for (const column of transposed(vectors)) expect(leading(column)).toBeGreaterThan(0)
  })

  it('powers of two change nothing but the scale', () => {
    const factor = 2 ** -5
    if (size * factor < 1e-290) return
    const [one, other] = [tensor(a), tensor(times(factor, a))]
    const [[q, r], [q2, r2]] = [qr(one), qr(other)]
    expect(elementsOf(q2)).toEqual(elementsOf(q))
    if (size < 1e100) expect(elementsOf(r2)).toEqual(elementsOf(r).map((x) => x * factor))
    expect(elementsOf(svd(other)[0])).toEqual(elementsOf(svd(one)[0]))
  })

  it('float32 is float64 rounded once', () => {
    const single = tensor(a, { dtype: 'float32' })
    if (!elementsOf(single).every(Number.isFinite)) return
    const double = untyped.astype(single, 'float64')
    for (const operation of [qr, svd])
      expect(operation(single).map(elementsOf)).toEqual(
        operation(double).map((x: Tensor) => Array.from(elementsOf(x), Math.fround)),
      )
  })

  it('is the same to the bit where it is compiled', () => {
    for (const operation of [qr, svd, pinv]) {
      const [eager, compiled] = [operation(tensor(a)), jit(operation)(tensor(a))]
      expect([compiled].flat().map(elementsOf)).toEqual([eager].flat().map(elementsOf))
    }
  })
})

describe('spectra that are known', () => {
  const n = 12
  const rounding = 8 * 2 * n * 2 ** -53

  it('of second differences: 2 - 2 cos(k pi / (n + 1))', () => {
    const a = matrixOf(n, n, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0))
    const want = Array.from({ length: n }, (_, k) => 4 * Math.sin(((k + 1) * Math.PI) / (2 * (n + 1))) ** 2)
    const w = elementsOf(eigvalsh(tensor(a)))
    w.forEach((x, k) => {
      expect(Math.abs(x - want[k])).toBeLessThanOrEqual(4 * rounding)
    })
    elementsOf(svdvals(tensor(a))).forEach((x, k) => {
      expect(Math.abs(x - want[n - 1 - k])).toBeLessThanOrEqual(4 * rounding)
    })
  })

  it('of Hilbert', () => {
    const want = [1.5002142800592426, 0.16914122022145, 0.006738273605760748, 0.00009670230402258869]
    const w = elementsOf(eigvalsh(tensor(matrixOf(4, 4, (i, j) => 1 / (i + j + 1)))))
    w.toReversed().forEach((x, k) => {
      expect(Math.abs(x - want[k])).toBeLessThanOrEqual(2 ** -50)
    })
  })

  it('of a matrix with columns of all scales', () => {
    const scales = [1, 1e-100, 1e-200, 1e-300]
    const [, s] = svd(tensor(matrixOf(4, 4, (i, j) => (i === j ? 2 : i < j ? 1 : 0) * scales[j])))
    expect(elementsOf(s)[0]).toBeCloseTo(2, 12)
    const ratios = elementsOf(s).map((x, k) => x / scales[k])
    for (const ratio of ratios) expect(ratio).toBeGreaterThan(0.5)
  })
})

describe('what is infinite or no number', () => {
  it.each([NaN, Infinity, -Infinity])('%d makes all NaN', (x) => {
    const a = tensor([
      [1, 2],
      [3, x],
    ])
    for (const operation of [qr, svd, eigh, pinv])
      for (const result of [operation(a)].flat()) expect(elementsOf(result).every(Number.isNaN)).toBe(true)
    expect(elementsOf(matrixRank(a))).toEqual([0])
  })

  it('in one matrix leaves the others as they are', () => {
    const a = tensor([
      [
        [NaN, 0],
        [0, 1],
      ],
      [
        [2, 0],
        [0, 1],
      ],
    ])
    expect(elementsOf(svdvals(a))).toEqual([NaN, NaN, 2, 1])
    expect(elementsOf(eigvalsh(a))).toEqual([NaN, NaN, 1, 2])
  })
})

describe('shapes', () => {
  const cases: readonly (readonly [a: Shape, left: Shape, values: Shape, right: Shape])[] = [
    [[0, 0], [0, 0], [0], [0, 0]],
    [[0, 3], [0, 0], [0], [0, 3]],
    [[3, 0], [3, 0], [0], [0, 0]],
    [[1, 1], [1, 1], [1], [1, 1]],
    [
      [2, 4, 3],
      [2, 4, 3],
      [2, 3],
      [2, 3, 3],
    ],
    [
      [2, 1, 3, 5],
      [2, 1, 3, 3],
      [2, 1, 3],
      [2, 1, 3, 5],
    ],
    [
      [0, 2, 3],
      [0, 2, 2],
      [0, 2],
      [0, 2, 3],
    ],
  ]

  it.each(cases)('of %j', (shape, left, values, right) => {
    const a = zeros(shape)
    expect(qr(a).map((x: Tensor) => x.shape)).toEqual([left, right])
    expect(svd(a).map((x: Tensor) => x.shape)).toEqual([left, values, right])
    expect(svdvals(a).shape).toEqual(values)
    expect(pinv(a).shape).toEqual([...shape.slice(0, -2), ...shape.slice(-2).toReversed()])
    expect(elementsOf(matrixRank(a)).every((rank) => rank === 0)).toBe(true)
    expect(matrixRank(a).shape).toEqual(shape.slice(0, -2))
    expect(matrixRank(a).dtype).toBe('int32')
  })

  it('several matrices are factored one by one', () => {
    const own = [0, 1, 2].map((k) => matrixOf(3, 3, (i, j) => ((i * 7 + j * 5 + k * 3) % 11) - 4))
    for (const operation of [qr, svd, eigh]) {
      const together = operation(tensor(own))
      const mapped = vmap(operation)(tensor(own))
      own.forEach((each, k) => {
        operation(tensor(each)).forEach((factor: Tensor, index: number) => {
          for (const whole of [together[index], mapped[index]])
            expect(elementsOf(slice(whole, [[k, k + 1]]))).toEqual(elementsOf(factor))
        })
      })
    }
  })
})

describe('ranks', () => {
  it('are told up to rounding, or up to what is said', () => {
    expect(matrixRank(tensor(matrices['of rank 2'])).shape).toEqual([])
    expect(elementsOf(matrixRank(tensor(matrices['of rank 2'])))).toEqual([2])
    expect(elementsOf(matrixRank(tensor(matrices['of ones'])))).toEqual([1])
    const a = tensor([
      [1, 0],
      [0, 1e-6],
    ])
    expect(elementsOf(matrixRank(a))).toEqual([2])
    expect(elementsOf(pipe(a, matrixRank({ rtol: 1e-3 }) as any) as never)).toEqual([1])
    expect(elementsOf(pinv(a, { rtol: 1e-3 }))).toEqual([1, 0, 0, 0])
    expect(elementsOf(pipe(a, pinv({ rtol: 1e-3 }) as any) as never)).toEqual([1, 0, 0, 0])
    expect(elementsOf(pipe(a, pinv as any) as never)).toEqual(elementsOf(pinv(a)))
  })

  it('decide the least squares', () => {
    const [a, b] = [
      tensor([
        [1, 0],
        [1, 1],
        [1, 2],
      ]),
      tensor([1, 3, 5]),
    ]
    elementsOf(matmul(pinv(a), b)).forEach((x, index) => {
      expect(x).toBeCloseTo([1, 2][index], 14)
    })
  })
})

const shifted = (shape: Shape) => add(zeros(shape), mul(3, eye(shape.at(-2), shape.at(-1))))

describe('refusals', () => {
  const vector = zeros([3])
  const integers = zeros([2, 2], { dtype: 'int32' })
  refuses([
    [() => qr(vector), 'ShapeError', 'qr: it takes matrices, not a tensor of rank 1'],
    [() => qr(1), 'ShapeError', 'qr: it takes matrices, not a tensor of rank 0'],
    [() => svd(vector), 'ShapeError', 'svd: it takes matrices, not a tensor of rank 1'],
    [() => svdvals(vector), 'ShapeError', 'svdvals: it takes matrices, not a tensor of rank 1'],
    [() => eigh(vector), 'ShapeError', 'eigh: it takes square matrices, not a tensor of rank 1'],
    [() => eigh(zeros([2, 3])), 'ShapeError', 'eigh: the matrices are not square: sizes 2 and 3 differ'],
    [() => eigvalsh(zeros([2, 3])), 'ShapeError', 'eigvalsh: the matrices are not square: sizes 2 and 3 differ'],
    [() => pinv(vector), 'ShapeError', 'pinv: it takes matrices, not a tensor of rank 1'],
    [() => pinv(shifted([2, 3]), { rtol: -1 }), 'ArgumentError', 'pinv: rtol is -1, not a finite number from 0'],
    [() => pipe(vector, pinv({ rtol: NaN }) as any), 'ShapeError', 'pinv: it takes matrices'],
    [() => matrixRank(vector), 'ShapeError', 'matrixRank: it takes matrices, not a tensor of rank 1'],
    [
      () => matrixRank(shifted([2, 3]), { rtol: 'x' }),
      'ArgumentError',
      'matrixRank: rtol is string, not a finite number from 0',
    ],
    [() => qr(integers), 'DTypeError', 'qr: it does not take int32'],
    [() => svd(zeros([2, 2], { dtype: 'bool' })), 'DTypeError', 'svd: it does not take bool'],
    [() => eigh(integers), 'DTypeError', 'eigh: it does not take int32'],
    [() => eigvalsh(integers), 'DTypeError', 'eigvalsh: it does not take int32'],
    [() => pinv(integers), 'DTypeError', 'pinv: it does not take int32'],
    [() => matrixRank(integers), 'DTypeError', 'matrixRank: it does not take int32'],
    [() => svd('x'), 'ArgumentError', 'svd: an operand (string) is neither a tensor nor a number'],
  ])
})
