import type {
  AnyTensor,
  AxisMismatchOf,
  Concatenated,
  ConcatenateMismatch,
  DTypeOf,
  DTypeRefused,
  Guard,
  InsertAxesMismatch,
  NestedArray,
  NestedShape,
  Padded,
  PadWidth,
  Range,
  RangesMismatch,
  ReplaceAxes,
  ShapeOf,
  Sliced,
  Stacked,
  StackMismatch,
  Tensor,
} from '../../tensor/index.js'
import type { NoOptions, Option, UnknownOption } from './options.js'
import type { AxisOption } from './reductions.js'

/** Tensors put one after another along an axis, the first without `axis`: `concatenate([a, b], { axis: 1 })`. */
export type Concatenate = <Ts extends AnyTensor[], const O extends AxisOption = NoOptions>(
  tensors: readonly [...Ts] & Guard<ConcatenateMismatch<Ts, Option<O, 'axis', 0>>>,
  options?: O & Guard<UnknownOption<O, AxisOption> | AxisMismatchOf<Ts[0], Option<O, 'axis'>>>,
) => Tensor<Concatenated<Ts, Option<O, 'axis', 0>>, DTypeOf<Ts[number]>>

/** Tensors of one shape put together along a new axis, the first without `axis`: `stack([a, b], { axis: -1 })`. */
export type Stack = <Ts extends AnyTensor[], const O extends AxisOption = NoOptions>(
  tensors: readonly [...Ts] & Guard<StackMismatch<Ts>>,
  options?: O & Guard<UnknownOption<O, AxisOption> | InsertAxesMismatch<ShapeOf<Ts[0]>, Option<O, 'axis', 0>>>,
) => Tensor<Stacked<Ts, Option<O, 'axis', 0>>, DTypeOf<Ts[number]>>

/** A range of each leading axis: `slice(x, [[0, 2], null, [1, null]])` and `pipe(x, slice([[0, 2]]))`. */
export interface Slice {
  <X extends AnyTensor, const R extends readonly Range[]>(
    x: X,
    ranges: R & Guard<RangesMismatch<ShapeOf<X>, R>>,
  ): Tensor<Sliced<ShapeOf<X>, R>, DTypeOf<X>>
  <const R extends readonly Range[]>(
    ranges: R,
  ): <X extends AnyTensor>(x: X & Guard<RangesMismatch<ShapeOf<X>, R>>) => Tensor<Sliced<ShapeOf<X>, R>, DTypeOf<X>>
}

/** What padding is filled with: 0 without `value`. */
export interface PadOptions {
  readonly value?: number
}

/** Elements put before and after those of each leading axis: `pad(x, [[1, 1], [0, 2]])` and `pipe(x, pad([[1, 1]]))`. */
export interface Pad {
  <X extends AnyTensor, const W extends readonly PadWidth[]>(
    x: X,
    widths: W & Guard<RangesMismatch<ShapeOf<X>, W>>,
    options?: PadOptions,
  ): Tensor<Padded<ShapeOf<X>, W>, DTypeOf<X>>
  <const W extends readonly PadWidth[]>(
    widths: W,
    options?: PadOptions,
  ): <X extends AnyTensor>(x: X & Guard<RangesMismatch<ShapeOf<X>, W>>) => Tensor<Padded<ShapeOf<X>, W>, DTypeOf<X>>
}

/** What selects elements: an int32 tensor, a whole number, or nested arrays of them. */
export type Indices = AnyTensor | NestedArray

/** The shape of what selects. */
export type ShapeOfIndices<I> = I extends NestedArray ? NestedShape<I> : ShapeOf<Exclude<I, NestedArray> & AnyTensor>

type IndicesRefused<I> = I extends NestedArray ? never : DTypeRefused<Exclude<I, NestedArray> & AnyTensor, 'int32'>

/** The shape of elements taken: in row-major order without `axis`. */
type Taken<X extends AnyTensor, I, A> = [A] extends [undefined]
  ? ShapeOfIndices<I>
  : ReplaceAxes<ShapeOf<X>, A, ShapeOfIndices<I>>

/** The elements at indices along an axis: `take(x, [0, 2], { axis: 1 })` and `pipe(x, take([0, 2], { axis: 1 }))`. */
export interface Take {
  <X extends AnyTensor, const I extends Indices, const O extends AxisOption = NoOptions>(
    x: X,
    indices: I & Guard<IndicesRefused<I>>,
    options?: O & Guard<UnknownOption<O, AxisOption> | AxisMismatchOf<X, Option<O, 'axis'>>>,
  ): Tensor<Taken<X, I, Option<O, 'axis'>>, DTypeOf<X>>
  <const I extends Indices, const O extends AxisOption = NoOptions>(
    indices: I & Guard<IndicesRefused<I>>,
    options?: O & Guard<UnknownOption<O, AxisOption>>,
  ): <X extends AnyTensor>(
    x: X & Guard<AxisMismatchOf<X, Option<O, 'axis'>>>,
  ) => Tensor<Taken<X, I, Option<O, 'axis'>>, DTypeOf<X>>
}
