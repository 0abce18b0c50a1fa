import { type FloatDType, type Tensor, unitRoundoff } from '../../tensor/index.js'
import { fullLike, less, mul } from '../primitives/arithmetic.js'
import { convert, stopGradient } from '../primitives/conversion.js'
import { eigh as eigenSystem } from '../primitives/linear/eigen.js'
import { checkSquare, leadingAxes } from '../primitives/linear/matrices.js'
import { qr as orthogonalFactors } from '../primitives/linear/orthogonal.js'
import { type Extents, extentsOf } from '../primitives/linear/rectangular.js'
import { pinv as pseudoInverse, svd as singularFactors } from '../primitives/linear/singular.js'
import { broadcastTo, reshape, sumTo } from '../primitives/structural.js'
import type {
  EigenSystem,
  EigenValues,
  MatrixRank,
  OrthogonalFactors,
  PseudoInverse,
  RankOptions,
  SingularFactors,
  SingularValues,
} from '../signatures/index.js'
import { checkNotNegative } from './attributes.js'
import { declared, dual } from './dual.js'
import { floatOperandOf } from './operands.js'
import { rankNames } from './optionNames.js'
import { partOf } from './over.js'

/** Matrices of a floating-point dtype. */
const matricesOf = (operation: string, value: unknown): Tensor => {
  const a = floatOperandOf(operation, value)
  extentsOf(operation, a)
  return a
}

/**
 * The reduced factors of matrices A = Q R `[..., M, N]`: Q `[..., M, K]` has orthonormal columns, R `[..., K, N]` is upper
 * triangular without negative numbers on its diagonal, K the smaller of M and N. So they are unique, and smooth, wherever
 * the first K columns of A are independent (LAPACK, and with it NumPy, may give columns of Q and rows of R with the other
 * sign). By Householder's reflections, in float64 throughout: Q'Q is I and Q R is A up to some units of rounding for each
 * row and column. Where a number of A is infinite or NaN, both factors are NaN.
 *
 * With W = Q' dQ antisymmetric and dR R^-1 upper triangular, Q' dA = W R + dR; where the first K columns of A are
 * dependent there is no derivative, and it is NaN where rounding does not hide that. Throws a ShapeError of less than two axes.
 *
 * @example
 * ```ts
 * import { qr, tensor } from 'cotangent'
 *
 * const [q, r] = qr(tensor([[3, 1], [4, 3]]))
 * q
 * // => [[ 0.6 -0.8]
 * //     [ 0.8  0.6]]
 * r
 * // => [[5. 3.]
 * //     [0. 1.]]
 * ```
 */
export const qr: OrthogonalFactors = declared((value: unknown) => orthogonalFactors(matricesOf('qr', value)))

/** Square matrices of a floating-point dtype. */
const squareOf = (operation: string, value: unknown): Tensor => {
  const a = floatOperandOf(operation, value)
  checkSquare(operation, [a])
  return a
}

/**
 * The eigenvalues w `[..., N]`, ascending, and orthonormal eigenvectors, the columns of V `[..., N, N]`, of the symmetric
 * part S = (A + A') / 2 of matrices A `[..., N, N]`: S V = V diag(w). Of each vector the first element that has nine
 * tenths of the largest size, at least, is positive. By Jacobi's rotations, in float64 throughout: V'V is I and
 * V diag(w) V' is S up to some units of rounding for each row. Where a number of A is infinite or NaN, all are NaN.
 *
 * With P = V' dS V: dw_i = p_ii and dV = V W, w_ij = p_ij / (w_j - w_i). Where eigenvalues are equal, but for 4 N units of
 * rounding of the largest, single ones and their vectors have no derivative, and w_ij counts as 0. Then first derivatives are
 * right of functions of whole eigenspaces (their projectors V_k V_k') and of symmetric functions of the eigenvalues (their
 * sum, log-determinants). Those of V diag(f(w)) V' are not: they lack f'(w) p_ij for equal eigenvalues. JAX and PyTorch
 * give NaN in all these cases. Throws a ShapeError unless A is square.
 *
 * @example
 * ```ts
 * import { eigh, tensor } from 'cotangent'
 *
 * const [w, v] = eigh(tensor([[2, 1], [1, 2]]))
 * w // => [1. 3.]
 * v
 * // => [[ 0.70710678  0.70710678]
 * //     [-0.70710678  0.70710678]]
 * ```
 */
export const eigh: EigenSystem = declared((value: unknown) => eigenSystem(squareOf('eigh', value)))

/**
 * The eigenvalues `[..., N]`, ascending, of the symmetric part of matrices `[..., N, N]`: those that `eigh` gives, with
 * the derivative that it documents. Throws a ShapeError unless the matrices are square.
 *
 * @example
 * ```ts
 * import { eigvalsh, tensor } from 'cotangent'
 *
 * eigvalsh(tensor([[2, 1], [1, 2]])) // => [1. 3.]
 * ```
 */
export const eigvalsh: EigenValues = declared((value: unknown) => eigenSystem(squareOf('eigvalsh', value))[0])

/**
 * The reduced factors of matrices A = U diag(S) V' `[..., M, N]`: U `[..., M, K]` and V `[..., N, K]` have orthonormal
 * columns, the singular values S `[..., K]` descend to 0 or more, K the smaller of M and N. Gives U, S and V'. Of each row
 * of V' the first element that has nine tenths of the largest size, at least, is positive. By Jacobi's rotations of one side
 * (Hestenes), in float64 throughout: U'U and V'V are I and U diag(S) V' is A up to some units of rounding for each row and
 * column. Where a number of A is infinite or NaN, all are NaN.
 *
 * With P = U' dA V, E and O its symmetric and antisymmetric part: ds_i = p_ii, and U and V turn by
 * e_ij / (s_j - s_i) + o_ij / (s_j + s_i) and e_ij / (s_j - s_i) - o_ij / (s_j + s_i), beside what takes them out of
 * their spaces. Where singular values are equal, but for 4 K units of rounding of the largest, the first terms count as 0,
 * and where they are 0 the others too. Then first derivatives are right of functions of whole singular subspaces, of U V',
 * and of symmetric functions of equal singular values other than 0. Those of U diag(f(S)) V' are not: they lack
 * f'(s) e_ij for equal singular values. JAX and PyTorch give NaN in all these cases. Throws a ShapeError of less than two axes.
 *
 * @example
 * ```ts
 * import { svd, tensor } from 'cotangent'
 *
 * const [u, s, vt] = svd(tensor([[0, 2], [1, 0], [0, 0]]))
 * u
 * // => [[1. 0.]
 * //     [0. 1.]
 * //     [0. 0.]]
 * s // => [2. 1.]
 * vt
 * // => [[0. 1.]
 * //     [1. 0.]]
 * ```
 */
export const svd: SingularFactors = declared((value: unknown) => singularFactors(matricesOf('svd', value)))

/**
 * The singular values `[..., K]`, descending, of matrices `[..., M, N]`, K the smaller of M and N: those that `svd` gives,
 * with the derivative that it documents. Throws a ShapeError of less than two axes.
 *
 * @example
 * ```ts
 * import { svdvals, tensor } from 'cotangent'
 *
 * svdvals(tensor([[0, 2], [1, 0], [0, 0]])) // => [2. 1.]
 * ```
 */
export const svdvals: SingularValues = declared((value: unknown) => singularFactors(matricesOf('svdvals', value))[1])

/** From where on a singular value counts as one other than 0, as a share of the largest. */
const cutoffOf = (operation: string, a: Tensor, { rtol }: RankOptions, { rows, columns }: Extents): number =>
  rtol === undefined
    ? 2 * unitRoundoff(a.dtype as FloatDType) * Math.max(rows, columns)
    : checkNotNegative(operation, 'rtol', rtol)

/**
 * The pseudoinverse V diag(1/S) U' `[..., N, M]` of matrices A = U diag(S) V' `[..., M, N]`, where 1/s counts as 0 for
 * singular values up to `rtol` times the largest (as many units in the last place as A has rows or columns, whichever are
 * more). The X of least size with the least |A X - B| is `matmul(pinv(a), b)`. NaN where a number of A is infinite or NaN.
 *
 * As long as the rank stays dX = -X dA X + X X' dA' (I - A X) + (I - X A) dA' X' X, also where singular values are equal.
 * (Moore, 1920, and Penrose, 1955; Golub and Pereyra, 1973.) Throws a ShapeError of less than two axes, an ArgumentError
 * of a negative `rtol`.
 *
 * @example
 * ```ts
 * import { pinv, tensor } from 'cotangent'
 *
 * pinv(tensor([[0, 2], [4, 0], [0, 0]]))
 * // => [[0.   0.25 0.  ]
 * //     [0.5  0.   0.  ]]
 * ```
 */
export const pinv: PseudoInverse = dual('pinv', 1, rankNames, (value: unknown, options: RankOptions = {}): Tensor => {
  const a = floatOperandOf('pinv', value)
  return pseudoInverse(a, { cutoff: cutoffOf('pinv', a, options, extentsOf('pinv', a)) })
})

/**
 * The ranks `[...]` (int32) of matrices `[..., M, N]`: how many singular values exceed `rtol` times the largest (as many
 * units in the last place as there are rows or columns, whichever are more). 0 where a number is infinite or NaN. Throws a
 * ShapeError of less than two axes, an ArgumentError of a negative `rtol`.
 *
 * @example
 * ```ts
 * import { matrixRank, tensor } from 'cotangent'
 *
 * matrixRank(tensor([[1, 2], [2, 4]])) // => 1
 * ```
 */
export const matrixRank: MatrixRank = dual(
  'matrixRank',
  1,
  rankNames,
  (value: unknown, options: RankOptions = {}): Tensor => {
    const a = floatOperandOf('matrixRank', value)
    const extents = extentsOf('matrixRank', a)
    const cutoff = cutoffOf('matrixRank', a, options, extents)
    const leading = leadingAxes(a)
    const lists = [...leading, extents.rank]
    const [, s] = singularFactors(stopGradient(a))
    const first = partOf(s, leading.length, 0, Math.min(1, extents.rank))
    const counts = convert(less(broadcastTo(mul(fullLike(first, cutoff), first), lists), s), 'int32')
    return reshape(sumTo(counts, [...leading, 1]), leading)
  },
)
