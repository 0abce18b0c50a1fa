import type {
  AnyTensor,
  DTypeMismatch,
  DTypeOf,
  DTypeRefused,
  FloatDType,
  Guard,
  LeadingAxes,
  NumericDType,
  ShapeOf,
  Solved,
  SquareMismatchOf,
  SystemMismatch,
  Tensor,
} from '../../tensor/index.js'
import type { NoOptions, UnknownOption } from './options.js'

/** What is wrong with matrices that have to be square, of a floating-point dtype. */
type SquareProblem<X extends AnyTensor> = DTypeRefused<X, FloatDType> | SquareMismatchOf<X>

/** Of square matrices [..., N, N] others of the same shape, such as `inverse`. */
export type SquareOperation = <X extends AnyTensor>(x: X & Guard<SquareProblem<X>>) => Tensor<ShapeOf<X>, DTypeOf<X>>

/** Of square matrices [..., N, N] one number each: `det(x)`. */
export type Determinant = <X extends AnyTensor>(
  x: X & Guard<SquareProblem<X>>,
) => Tensor<LeadingAxes<ShapeOf<X>>, DTypeOf<X>>

/** Of square matrices [..., N, N] the sign and the logarithm of the size of the determinant: `slogdet(x)`. */
export type SignAndLogarithm = <X extends AnyTensor>(
  x: X & Guard<SquareProblem<X>>,
) => readonly [
  sign: Tensor<LeadingAxes<ShapeOf<X>>, DTypeOf<X>>,
  logarithm: Tensor<LeadingAxes<ShapeOf<X>>, DTypeOf<X>>,
]

/** What is wrong with two sides of a system whose left one is right by itself. */
type RightProblem<A extends AnyTensor, B extends AnyTensor> =
  | SystemMismatch<ShapeOf<A>, ShapeOf<B>>
  | DTypeMismatch<A, B>

type SolvedOf<A extends AnyTensor, B extends AnyTensor> = Tensor<Solved<ShapeOf<A>, ShapeOf<B>>, DTypeOf<A>>

/** X with A X = B: `solve(a, b)` and `pipe(a, solve(b))`. */
export interface Solve {
  <A extends AnyTensor, B extends AnyTensor>(
    a: A & Guard<SquareProblem<A>>,
    b: B & Guard<DTypeRefused<B, FloatDType> | RightProblem<A, B>>,
  ): SolvedOf<A, B>
  <B extends AnyTensor>(
    b: B & Guard<DTypeRefused<B, FloatDType>>,
  ): <A extends AnyTensor>(a: A & Guard<SquareProblem<A> | RightProblem<A, B>>) => SolvedOf<A, B>
}

/** Which triangle of a matrix is read: the upper one unless `lower`; its diagonal counts as 1 where `unitDiagonal`. */
export interface TriangleOptions {
  readonly lower?: boolean
  readonly unitDiagonal?: boolean
}

/** X with T X = B, T a triangle of A: `triangularSolve(a, b, { lower: true })` and the same in pipes. */
export interface TriangularSolve {
  <B extends AnyTensor, const O extends TriangleOptions = NoOptions>(
    b: B & Guard<DTypeRefused<B, FloatDType>>,
    options?: O & Guard<UnknownOption<O, TriangleOptions>>,
  ): <A extends AnyTensor>(a: A & Guard<SquareProblem<A> | RightProblem<A, B>>) => SolvedOf<A, B>
  <A extends AnyTensor, B extends AnyTensor, const O extends TriangleOptions = NoOptions>(
    a: A & Guard<SquareProblem<A>>,
    b: B & Guard<DTypeRefused<B, FloatDType> | RightProblem<A, B>>,
    options?: O & Guard<UnknownOption<O, TriangleOptions>>,
  ): SolvedOf<A, B>
}

/** A power of square matrices: `matrixPower(x, 3)` and `pipe(x, matrixPower(3))`. */
export interface MatrixPower {
  (
    exponent: number,
  ): <X extends AnyTensor>(
    x: X & Guard<DTypeRefused<X, NumericDType> | SquareMismatchOf<X>>,
  ) => Tensor<ShapeOf<X>, DTypeOf<X>>
  <X extends AnyTensor>(
    x: X & Guard<DTypeRefused<X, NumericDType> | SquareMismatchOf<X>>,
    exponent: number,
  ): Tensor<ShapeOf<X>, DTypeOf<X>>
}
