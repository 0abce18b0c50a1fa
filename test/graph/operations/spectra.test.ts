import { describe, expect, it } from 'vitest'
import type { Tensor } from '../../../src/tensor/index.js'
import { type Matrix, matrixOf, numbersOf, product, transposed } from './matrices.js'
import { elementsOf, untyped } from './untyped.js'

const { add, det, eigh, eigvalsh, equal, eye, grad, gradcheck, hessian, jvp, log, matmul, mul, pinv, power, qr } =
  untyped
const { slice, slogdet, sqrt, square, sub, sum, svd, svdvals, swapAxes, tensor, where, exp, inverse, zeros } = untyped

type Map = (x: Tensor) => Tensor

const noise = (seed: number, rows: number, columns: number): Matrix => {
  let state = seed
  return matrixOf(rows, columns, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return state / 2 ** 31
  })
}

const transpose = (x: Tensor): Tensor => swapAxes(x, -1, -2)

/** A rotation of n axes. */
const rotation = (seed: number, n: number): Matrix => numbersOf(qr(tensor(noise(seed, n, n)))[0])

/** A symmetric matrix of given eigenvalues, up to rounding, and its eigenvectors. */
const withEigenvalues = (seed: number, values: readonly number[]): Matrix => {
  const q = rotation(seed, values.length)
  return product(
    q.map((row) => row.map((x, k) => x * values[k])),
    transposed(q),
  )
}

/** A matrix of given singular values, up to rounding. */
const withSingularValues = (rows: number, columns: number, values: readonly number[]): Matrix => {
  const [u, v] = [rotation(5, rows), rotation(6, columns)]
  const middle = matrixOf(rows, columns, (i, j) => (i === j ? values[i] : 0))
  return product(product(u, middle), transposed(v))
}

/** Weights that make one number of a matrix. */
const weigh = (x: Tensor, seed = 9): Tensor => sum(mul(x, tensor(noise(seed, x.shape[0], x.shape[1]))))

const close = (got: readonly number[], want: readonly number[], tolerance: number): void => {
  expect(got).toHaveLength(want.length)
  const scale = Math.max(1, ...want.map(Math.abs))
  got.forEach((x, index) => {
    expect(Math.abs(x - want[index]), `${got} against ${want}`).toBeLessThanOrEqual(tolerance * scale)
  })
}

/** The columns of x from one to before another. */
const columns = (x: Tensor, from: number, to: number): Tensor => slice(x, [null, [from, to]])

const projector = (x: Tensor): Tensor => matmul(x, transpose(x))

const checks = (f: Map, at: Matrix): void => {
  const verdict = gradcheck(f, tensor(at))
  expect(verdict._tag, JSON.stringify(verdict)).toBe('Right')
}

describe('derivatives of what does not depend on signs, at spectra apart', () => {
  const a = noise(1, 4, 4)
  const tall = noise(2, 5, 3)
  const wide = noise(3, 3, 5)

  it.each([
    ['an eigenvalue', (x: Tensor) => sum(slice(eigvalsh(x), [[1, 2]])), a],
    ['a function of all eigenvalues', (x: Tensor) => sum(exp(eigvalsh(x))), a],
    ['a projector on an eigenvector', (x: Tensor) => weigh(projector(columns(eigh(x)[1], 2, 3))), a],
    [
      'a function of a symmetric matrix',
      (x: Tensor) => {
        const [w, v] = eigh(x)
        return weigh(matmul(mul(v, exp(w)), transpose(v)))
      },
      a,
    ],
    ['a singular value', (x: Tensor) => sum(slice(svdvals(x), [[1, 2]])), tall],
    ['the sum of singular values', (x: Tensor) => sum(svdvals(x)), wide],
    [
      'the polar factor of a tall matrix',
      (x: Tensor) => {
        const [u, , vt] = svd(x)
        return weigh(matmul(u, vt))
      },
      tall,
    ],
    [
      'a function of singular values between their vectors',
      (x: Tensor) => {
        const [u, s, vt] = svd(x)
        return weigh(matmul(mul(u, square(s)), vt))
      },
      wide,
    ],
    ['a projector on the rows', (x: Tensor) => weigh(projector(transpose(svd(x)[2]))), wide],
    ['a projector on columns', (x: Tensor) => weigh(projector(qr(x)[0])), tall],
    ['Q and R of a tall matrix', (x: Tensor) => add(weigh(qr(x)[0]), weigh(qr(x)[1])), tall],
    ['Q and R of a wide matrix', (x: Tensor) => add(weigh(qr(x)[0]), weigh(qr(x)[1])), wide],
    ['a pseudoinverse', (x: Tensor) => weigh(pinv(x)), tall],
    [
      'a pseudoinverse of rank 2',
      (x: Tensor) => weigh(pinv(matmul(x, tensor(noise(4, 2, 4))), { rtol: 1e-9 })),
      noise(7, 3, 2),
    ],
  ] as readonly (readonly [string, Map, Matrix])[])('%s', (_, f, at) => {
    checks(f, at)
    // The gradient of a function of the gradient: second derivatives, by differences of first ones.
    checks((x: Tensor) => sum(square(grad(f)(x))), at)
  })
})

describe('identities between ways to one derivative', () => {
  const a = add(projector(tensor(noise(1, 4, 4))), eye(4)) as Tensor

  it('log det by eigenvalues, by singular values, by R and by elimination, to second order', () => {
    const ways: readonly Map[] = [
      (x) => sum(log(eigvalsh(x))),
      (x) => sum(log(svdvals(mul(0.5, add(x, transpose(x)))))),
      (x) => {
        const r = qr(mul(0.5, add(x, transpose(x))))[1]
        return sum(log(sum(where(equal(eye(4), 1), r, 0), { axis: 1 })))
      },
      (x) => slogdet(mul(0.5, add(x, transpose(x))))[1],
    ]
    const [first, ...others] = ways.map((way) => [way, grad(way), hessian(way)].map((f) => elementsOf(f(a))))
    for (const other of others) for (const [index, each] of other.entries()) close(each, first[index], 1e-12)
  })

  it('a square root of a matrix by its eigenvalues: R dR + dR R = dA', () => {
    const root = (x: Tensor): Tensor => {
      const [w, v] = eigh(x)
      return matmul(mul(v, sqrt(w)), transpose(v))
    }
    const da = mul(0.5, add(tensor(noise(3, 4, 4)), transpose(tensor(noise(3, 4, 4)))))
    const [r, dr] = jvp(root, [a], [da])
    close(elementsOf(add(matmul(r, dr), matmul(dr, r))), elementsOf(da), 1e-12)
  })

  it('the pseudoinverse of a regular matrix is its inverse', () => {
    const [f, g] = [(x: Tensor) => weigh(pinv(x)), (x: Tensor) => weigh(inverse(x))]
    close(elementsOf(grad(f)(a)), elementsOf(grad(g)(a)), 1e-12)
    close(elementsOf(hessian(f)(a)), elementsOf(hessian(g)(a)), 1e-11)
  })
})

// Of equal values all is compared with what calculus says, since differences go to other branches there.
describe('equal eigenvalues, but for rounding', () => {
  const values = [1, 1, 3, 3, 3]
  const kinds: readonly (readonly [string, Matrix])[] = [
    ['of a diagonal matrix, to the bit', matrixOf(5, 5, (i, j) => (i === j ? values[i] : 0))],
    ['of a full one', withEigenvalues(8, values)],
  ]
  const direction = tensor(noise(4, 5, 5))
  const e = mul(0.5, add(direction, transpose(direction)))

  it.each(kinds)('%s: a projector on an eigenspace', (_, a) => {
    const x = tensor(a)
    const onFirst: Map = (y) => projector(columns(eigh(y)[1], 0, 2))
    const [p, dp] = jvp(onFirst, [x], [direction])
    // dP = P E (I - P) / (1 - 3) + (I - P) E P / (1 - 3)
    const rest = sub(eye(5), p)
    const half = mul(-0.5, matmul(p, matmul(e, rest)))
    close(elementsOf(dp), elementsOf(add(half, transpose(half))), 1e-13)
    const back = grad((y: Tensor) => sum(mul(onFirst(y), direction)))(x)
    close([elementsOf(sum(mul(back, e)))[0]], [elementsOf(sum(mul(dp, direction)))[0]], 1e-13)
  })

  it.each(kinds)('%s: symmetric functions of the eigenvalues', (_, a) => {
    const x = tensor(a)
    close(elementsOf(grad((y: Tensor) => sum(eigvalsh(y)))(x)), elementsOf(eye(5)), 1e-13)
    const inverseOf = numbersOf(inverse(x))
    close(elementsOf(grad((y: Tensor) => sum(log(eigvalsh(y))))(x)), inverseOf.flat(), 1e-13)
    close(elementsOf(grad((y: Tensor) => sum(power(eigvalsh(y), 3)))(x)), elementsOf(mul(3, matmul(x, x))), 1e-12)
  })

  it.each(kinds)('%s: nothing is NaN or out of all proportion', (_, a) => {
    for (const f of [(y: Tensor) => weigh(eigh(y)[1]), (y: Tensor) => sum(eigh(y)[0])]) {
      for (const x of elementsOf(grad(f)(tensor(a)))) expect(Math.abs(x)).toBeLessThan(10)
      for (const x of elementsOf(hessian(f)(tensor(a)))) expect(Math.abs(x)).toBeLessThan(100)
    }
  })

  it("what is not promised: the slope of V f(w) V' in an eigenspace", () => {
    const rebuilt: Map = (y) => {
      const [w, v] = eigh(y)
      return matmul(mul(v, w), transpose(v))
    }
    const [, d] = jvp(
      rebuilt,
      [eye(2)],
      [
        tensor([
          [1, 2],
          [2, 5],
        ]),
      ],
    )
    expect(elementsOf(d)).toEqual([1, 0, 0, 5])
  })
})

describe('equal singular values, but for rounding', () => {
  const kinds: readonly (readonly [string, Matrix])[] = [
    ['of a diagonal matrix, to the bit', matrixOf(4, 3, (i, j) => (i === j ? [2, 2, 1][i] : 0))],
    ['of a full one', withSingularValues(4, 3, [2, 2, 1])],
  ]
  const direction = tensor(noise(4, 4, 3))

  it.each(kinds)('%s: the polar factor', (_, a) => {
    const polar: Map = (y) => {
      const [u, , vt] = svd(y)
      return matmul(u, vt)
    }
    const [w, dw] = jvp(polar, [tensor(a)], [direction])
    // A = W H: W'dW is antisymmetric, and dA = dW H + W dH with dH symmetric.
    const h = matmul(transpose(w), tensor(a))
    const turn = matmul(transpose(w), dw)
    close(elementsOf(add(turn, transpose(turn))), new Array(9).fill(0), 1e-13)
    const dh = matmul(transpose(w), sub(direction, matmul(dw, h)))
    close(elementsOf(dh), elementsOf(transpose(dh)), 1e-13)
    const outside = sub(eye(4), projector(w))
    close(elementsOf(matmul(outside, matmul(dw, h))), elementsOf(matmul(outside, direction)), 1e-13)
    const back = grad((y: Tensor) => sum(mul(polar(y), direction)))(tensor(a))
    close([elementsOf(sum(mul(back, direction)))[0]], [elementsOf(sum(mul(dw, direction)))[0]], 1e-13)
  })

  it.each(kinds)('%s: symmetric functions of them, projectors, the pseudoinverse', (_, a) => {
    const x = tensor(a)
    const squares = grad((y: Tensor) => sum(square(svdvals(y))))(x)
    close(elementsOf(squares), elementsOf(mul(2, x)), 1e-13)
    const nuclear = grad((y: Tensor) => sum(svdvals(y)))(x)
    const [u, , vt] = svd(x)
    close(elementsOf(nuclear), elementsOf(matmul(u, vt)), 1e-13)
    const [p, dp] = jvp((y: Tensor) => projector(columns(svd(y)[0], 0, 3)), [x], [direction])
    const change = matmul(sub(eye(4), p), matmul(direction, pinv(x)))
    close(elementsOf(dp), elementsOf(add(change, transpose(change))), 1e-13)
    const [y, dy] = jvp(pinv, [x], [direction])
    // X A = I for independent columns, so dX A + X dA = 0.
    close(elementsOf(add(matmul(dy, x), matmul(y, direction))), new Array(9).fill(0), 1e-13)
  })

  it.each([
    ['zeros', matrixOf(3, 2, () => 0)],
    ['the identity', matrixOf(3, 3, (i, j) => Number(i === j))],
    ['rank 1', matrixOf(3, 3, () => 1)],
  ])('%s: nothing is NaN', (_, a) => {
    for (const f of [
      (y: Tensor) => weigh(svd(y)[0]),
      (y: Tensor) => sum(svd(y)[1]),
      (y: Tensor) => weigh(svd(y)[2]),
      (y: Tensor) => weigh(pinv(y)),
    ]) {
      expect(elementsOf(grad(f)(tensor(a))).some(Number.isNaN)).toBe(false)
      expect(elementsOf(hessian(f)(tensor(a))).some(Number.isNaN)).toBe(false)
    }
  })
})

describe('dependent columns', () => {
  it('leave Q and R without a derivative', () => {
    const a = tensor([
      [1, 2],
      [2, 4],
    ])
    expect(elementsOf(qr(a)[1])[3]).toBeLessThan(1e-15)
    expect(elementsOf(grad((x: Tensor) => weigh(qr(x)[0]))(zeros([2, 2]))).some(Number.isNaN)).toBe(true)
    expect(elementsOf(det(a))[0]).toBeCloseTo(0, 15)
  })
})
