import type {
  AnyTensor,
  CommonDType,
  DTypeMismatch,
  DTypeRefused,
  Guard,
  Matmul,
  MatmulMismatch,
  NumericDType,
  ShapeOf,
  Tensor,
} from '../../tensor/index.js'

/**
 * The matrix product [..., M, K] x [..., K, N] -> [..., M, N] with NumPy's rules for one axis and for leading axes:
 * `matmul(a, b)` and `pipe(a, matmul(b))`.
 */
export interface MatrixProduct {
  <A extends AnyTensor, B extends AnyTensor>(
    a: A & Guard<DTypeRefused<A, NumericDType>>,
    b: B & Guard<DTypeRefused<B, NumericDType> | MatmulMismatch<ShapeOf<A>, ShapeOf<B>> | DTypeMismatch<A, B>>,
  ): Tensor<Matmul<ShapeOf<A>, ShapeOf<B>>, CommonDType<A, B>>
  <B extends AnyTensor>(
    b: B & Guard<DTypeRefused<B, NumericDType>>,
  ): <A extends AnyTensor>(
    a: A & Guard<DTypeRefused<A, NumericDType> | MatmulMismatch<ShapeOf<A>, ShapeOf<B>> | DTypeMismatch<A, B>>,
  ) => Tensor<Matmul<ShapeOf<A>, ShapeOf<B>>, CommonDType<A, B>>
}
