import type {
  AnyTensor,
  DTypeOf,
  DTypeRefused,
  Factored,
  FloatDType,
  Guard,
  LeadingAxes,
  MatrixMismatchOf,
  ShapeOf,
  SquareMismatchOf,
  Tensor,
  Transposed,
} from '../../tensor/index.js'
import type { NoOptions, UnknownOption } from './options.js'

/** What is wrong with matrices of a floating-point dtype. */
type MatrixProblem<X extends AnyTensor> = DTypeRefused<X, FloatDType> | MatrixMismatchOf<X>

/** Of matrices [..., M, N] the factors Q [..., M, K] and R [..., K, N]: `const [q, r] = qr(a)`. */
export type OrthogonalFactors = <X extends AnyTensor>(
  a: X & Guard<MatrixProblem<X>>,
) => readonly [
  q: Tensor<Factored<ShapeOf<X>>['left'], DTypeOf<X>>,
  r: Tensor<Factored<ShapeOf<X>>['right'], DTypeOf<X>>,
]

/** Of matrices [..., M, N] the factors U, S and V': `const [u, s, vt] = svd(a)`. */
export type SingularFactors = <X extends AnyTensor>(
  a: X & Guard<MatrixProblem<X>>,
) => readonly [
  u: Tensor<Factored<ShapeOf<X>>['left'], DTypeOf<X>>,
  s: Tensor<Factored<ShapeOf<X>>['values'], DTypeOf<X>>,
  vt: Tensor<Factored<ShapeOf<X>>['right'], DTypeOf<X>>,
]

/** Of matrices [..., M, N] the singular values [..., K]: `svdvals(a)`. */
export type SingularValues = <X extends AnyTensor>(
  a: X & Guard<MatrixProblem<X>>,
) => Tensor<Factored<ShapeOf<X>>['values'], DTypeOf<X>>

/** What is wrong with matrices that have to be square, of a floating-point dtype. */
type SquareProblem<X extends AnyTensor> = DTypeRefused<X, FloatDType> | SquareMismatchOf<X>

/** Of square matrices [..., N, N] the eigenvalues [..., N] and eigenvectors: `const [w, v] = eigh(a)`. */
export type EigenSystem = <X extends AnyTensor>(
  a: X & Guard<SquareProblem<X>>,
) => readonly [w: Tensor<Factored<ShapeOf<X>>['values'], DTypeOf<X>>, v: Tensor<ShapeOf<X>, DTypeOf<X>>]

/** Of square matrices [..., N, N] the eigenvalues [..., N]: `eigvalsh(a)`. */
export type EigenValues = <X extends AnyTensor>(
  a: X & Guard<SquareProblem<X>>,
) => Tensor<Factored<ShapeOf<X>>['values'], DTypeOf<X>>

/** Up to which share of the largest one singular values count as 0: as many units in the last place as there are rows or columns. */
export interface RankOptions {
  readonly rtol?: number
}

/** Options, or matrices: what comes first. */
type Operated = AnyTensor | RankOptions

type OperatedProblem<X extends Operated> = X extends RankOptions
  ? UnknownOption<X, RankOptions>
  : MatrixProblem<Exclude<X, RankOptions>>

/** The pseudoinverse [..., N, M] of matrices [..., M, N]: `pinv(a)`, `pinv(a, { rtol: 1e-9 })`, and both in pipes. */
export type PseudoInverse = <const X extends Operated, const O extends RankOptions = NoOptions>(
  a: X & Guard<OperatedProblem<X>>,
  options?: O & Guard<UnknownOption<O, RankOptions>>,
) => X extends RankOptions ? PseudoInverseWith : PseudoInverseOf<Exclude<X, RankOptions>>

type PseudoInverseOf<X extends AnyTensor> = Tensor<Transposed<ShapeOf<X>>, DTypeOf<X>>

/** The same with options that are given. */
export type PseudoInverseWith = <X extends AnyTensor>(a: X & Guard<MatrixProblem<X>>) => PseudoInverseOf<X>

/** The ranks [...] of matrices [..., M, N], in int32: `matrixRank(a)`, `matrixRank(a, { rtol: 1e-9 })`, and both in pipes. */
export type MatrixRank = <const X extends Operated, const O extends RankOptions = NoOptions>(
  a: X & Guard<OperatedProblem<X>>,
  options?: O & Guard<UnknownOption<O, RankOptions>>,
) => X extends RankOptions ? MatrixRankWith : MatrixRankOf<Exclude<X, RankOptions>>

type MatrixRankOf<X extends AnyTensor> = Tensor<LeadingAxes<ShapeOf<X>>, 'int32'>

/** The same with options that are given. */
export type MatrixRankWith = <X extends AnyTensor>(a: X & Guard<MatrixProblem<X>>) => MatrixRankOf<X>
