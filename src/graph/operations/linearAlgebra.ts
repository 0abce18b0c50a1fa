import { broadcastShapes, identityMatrix, ShapeError, sizeOf, type Tensor } from '../../tensor/index.js'
import { matmul } from '../primitives/contraction.js'
import * as factors from '../primitives/linear/cholesky.js'
import * as determinants from '../primitives/linear/determinants.js'
import { checkRows, checkSquare } from '../primitives/linear/matrices.js'
import * as systems from '../primitives/linear/systems.js'
import { broadcastTo, moveAxis, reshape } from '../primitives/structural.js'
import type {
  Determinant,
  MatrixPower,
  SignAndLogarithm,
  Solve,
  SquareOperation,
  TriangleOptions,
  TriangularSolve,
} from '../signatures/index.js'
import { checkFlag, checkWhole } from './attributes.js'
import { declared, dual } from './dual.js'
import { floatOperandOf, floatOperandsOf, numericOperandOf } from './operands.js'
import { triangleNames } from './optionNames.js'

/** An operation on square matrices of a floating-point dtype. */
const ofSquare = <F>(operation: string, of: (a: Tensor) => unknown): F =>
  declared((value: unknown) => {
    const a = floatOperandOf(operation, value)
    checkSquare(operation, [a])
    return of(a)
  })

/**
 * The lower triangular L with L L' = S for the symmetric part S = (A + A') / 2 of matrices A `[..., N, N]`, and zeros
 * above the diagonal. Where S is not positive definite, the lower triangle is NaN. Its derivative is that of S: with
 * M = L^-1 dS L'^-1, dL = L (lower triangle of M with half of its diagonal). Throws a ShapeError unless A is square.
 *
 * @example
 * ```ts
 * import { cholesky, tensor } from 'cotangent'
 *
 * cholesky(tensor([[4, 2], [2, 5]]))
 * // => [[2. 0.]
 * //     [1. 2.]]
 * ```
 */
export const cholesky: SquareOperation = ofSquare('cholesky', factors.cholesky)

/** How A X = B is solved where both are matrices under the same leading axes. */
type Solver = (a: Tensor, b: Tensor) => Tensor

/** One matrix for many right-hand sides, whose columns stand side by side: it is factored once. */
const solvedTogether = (solver: Solver, a: Tensor, b: Tensor): Tensor => {
  const rows = b.shape.length - 2
  const front = moveAxis(b, rows, 0)
  const columns = reshape(front, [front.shape[0], sizeOf(front.shape.slice(1))])
  return moveAxis(reshape(solver(a, columns), front.shape), 0, rows)
}

const solvedEach = (operation: string, solver: Solver, a: Tensor, b: Tensor): Tensor => {
  const heads = [a, b].map(({ dtype, shape }) => ({ dtype, shape: [...shape.slice(0, -2), 1, 1] }))
  const leading = broadcastShapes(operation, heads, [a, b]).slice(0, -2)
  const whole = (x: Tensor): Tensor => broadcastTo(x, [...leading, ...x.shape.slice(-2)])
  return solver(whole(a), whole(b))
}

/** X with A X = B, where B is a vector if it has one axis only. */
const system = (operation: string, left: unknown, right: unknown, solver: Solver): Tensor => {
  const operands = floatOperandsOf(operation, [left, right])
  const [a, b] = operands
  checkSquare(operation, operands)
  const isVector = b.shape.length === 1
  if (b.shape.length === 0)
    throw new ShapeError({
      operation,
      operands,
      problem: 'the right-hand side needs at least one axis',
      remedy: 'A vector has one number for each row of the matrix',
    })
  checkRows(operation, operands, b.shape[isVector ? 0 : b.shape.length - 2])
  const columns = isVector ? reshape(b, [...b.shape, 1]) : b
  const x = a.shape.length === 2 ? solvedTogether(solver, a, columns) : solvedEach(operation, solver, a, columns)
  return isVector ? reshape(x, x.shape.slice(0, -1)) : x
}

/**
 * X with T X = B, T the upper triangle of A `[..., N, N]`, or the lower one with `lower`; with `unitDiagonal` its
 * diagonal counts as 1 and is not read. B is `[..., N, K]`, or a vector `[N]`, and X the same; leading axes broadcast.
 * Only that triangle is read, and only it has a derivative: T dX = dB - dT X. Where T has a 0 on its diagonal, X is
 * NaN. Throws a ShapeError where A is not square or the rows of B are not as many.
 *
 * @example
 * ```ts
 * import { tensor, triangularSolve } from 'cotangent'
 *
 * const a = tensor([[2, 1], [1, 4]])
 * triangularSolve(a, tensor([4, 8])) // => [1. 2.]
 * triangularSolve(a, tensor([4, 10]), { lower: true }) // => [2. 2.]
 * ```
 */
export const triangularSolve: TriangularSolve = dual(
  'triangularSolve',
  2,
  triangleNames,
  (a: unknown, b: unknown, { lower = false, unitDiagonal = false }: TriangleOptions = {}): Tensor => {
    const triangle = {
      lower: checkFlag('triangularSolve', 'lower', lower),
      unitDiagonal: checkFlag('triangularSolve', 'unitDiagonal', unitDiagonal),
    }
    return system('triangularSolve', a, b, (left, right) => systems.triangularSolve(left, right, triangle))
  },
)

/**
 * X with A X = B for A `[..., N, N]` and B `[..., N, K]`, or a vector `[N]`; X is as B is, and leading axes broadcast.
 * By elimination with partial pivoting: (A + E) X = B exactly, with |E| at most some 3 N units of rounding of |L| |U|.
 * In float32 every number that is kept is rounded, and what lies between is float64. Where A is singular X is NaN, as
 * long as no rounding hides it: a pivot is exactly 0. dX solves A dX = dB - dA X. Throws a ShapeError where A is not
 * square or the rows of B are not as many.
 *
 * @example
 * ```ts
 * import { solve, tensor } from 'cotangent'
 *
 * const a = tensor([[0, 2], [1, 1]])
 * solve(a, tensor([2, 3])) // => [2. 1.]
 * ```
 */
export const solve: Solve = dual(
  'solve',
  2,
  {},
  (a: unknown, b: unknown): Tensor => system('solve', a, b, systems.solve),
)

/** The identity in the place of each of several matrices. */
const identityLike = ({ dtype, shape }: Tensor): Tensor => {
  const size = shape[shape.length - 1]
  return broadcastTo(identityMatrix(size, size, dtype), shape)
}

const inverseOf = (a: Tensor): Tensor => systems.solve(a, identityLike(a))

/**
 * A^-1 for matrices A `[..., N, N]`, the solution of A X = I; NaN where a pivot is exactly 0. Where a system is to be
 * solved, `solve` is faster and more accurate. d(A^-1) = -A^-1 dA A^-1. Throws a ShapeError unless A is square.
 *
 * @example
 * ```ts
 * import { inverse, tensor } from 'cotangent'
 *
 * inverse(tensor([[2, 0], [1, 1]]))
 * // => [[ 0.5  0. ]
 * //     [-0.5  1. ]]
 * ```
 */
export const inverse: SquareOperation = ofSquare('inverse', inverseOf)

/**
 * The determinants of matrices A `[..., N, N]`, `[...]`, by elimination with complete pivoting. d det A = <C, dA> with
 * the cofactors C, which are finite where A is singular too. So are the second derivatives; from the third on they are
 * NaN where A is singular. Throws a ShapeError unless A is square.
 *
 * @example
 * ```ts
 * import { det, grad, tensor, type Tensor } from 'cotangent'
 *
 * det(tensor([[2, 1], [1, 3]])) // => 5.0
 * grad((x: Tensor<[2, 2]>) => det(x))(tensor([[1, 2], [2, 4]]))
 * // => [[ 4. -2.]
 * //     [-2.  1.]]
 * ```
 */
export const det: Determinant = ofSquare('det', determinants.det)

/**
 * The sign (1, -1 or 0) of the determinants of matrices A `[..., N, N]` and log|det A|, each `[...]`: of large matrices
 * the determinant itself would overflow. Where A is singular the sign is 0 and the logarithm -Infinity, as long as no
 * rounding hides it. d log|det A| = tr(A^-1 dA), NaN where A is singular, and the sign has derivative 0. Throws a
 * ShapeError unless A is square.
 *
 * @example
 * ```ts
 * import { slogdet, tensor } from 'cotangent'
 *
 * const [sign, logarithm] = slogdet(tensor([[0, 2], [1, 0]]))
 * sign // => -1.0
 * logarithm // => 0.6931471805599453
 * ```
 */
export const slogdet: SignAndLogarithm = ofSquare('slogdet', determinants.slogdet)

/** A power by that of half the exponent. */
const raised = (a: Tensor, exponent: number): Tensor => {
  if (exponent === 0) return identityLike(a)
  if (exponent === 1) return a
  const root = raised(a, Math.floor(exponent / 2))
  const square = matmul(root, root)
  return exponent % 2 === 1 ? matmul(square, a) : square
}

/**
 * Matrices A `[..., N, N]` to a whole power, by repeated squaring: the identity for 0, and powers of A^-1 for negative
 * exponents, which take a floating-point dtype. Throws an ArgumentError of an exponent that is no whole number, a
 * ShapeError unless A is square.
 *
 * @example
 * ```ts
 * import { matrixPower, tensor } from 'cotangent'
 *
 * matrixPower(tensor([[1, 1], [1, 0]]), 10)
 * // => [[89. 55.]
 * //     [55. 34.]]
 * ```
 */
export const matrixPower: MatrixPower = dual('matrixPower', 2, {}, (value: unknown, power: unknown): Tensor => {
  const a = numericOperandOf('matrixPower', value)
  checkSquare('matrixPower', [a])
  const exponent = checkWhole('matrixPower', 'the exponent', power, a)
  if (exponent >= 0) return raised(a, exponent)
  return raised(inverseOf(floatOperandOf('matrixPower', a)), -exponent)
})
