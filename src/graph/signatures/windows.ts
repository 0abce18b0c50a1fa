import type {
  AnyTensor,
  DType,
  DTypeOf,
  Guard,
  Range,
  RangesMismatch,
  ShapeOf,
  Sliced,
  Tensor,
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

/** Along which axes to reverse the order: all of them without `axis`. */
export interface FlipOptions {
  readonly axis?: number | readonly number[]
}

/** The elements in the opposite order along axes: `flip(x)`, `flip(x, { axis: 0 })` and both in pipes. */
export type Flip = AxisOperation<DType, number | readonly number[]>
