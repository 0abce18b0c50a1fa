import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import type { Shape, Tensor } from '../../../src/tensor/index.js'
import { at, indicesOf } from './generators.js'
import { type Matrix, numbersOf, product } from './matrices.js'
import { refuses } from './refusals.js'
import { untyped } from './untyped.js'

const { add, cholesky, det, eye, grad, inverse, jit, makeGraph, matmul, matrixPower, mul } = untyped
const { reshape, slogdet, solve, sum, tensor, toArray, triangularSolve, vmap, zeros } = untyped

/** Tensors of numbers that are all different, the matrices far from singular. */
const ramp = (shape: Shape): Tensor => {
  const size = shape.reduce((count, extent) => count * extent, 1)
  const elements = Array.from({ length: size }, (_, index) => ((index * 7) % 11) / 10 - 0.5)
  return reshape(size === 0 ? zeros([0]) : tensor(elements), shape)
}
const regular = (shape: Shape): Tensor => add(ramp(shape), mul(4, eye(shape.at(-1))))

const systems: readonly (readonly [a: Shape, b: Shape, x: Shape])[] = [
  [[3, 3], [3], [3]],
  [
    [3, 3],
    [3, 2],
    [3, 2],
  ],
  [[4, 3, 3], [3], [4, 3]],
  [
    [3, 3],
    [4, 2, 3, 2],
    [4, 2, 3, 2],
  ],
  [
    [4, 3, 3],
    [3, 2],
    [4, 3, 2],
  ],
  [
    [2, 1, 3, 3],
    [4, 3, 1],
    [2, 4, 3, 1],
  ],
  [
    [0, 0],
    [0, 2],
    [0, 2],
  ],
  [
    [3, 3],
    [3, 0],
    [3, 0],
  ],
  [
    [0, 3, 3],
    [3, 1],
    [0, 3, 1],
  ],
]

describe('systems', () => {
  const solvers = {
    solve: (a: Tensor, b: Tensor) => solve(a, b),
    triangularSolve: (a: Tensor, b: Tensor) => triangularSolve(a, b),
    'triangularSolve, lower': (a: Tensor, b: Tensor) => triangularSolve(a, b, { lower: true }),
  }
  const read: Readonly<Record<keyof typeof solvers, (row: number, column: number) => boolean>> = {
    solve: () => true,
    triangularSolve: (row, column) => row <= column,
    'triangularSolve, lower': (row, column) => row >= column,
  }

  describe.each(Object.keys(solvers) as (keyof typeof solvers)[])('%s', (name) => {
    it.each(systems)('of shapes %j and %j gives %j, matrix by matrix', (left, right, shape) => {
      const [a, b] = [regular(left), ramp(right)]
      const x = solvers[name](a, b)
      expect(x.shape).toEqual(shape)
      const isVector = right.length === 1
      const rows = shape.slice(0, isVector ? -1 : -2)
      const ownAxes = (tensor: Tensor, axes: number, index: readonly number[]) => {
        const leading = tensor.shape.slice(0, tensor.shape.length - axes)
        return leading.map((extent, axis) => (extent === 1 ? 0 : index[axis + rows.length - leading.length]))
      }
      for (const index of indicesOf([...rows, left[left.length - 1], ...(isVector ? [] : shape.slice(-1))])) {
        const [row, ...column] = index.slice(rows.length)
        const total = Array.from({ length: left[left.length - 1] }, (_, k) =>
          read[name](row, k)
            ? at(a, [...ownAxes(a, 2, index), row, k]) * at(x, [...index.slice(0, rows.length), k, ...column])
            : 0,
        ).reduce((one, other) => one + other, 0)
        expect(total).toBeCloseTo(at(b, [...ownAxes(b, isVector ? 1 : 2, index), row, ...column]), 12)
      }
    })
  })

  it('give the same to the bit, however many right-hand sides there are', () => {
    const [a, b] = [regular([3, 3]), ramp([4, 3, 2])]
    expect(toArray(solve(a, b))).toEqual(toArray(vmap((x: Tensor) => solve(a, x))(b)))
    expect(toArray(jit(solve)(a, b))).toEqual(toArray(solve(a, b)))
  })

  it('factor one matrix once for all right-hand sides', () => {
    const printed = String(makeGraph((a: Tensor, b: Tensor) => solve(a, b))(regular([3, 3]), ramp([4, 3, 2])))
    expect(printed).toMatch(/solve.*\[3, 8\]|\[3, 8\].*solve/)
  })

  it('read one triangle only, and only that has a derivative', () => {
    const a = tensor([
      [2, Number.NaN],
      [1, 4],
    ])
    const b = tensor([4, 10])
    expect(toArray(triangularSolve(a, b, { lower: true }))).toEqual([2, 2])
    expect(toArray(triangularSolve(a, b, { lower: true, unitDiagonal: true }))).toEqual([4, 6])
    const slopes = (unitDiagonal: boolean): Matrix =>
      numbersOf(add(grad((x: Tensor) => sum(triangularSolve(x, b, { lower: true, unitDiagonal })))(a), 0))
    expect(slopes(false)[0][1]).toBe(0)
    expect(slopes(false)[0][0]).not.toBe(0)
    expect([slopes(true)[0][0], slopes(true)[1][1], slopes(true)[1][0]]).toEqual([0, 0, -4])
  })

  it('stand in pipes', () => {
    const [a, b] = [tensor([[2]]), tensor([6])]
    expect(toArray(solve(b)(a))).toEqual([3])
    expect(toArray(triangularSolve(b)(a))).toEqual([3])
    expect(toArray(triangularSolve(b, { unitDiagonal: true })(a))).toEqual([6])
  })
})

describe('cholesky', () => {
  it('takes the symmetric part, of which its derivative is too', () => {
    const a = tensor([
      [4, 1],
      [3, 5],
    ])
    expect(toArray(cholesky(a))).toEqual([
      [2, 0],
      [1, 2],
    ])
    const slopes = numbersOf(grad((x: Tensor) => sum(cholesky(x)))(a))
    expect(slopes[0][1]).toBe(slopes[1][0])
  })
})

describe('matrices under leading axes', () => {
  it.each([[], [2], [2, 3], [0], [1, 0, 2]].map((leading) => [leading]))('%j are taken one by one', (leading) => {
    const x = regular([...leading, 2, 2])
    expect([det(x).shape, ...slogdet(x).map((each: Tensor) => each.shape)]).toEqual([leading, leading, leading])
    expect([cholesky(x).shape, inverse(x).shape, matrixPower(x, 3).shape]).toEqual([x.shape, x.shape, x.shape])
    for (const index of indicesOf(leading)) {
      const [a, b, c, d] = [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ].map((place) => at(x, [...index, ...place]))
      expect(at(det(x), index)).toBeCloseTo(a * d - b * c, 12)
      expect(at(slogdet(x)[1], index)).toBeCloseTo(Math.log(Math.abs(a * d - b * c)), 12)
      expect(at(inverse(x), [...index, 0, 1])).toBeCloseTo(-b / (a * d - b * c), 12)
    }
  })

  it('of no rows have determinant 1', () => {
    expect(toArray(det(zeros([0, 0])))).toBe(1)
    expect(slogdet(zeros([0, 0])).map(toArray)).toEqual([1, 0])
    expect(toArray(det(zeros([2, 0, 0])))).toEqual([1, 1])
  })
})

describe('matrixPower', () => {
  const a: Matrix = [
    [1, 1, 0],
    [0, 1, 2],
    [3, 0, 1],
  ]
  it.each([1, 2, 3, 4, 5, 6, 7, 13])('%i is a repeated product', (exponent) => {
    let expected = a
    for (let step = 1; step < exponent; step++) expected = product(expected, a)
    expect(numbersOf(matrixPower(tensor(a), exponent))).toEqual(expected)
    expect(numbersOf(matrixPower(tensor(a, { dtype: 'int32' }), exponent))).toEqual(expected)
  })

  it('0 is the identity, and negative ones are powers of the inverse', () => {
    expect(numbersOf(matrixPower(tensor(a), 0))).toEqual(numbersOf(eye(3)))
    expect(matrixPower(tensor(a, { dtype: 'int32' }), 0).dtype).toBe('int32')
    const identity = numbersOf(matmul(matrixPower(tensor(a), -3), matrixPower(tensor(a), 3)))
    identity.forEach((row, i) => {
      row.forEach((x, j) => {
        expect(x).toBeCloseTo(Number(i === j), 12)
      })
    })
    expect(toArray(pipe(tensor([[2]]), matrixPower(3) as (x: unknown) => unknown))).toEqual([[8]])
  })
})

describe('linear algebra refuses', () => {
  const [square, wide, vector] = [eye(3), zeros([2, 3]), zeros([3])]
  const whole = eye(3, { dtype: 'int32' })
  const single = eye(3, { dtype: 'float32' })
  refuses([
    ...(['cholesky', 'inverse', 'det', 'slogdet'] as const).flatMap((name) => {
      const f = { cholesky, inverse, det, slogdet }[name]
      return [
        [
          () => f(wide),
          'ShapeError',
          `${name}: the matrices are not square: sizes 2 and 3 differ (operands float64[2, 3])`,
        ],
        [
          () => f(vector),
          'ShapeError',
          `${name}: it takes square matrices, not a tensor of rank 1 (operands float64[3])`,
        ],
        [() => f(whole), 'DTypeError', `${name}: it does not take int32 (operands int32[3, 3])`],
        [() => f('a'), 'ArgumentError', `${name}: an operand (string) is neither a tensor nor a number`],
      ] as const
    }),
    [() => solve(wide, vector), 'ShapeError', 'solve: the matrices are not square: sizes 2 and 3 differ'],
    [
      () => solve(square, zeros([4])),
      'ShapeError',
      'solve: numbers of rows 3 and 4 differ (operands float64[3, 3], float64[4])',
    ],
    [() => solve(square, zeros([3, 4, 2])), 'ShapeError', 'solve: numbers of rows 3 and 4 differ'],
    [() => solve(square, 1), 'ShapeError', 'solve: the right-hand side needs at least one axis'],
    [() => solve(single, vector), 'DTypeError', 'solve: dtypes float32 and float64 differ'],
    [() => solve(whole, whole), 'DTypeError', 'solve: it does not take int32'],
    [() => solve(zeros([2, 3, 3]), zeros([4, 3, 1])), 'ShapeError', 'solve: sizes 2 and 4 differ at axis -3'],
    [() => triangularSolve(wide, vector), 'ShapeError', 'triangularSolve: the matrices are not square'],
    [() => triangularSolve(square, zeros([2])), 'ShapeError', 'triangularSolve: numbers of rows 3 and 2 differ'],
    [
      () => triangularSolve(square, vector, { lower: 1 }),
      'ArgumentError',
      'triangularSolve: lower is 1, not true or false',
    ],
    [
      () => triangularSolve(square, vector, { unitDiagonal: 'no' }),
      'ArgumentError',
      'triangularSolve: unitDiagonal is string, not true or false',
    ],
    [() => matrixPower(wide, 2), 'ShapeError', 'matrixPower: the matrices are not square: sizes 2 and 3 differ'],
    [() => matrixPower(square, 0.5), 'ArgumentError', 'matrixPower: the exponent is 0.5, not a whole number'],
    [() => matrixPower(whole, -1), 'DTypeError', 'matrixPower: it does not take int32'],
    [() => matrixPower(tensor([[true]]), 2), 'DTypeError', 'matrixPower: it does not take bool'],
  ])
})
