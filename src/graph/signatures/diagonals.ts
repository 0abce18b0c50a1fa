import type {
  AnyTensor,
  AxisMismatchOf,
  DiagMismatch,
  DiagOf,
  Diagonals,
  DTypeOf,
  Guard,
  HasFreeShape,
  MatrixMismatch,
  ShapeOf,
  Tensor,
  Traced,
} from '../../tensor/index.js'
import type { NoOptions, Option, UnknownOption } from './options.js'
import type { DTypeAfter } from './reductions.js'

/** Which diagonal: above the main one where k > 0, below it where k < 0. */
export interface OffsetOption {
  readonly k?: number
}

type DiagProblem<X extends AnyTensor> = HasFreeShape<X> extends true ? never : DiagMismatch<ShapeOf<X>>

/** A vector as a diagonal, or a matrix's diagonal: `diag(x)`, `diag(x, { k: 1 })` and both in pipes. */
export type Diag = <const X extends AnyTensor | OffsetOption, const O extends OffsetOption = NoOptions>(
  x: X & Guard<X extends OffsetOption ? UnknownOption<X, OffsetOption> : DiagProblem<Exclude<X, OffsetOption>>>,
  options?: O & Guard<UnknownOption<O, OffsetOption>>,
) => X extends OffsetOption
  ? DiagWith<X>
  : Tensor<DiagOf<ShapeOf<Exclude<X, OffsetOption>>, Option<O, 'k', 0>>, DTypeOf<Exclude<X, OffsetOption>>>

/** The same with a diagonal given. */
export type DiagWith<O> = <X extends AnyTensor>(
  x: X & Guard<DiagProblem<X>>,
) => Tensor<DiagOf<ShapeOf<X>, Option<O, 'k', 0>>, DTypeOf<X>>

type MatrixProblem<X extends AnyTensor, What extends string> =
  HasFreeShape<X> extends true ? never : MatrixMismatch<ShapeOf<X>, What>

/** A triangle of the matrices in the last two axes: `triu(x)`, `triu(x, { k: 1 })` and both in pipes. */
export type Triangle = <const X extends AnyTensor | OffsetOption, const O extends OffsetOption = NoOptions>(
  x: X &
    Guard<
      X extends OffsetOption ? UnknownOption<X, OffsetOption> : MatrixProblem<Exclude<X, OffsetOption>, 'a triangle'>
    >,
  options?: O & Guard<UnknownOption<O, OffsetOption>>,
) => X extends OffsetOption
  ? TriangleWith
  : Tensor<ShapeOf<Exclude<X, OffsetOption>>, DTypeOf<Exclude<X, OffsetOption>>>

/** The same with a diagonal given. */
export type TriangleWith = <X extends AnyTensor>(
  x: X & Guard<MatrixProblem<X, 'a triangle'>>,
) => Tensor<ShapeOf<X>, DTypeOf<X>>

/** Which diagonal (`offset` above the main one), of the matrices with rows along `axis1` and columns along `axis2`. */
export interface DiagonalOptions {
  readonly offset?: number
  readonly axis1?: number
  readonly axis2?: number
}

type DiagonalProblem<X extends AnyTensor, O> =
  | MatrixProblem<X, 'a diagonal'>
  | AxisMismatchOf<X, Option<O, 'axis1', never> | Option<O, 'axis2', never>>

type DiagonalsOf<X extends AnyTensor, O> = Tensor<
  Diagonals<ShapeOf<X>, Option<O, 'offset', 0>, Option<O, 'axis1', 0>, Option<O, 'axis2', 1>>,
  DTypeOf<X>
>

/** What is wrong with a first argument, be it the tensor or, in a pipe, the options. */
type FirstProblem<X extends AnyTensor | DiagonalOptions> = X extends DiagonalOptions
  ? UnknownOption<X, DiagonalOptions>
  : MatrixProblem<Exclude<X, DiagonalOptions>, 'a diagonal'>

/** What is wrong with the options behind a tensor. */
type OptionsProblem<X extends AnyTensor | DiagonalOptions, O> =
  | UnknownOption<O, DiagonalOptions>
  | (X extends DiagonalOptions
      ? never
      : AxisMismatchOf<Exclude<X, DiagonalOptions>, Option<O, 'axis1', never> | Option<O, 'axis2', never>>)

/** The diagonals of the matrices in two axes: `diagonal(x)`, `diagonal(x, { offset: 1 })` and both in pipes. */
export type Diagonal = <const X extends AnyTensor | DiagonalOptions, const O extends DiagonalOptions = NoOptions>(
  x: X & Guard<FirstProblem<X>>,
  options?: O & Guard<OptionsProblem<X, O>>,
) => X extends DiagonalOptions ? DiagonalWith<X> : DiagonalsOf<Exclude<X, DiagonalOptions>, O>

/** The same with options given. */
export type DiagonalWith<O> = <X extends AnyTensor>(x: X & Guard<DiagonalProblem<X, O>>) => DiagonalsOf<X, O>

type TraceOf<X extends AnyTensor, O> = Tensor<
  Traced<ShapeOf<X>, Option<O, 'axis1', 0>, Option<O, 'axis2', 1>>,
  DTypeAfter<X, 'own'>
>

/** The sums of diagonals: `trace(x)`, `trace(x, { offset: 1 })` and both in pipes. */
export type Trace = <const X extends AnyTensor | DiagonalOptions, const O extends DiagonalOptions = NoOptions>(
  x: X & Guard<FirstProblem<X>>,
  options?: O & Guard<OptionsProblem<X, O>>,
) => X extends DiagonalOptions ? TraceWith<X> : TraceOf<Exclude<X, DiagonalOptions>, O>

/** The same with options given. */
export type TraceWith<O> = <X extends AnyTensor>(x: X & Guard<DiagonalProblem<X, O>>) => TraceOf<X, O>
