import type {
  AnyTensor,
  AxisMismatchOf,
  Broadcast,
  DTypeOf,
  DTypeRefused,
  Guard,
  NestedArray,
  NestedShape,
  ReplaceAxes,
  ShapeOf,
  Tensor,
} from '../../tensor/index.js'
import type { NoOptions, Option, UnknownOption } from './options.js'
import type { AxisOption } from './reductions.js'

/** What selects elements: an int32 tensor, a whole number, or nested arrays of them. */
export type Indices = AnyTensor | NestedArray

/** The shape of what selects. */
export type ShapeOfIndices<I extends Indices> = I extends NestedArray
  ? NestedShape<I>
  : ShapeOf<Exclude<I, NestedArray>>

/** A dtype that does not select, as a message. */
export type IndicesRefused<I extends Indices> = I extends NestedArray
  ? never
  : DTypeRefused<Exclude<I, NestedArray>, 'int32'>

/** The shape of elements taken: in row-major order without `axis`. */
type Taken<X extends AnyTensor, I extends Indices, A> = [A] extends [undefined]
  ? ShapeOfIndices<I>
  : ReplaceAxes<ShapeOf<X>, A, ShapeOfIndices<I>>

/** The elements at indices along an axis: `take(x, [0, 2], { axis: 1 })` and `pipe(x, take([0, 2], { axis: 1 }))`. */
export interface Take {
  <const I extends Indices, const O extends AxisOption = NoOptions>(
    indices: I & Guard<IndicesRefused<I>>,
    options?: O & Guard<UnknownOption<O, AxisOption>>,
  ): <X extends AnyTensor>(
    x: X & Guard<AxisMismatchOf<X, Option<O, 'axis'>>>,
  ) => Tensor<Taken<X, I, Option<O, 'axis'>>, DTypeOf<X>>
  <X extends AnyTensor, const I extends Indices, const O extends AxisOption = NoOptions>(
    x: X,
    indices: I & Guard<IndicesRefused<I>>,
    options?: O & Guard<UnknownOption<O, AxisOption> | AxisMismatchOf<X, Option<O, 'axis'>>>,
  ): Tensor<Taken<X, I, Option<O, 'axis'>>, DTypeOf<X>>
}

/**
 * One element for every index along an axis, the last without `axis`: `takeAlongAxis(x, [[0], [2]], { axis: 1 })`. The
 * indices have as many axes as x, and their other axes broadcast with those of x.
 */
export interface TakeAlongAxis {
  <const I extends Indices, const O extends AxisOption = NoOptions>(
    indices: I & Guard<IndicesRefused<I>>,
    options?: O & Guard<UnknownOption<O, AxisOption>>,
  ): <X extends AnyTensor>(
    x: X & Guard<AxisMismatchOf<X, Option<O, 'axis'>>>,
  ) => Tensor<TakenAlong<X, I, Option<O, 'axis', -1>>, DTypeOf<X>>
  <X extends AnyTensor, const I extends Indices, const O extends AxisOption = NoOptions>(
    x: X,
    indices: I & Guard<IndicesRefused<I>>,
    options?: O & Guard<UnknownOption<O, AxisOption> | AxisMismatchOf<X, Option<O, 'axis'>>>,
  ): Tensor<TakenAlong<X, I, Option<O, 'axis', -1>>, DTypeOf<X>>
}

/** The axis of x counts as 1, so that it takes on the size that the indices have there. */
type TakenAlong<X extends AnyTensor, I extends Indices, A> = Broadcast<
  ReplaceAxes<ShapeOf<X>, A, [1]>,
  ShapeOfIndices<I>
>
