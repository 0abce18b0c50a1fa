import type {
  AnyTensor,
  AxisMismatchOf,
  Broadcast,
  BroadcastMismatch,
  CommonDType,
  ContractedAxes,
  DotMismatch,
  Dotted,
  DTypeMismatch,
  DTypeRefused,
  Guard,
  InnerMismatch,
  InnerShape,
  KronShape,
  NumericDType,
  Operand,
  OuterShape,
  ReplaceAxes,
  ShapeOf,
  Tensor,
  TensordotMismatch,
  Tensordotted,
  VecdotMismatch,
} from '../../tensor/index.js'
import type { NoOptions, Option, UnknownOption } from './options.js'
import type { AxisOption } from './reductions.js'

/** The shape that each product of two operands has. */
interface Shapes<A extends readonly unknown[], B extends readonly unknown[]> {
  readonly dot: Dotted<A, B>
  readonly inner: InnerShape<A, B>
  readonly outer: OuterShape<A, B>
  readonly kron: KronShape<A, B>
}

/** What keeps operands from being multiplied, as a message. */
interface Mismatches<A extends readonly unknown[], B extends readonly unknown[]> {
  readonly dot: DotMismatch<A, B>
  readonly inner: InnerMismatch<A, B>
  readonly outer: never
  readonly kron: never
}

type Refused<A extends Operand, B extends Operand, Name extends keyof Shapes<[], []>> =
  | Mismatches<ShapeOf<A>, ShapeOf<B>>[Name]
  | DTypeMismatch<A, B>

/** A product of two operands of one dtype: `dot(a, b)` and `pipe(a, dot(b))`. */
export interface Product<Name extends keyof Shapes<[], []>> {
  <A extends Operand, B extends Operand>(
    a: A & Guard<DTypeRefused<A, NumericDType>>,
    b: B & Guard<DTypeRefused<B, NumericDType> | Refused<A, B, Name>>,
  ): Tensor<Shapes<ShapeOf<A>, ShapeOf<B>>[Name], CommonDType<A, B>>
  <B extends Operand>(
    b: B & Guard<DTypeRefused<B, NumericDType>>,
  ): <A extends Operand>(
    a: A & Guard<DTypeRefused<A, NumericDType> | Refused<A, B, Name>>,
  ) => Tensor<Shapes<ShapeOf<A>, ShapeOf<B>>[Name], CommonDType<A, B>>
}

/** Which axes to sum over: two last ones and two first ones unless said otherwise. */
export interface TensordotOptions {
  readonly axes?: ContractedAxes
}

/** Sums of products over some axes of two operands: `tensordot(a, b, { axes: 1 })` and `pipe(a, tensordot(b, { axes: 1 }))`. */
export interface Tensordot {
  <B extends AnyTensor, const O extends TensordotOptions = NoOptions>(
    b: B & Guard<DTypeRefused<B, NumericDType>>,
    options?: O & Guard<UnknownOption<O, TensordotOptions>>,
  ): <A extends AnyTensor>(
    a: A &
      Guard<
        | DTypeRefused<A, NumericDType>
        | TensordotMismatch<ShapeOf<A>, ShapeOf<B>, Option<O, 'axes', 2>>
        | DTypeMismatch<A, B>
      >,
  ) => Tensor<Tensordotted<ShapeOf<A>, ShapeOf<B>, Option<O, 'axes', 2>>, CommonDType<A, B>>
  <A extends AnyTensor, B extends AnyTensor, const O extends TensordotOptions = NoOptions>(
    a: A & Guard<DTypeRefused<A, NumericDType>>,
    b: B &
      Guard<
        | DTypeRefused<B, NumericDType>
        | TensordotMismatch<ShapeOf<A>, ShapeOf<B>, Option<O, 'axes', 2>>
        | DTypeMismatch<A, B>
      >,
    options?: O & Guard<UnknownOption<O, TensordotOptions>>,
  ): Tensor<Tensordotted<ShapeOf<A>, ShapeOf<B>, Option<O, 'axes', 2>>, CommonDType<A, B>>
}

/** Shapes without the axis of the vectors, broadcast. */
type Vectors<A extends AnyTensor, B extends AnyTensor, Axis> = [
  ReplaceAxes<ShapeOf<A>, Axis, []>,
  ReplaceAxes<ShapeOf<B>, Axis, []>,
]

/** Products of vectors along an axis, the last one without `axis`: `vecdot(a, b)` and `pipe(a, vecdot(b))`. */
export interface Vecdot {
  <B extends AnyTensor, const O extends AxisOption = NoOptions>(
    b: B & Guard<DTypeRefused<B, NumericDType> | AxisMismatchOf<B, Option<O, 'axis'>>>,
    options?: O & Guard<UnknownOption<O, AxisOption>>,
  ): <A extends AnyTensor>(
    a: A &
      Guard<
        | DTypeRefused<A, NumericDType>
        | DTypeMismatch<A, B>
        | AxisMismatchOf<A, Option<O, 'axis'>>
        | VecdotMismatch<ShapeOf<A>, ShapeOf<B>, Option<O, 'axis', -1>>
        | BroadcastMismatch<Vectors<A, B, Option<O, 'axis', -1>>[0], Vectors<A, B, Option<O, 'axis', -1>>[1]>
      >,
  ) => Tensor<
    Broadcast<Vectors<A, B, Option<O, 'axis', -1>>[0], Vectors<A, B, Option<O, 'axis', -1>>[1]>,
    CommonDType<A, B>
  >
  <A extends AnyTensor, B extends AnyTensor, const O extends AxisOption = NoOptions>(
    a: A & Guard<DTypeRefused<A, NumericDType>>,
    b: B &
      Guard<
        | DTypeRefused<B, NumericDType>
        | DTypeMismatch<A, B>
        | AxisMismatchOf<B, Option<O, 'axis'>>
        | AxisMismatchOf<A, Option<O, 'axis'>>
        | VecdotMismatch<ShapeOf<A>, ShapeOf<B>, Option<O, 'axis', -1>>
        | BroadcastMismatch<Vectors<A, B, Option<O, 'axis', -1>>[0], Vectors<A, B, Option<O, 'axis', -1>>[1]>
      >,
    options?: O & Guard<UnknownOption<O, AxisOption>>,
  ): Tensor<
    Broadcast<Vectors<A, B, Option<O, 'axis', -1>>[0], Vectors<A, B, Option<O, 'axis', -1>>[1]>,
    CommonDType<A, B>
  >
}
