import type {
  AnyTensor,
  DTypeMismatch,
  DTypeOf,
  DTypeRefused,
  Guard,
  HasFreeShape,
  Operand,
  PartMismatch,
  RankMismatch,
  ShapeOf,
  Tensor,
} from '../../tensor/index.js'

/** Where a part begins along each axis: numbers or int32 scalars, or an int32 vector. */
export type Starts = AnyTensor | readonly (number | AnyTensor)[]

/** Starts that are no whole numbers, as a message. */
type StartsRefused<P extends Starts> = P extends AnyTensor
  ? DTypeRefused<P, 'int32'>
  : P extends readonly (infer Each extends Operand)[]
    ? Each extends number
      ? never
      : DTypeRefused<Each, 'int32'>
    : never

/** Starts for more or fewer axes than there are, as a message. */
type StartsMismatch<X extends AnyTensor, P extends Starts> = P extends readonly unknown[]
  ? HasFreeShape<X> extends true
    ? never
    : RankMismatch<P, ShapeOf<X>, 'starts'>
  : never

type SizesProblem<X extends AnyTensor, T extends readonly number[]> =
  HasFreeShape<X> extends true ? never : RankMismatch<T, ShapeOf<X>, 'sizes'> | PartMismatch<T, ShapeOf<X>>

/**
 * A part of given sizes that begins where computed numbers say: `dynamicSlice(x, [i, 0], [1, 4])` and `pipe(x,
 * dynamicSlice([i, 0], [1, 4]))`.
 */
export interface DynamicSlice {
  <const P extends Starts, const T extends number[]>(
    starts: P & Guard<StartsRefused<P>>,
    sizes: readonly [...T],
  ): <X extends AnyTensor>(x: X & Guard<StartsMismatch<X, P> | SizesProblem<X, T>>) => Tensor<T, DTypeOf<X>>
  <X extends AnyTensor, const P extends Starts, const T extends number[]>(
    x: X,
    starts: P & Guard<StartsRefused<P> | StartsMismatch<X, P>>,
    sizes: readonly [...T] & Guard<SizesProblem<X, T>>,
  ): Tensor<T, DTypeOf<X>>
}

type UpdateRankMismatch<X extends AnyTensor, U extends AnyTensor> =
  HasFreeShape<X> extends true
    ? never
    : HasFreeShape<U> extends true
      ? never
      : RankMismatch<ShapeOf<U>, ShapeOf<X>, 'axes'>

type UpdateSizeMismatch<X extends AnyTensor, U extends AnyTensor> =
  HasFreeShape<X> extends true ? never : HasFreeShape<U> extends true ? never : PartMismatch<ShapeOf<U>, ShapeOf<X>>

/**
 * A part replaced where computed numbers say: `dynamicUpdateSlice(x, update, [i, 0])` and `pipe(x,
 * dynamicUpdateSlice(update, [i, 0]))`.
 */
export interface DynamicUpdateSlice {
  <U extends AnyTensor, const P extends Starts>(
    update: U,
    starts: P & Guard<StartsRefused<P>>,
  ): <X extends AnyTensor>(
    x: X & Guard<DTypeMismatch<X, U> | UpdateRankMismatch<X, U> | UpdateSizeMismatch<X, U> | StartsMismatch<X, P>>,
  ) => Tensor<ShapeOf<X>, DTypeOf<X>>
  <X extends AnyTensor, U extends AnyTensor, const P extends Starts>(
    x: X,
    update: U & Guard<DTypeMismatch<X, U> | UpdateRankMismatch<X, U> | UpdateSizeMismatch<X, U>>,
    starts: P & Guard<StartsRefused<P> | StartsMismatch<X, P>>,
  ): Tensor<ShapeOf<X>, DTypeOf<X>>
}
