import type {
  AnyTensor,
  DType,
  DTypeOf,
  Guard,
  Padded,
  PadWidth,
  Range,
  RangesMismatch,
  ShapeOf,
  Sliced,
  Tensor,
  WidthsMismatch,
} from '../../tensor/index.js'
import type { AxisOperation } from './reductions.js'

/** A range of each leading axis: `slice(x, [[0, 2], null, [1, null]])` and `pipe(x, slice([[0, 2]]))`. */
export interface Slice {
  <X extends AnyTensor, const R extends readonly (Range | null)[]>(
    x: X,
    ranges: R & Guard<RangesMismatch<ShapeOf<X>, R>>,
  ): Tensor<Sliced<ShapeOf<X>, R>, DTypeOf<X>>
  <const R extends readonly (Range | null)[]>(
    ranges: R,
  ): <X extends AnyTensor>(x: X & Guard<RangesMismatch<ShapeOf<X>, R>>) => Tensor<Sliced<ShapeOf<X>, R>, DTypeOf<X>>
}

/** What padding is filled with: 0 (false) without `value`. */
export interface PadOptions {
  readonly value?: number | boolean
}

/** Elements put before and after those of each axis: `pad(x, [[1, 1], [0, 2]])` and `pipe(x, pad([[1, 1], [0, 2]]))`. */
export interface Pad {
  <const W extends readonly PadWidth[]>(
    widths: W,
    options?: PadOptions,
  ): <X extends AnyTensor>(x: X & Guard<WidthsMismatch<ShapeOf<X>, W>>) => Tensor<Padded<ShapeOf<X>, W>, DTypeOf<X>>
  <X extends AnyTensor, const W extends readonly PadWidth[]>(
    x: X,
    widths: W & Guard<WidthsMismatch<ShapeOf<X>, W>>,
    options?: PadOptions,
  ): Tensor<Padded<ShapeOf<X>, W>, DTypeOf<X>>
}

/** Along which axes to reverse the order: all of them without `axis`. */
export interface FlipOptions {
  readonly axis?: number | readonly number[]
}

/** The elements in the opposite order along axes: `flip(x)`, `flip(x, { axis: 0 })` and both in pipes. */
export type Flip = AxisOperation<DType, number | readonly number[]>
