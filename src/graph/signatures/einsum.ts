import type {
  AnyTensor,
  DTypeMismatch,
  DTypeOf,
  DTypeRefused,
  EinsumMismatch,
  EinsumShape,
  Guard,
  NumericDType,
  ShapeOf,
  Tensor,
} from '../../tensor/index.js'

/** The shapes of operands, one after another. */
type ShapesOf<Ts extends readonly AnyTensor[]> = { readonly [I in keyof Ts]: ShapeOf<Ts[I]> }

/** Dtypes that differ, or that are refused. */
type OperandsRefused<Ts extends readonly AnyTensor[]> = Ts extends readonly [
  infer First extends AnyTensor,
  ...infer Rest extends readonly AnyTensor[],
]
  ? DTypeRefused<First, NumericDType> | EachMismatch<First, Rest>
  : never

type EachMismatch<First extends AnyTensor, Ts extends readonly AnyTensor[]> = Ts extends readonly [
  infer Next extends AnyTensor,
  ...infer Rest extends readonly AnyTensor[],
]
  ? DTypeMismatch<First, Next> | EachMismatch<First, Rest>
  : never

/** Sums of products by subscripts: `einsum('ij,jk->ik', a, b)`, and of one operand `pipe(a, einsum('ij->ji'))`. */
export interface Einsum {
  <S extends string>(
    subscripts: S,
  ): <X extends AnyTensor>(
    x: X & Guard<DTypeRefused<X, NumericDType> | EinsumMismatch<S, readonly [ShapeOf<X>]>>,
  ) => Tensor<EinsumShape<S, readonly [ShapeOf<X>]>, DTypeOf<X>>
  <S extends string, Ts extends readonly [AnyTensor, ...AnyTensor[]]>(
    subscripts: S & Guard<EinsumMismatch<S, ShapesOf<Ts>> | OperandsRefused<Ts>>,
    ...operands: Ts
  ): Tensor<EinsumShape<S, ShapesOf<Ts>>, DTypeOf<Ts[number]>>
}
