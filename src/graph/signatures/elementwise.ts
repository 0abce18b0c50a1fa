import type {
  AnyTensor,
  BroadcastMismatchOf,
  BroadcastOf,
  CommonDType,
  DType,
  DTypeMismatch,
  DTypeOf,
  DTypeRefused,
  FloatDType,
  Guard,
  NumericDType,
  Operand,
  ShapeOf,
  Tensor,
} from '../../tensor/index.js'

/** An elementwise operation on one tensor of the accepted dtypes, such as `neg` and `abs`. */
export type UnaryOperation<Accepted extends DType = NumericDType> = <X extends AnyTensor>(
  x: X & Guard<DTypeRefused<X, Accepted>>,
) => Tensor<ShapeOf<X>, DTypeOf<X>>

/** An elementwise operation on one floating-point tensor, such as `exp` and `log`. */
export type FloatUnaryOperation = UnaryOperation<FloatDType>

/** A question that has an answer for each element of a tensor of any dtype, such as `isNaN`. */
export type Predicate = <X extends AnyTensor>(x: X) => Tensor<ShapeOf<X>, 'bool'>

/**
 * An elementwise operation on two operands that broadcast, such as `add`: `sub(a, b)` and `pipe(a, sub(b))` are both
 * a - b. A JavaScript number takes on the dtype of the tensor; two tensors must have the same dtype.
 */
export interface BinaryOperation<Accepted extends DType = NumericDType> {
  <A extends Operand, B extends Operand>(
    a: A & Guard<DTypeRefused<A, Accepted>>,
    b: B & Guard<DTypeRefused<B, Accepted> | BroadcastMismatchOf<A, B> | DTypeMismatch<A, B>>,
  ): Tensor<BroadcastOf<A, B>, CommonDType<A, B>>
  <B extends Operand>(
    b: B & Guard<DTypeRefused<B, Accepted>>,
  ): <A extends Operand>(
    a: A & Guard<DTypeRefused<A, Accepted> | BroadcastMismatchOf<A, B> | DTypeMismatch<A, B>>,
  ) => Tensor<BroadcastOf<A, B>, CommonDType<A, B>>
}

/** A binary operation on floating-point operands only, such as `div`. */
export type FloatBinaryOperation = BinaryOperation<FloatDType>

/** A comparison of two operands that broadcast, such as `less`: `less(a, b)` and `pipe(a, less(b))` are both a < b. */
export interface Comparison<Accepted extends DType = NumericDType> {
  <A extends Operand, B extends Operand>(
    a: A & Guard<DTypeRefused<A, Accepted>>,
    b: B & Guard<DTypeRefused<B, Accepted> | BroadcastMismatchOf<A, B> | DTypeMismatch<A, B>>,
  ): Tensor<BroadcastOf<A, B>, 'bool'>
  <B extends Operand>(
    b: B & Guard<DTypeRefused<B, Accepted>>,
  ): <A extends Operand>(
    a: A & Guard<DTypeRefused<A, Accepted> | BroadcastMismatchOf<A, B> | DTypeMismatch<A, B>>,
  ) => Tensor<BroadcastOf<A, B>, 'bool'>
}

/** The choice of `x` where the condition holds and of `y` elsewhere; all three broadcast. */
export type Where = <C extends AnyTensor, A extends Operand, B extends Operand>(
  condition: C & Guard<DTypeRefused<C, 'bool'>>,
  x: A & Guard<BroadcastMismatchOf<C, A>>,
  y: B & Guard<BroadcastMismatchOf<C, B> | BroadcastMismatchOf<A, B> | DTypeMismatch<A, B>>,
) => Tensor<BroadcastOf<C, Tensor<BroadcastOf<A, B>>>, CommonDType<A, B>>

/** The conversion to another dtype: `astype(x, 'float32')` and `pipe(x, astype('float32'))`. */
export interface Conversion {
  <X extends AnyTensor, E extends DType>(x: X, dtype: E): Tensor<ShapeOf<X>, E>
  <E extends DType>(dtype: E): <X extends AnyTensor>(x: X) => Tensor<ShapeOf<X>, E>
}
