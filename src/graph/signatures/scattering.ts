import type {
  AnyTensor,
  AxisMismatchOf,
  DType,
  DTypeMismatch,
  DTypeOf,
  DTypeRefused,
  Guard,
  NumericDType,
  Operand,
  ShapeOf,
  Tensor,
} from '../../tensor/index.js'
import type { Indices, IndicesRefused } from './indexing.js'
import type { NoOptions, Option, UnknownOption } from './options.js'
import type { AxisOption } from './reductions.js'

/**
 * An operation that puts updates where indices point to along an axis: `scatterAdd(x, indices, updates, { axis: 0 })` and
 * `pipe(x, scatterAdd(indices, updates, { axis: 0 }))`.
 */
export interface Scattering<Accepted extends DType> {
  <const I extends Indices, U extends Operand, const O extends AxisOption = NoOptions>(
    indices: I & Guard<IndicesRefused<I>>,
    updates: U,
    options?: O & Guard<UnknownOption<O, AxisOption>>,
  ): <X extends AnyTensor>(
    x: X & Guard<DTypeRefused<X, Accepted> | DTypeMismatch<X, U> | AxisMismatchOf<X, Option<O, 'axis'>>>,
  ) => Tensor<ShapeOf<X>, DTypeOf<X>>
  <X extends AnyTensor, const I extends Indices, U extends Operand, const O extends AxisOption = NoOptions>(
    x: X & Guard<DTypeRefused<X, Accepted>>,
    indices: I & Guard<IndicesRefused<I>>,
    updates: U & Guard<DTypeMismatch<X, U>>,
    options?: O & Guard<UnknownOption<O, AxisOption> | AxisMismatchOf<X, Option<O, 'axis'>>>,
  ): Tensor<ShapeOf<X>, DTypeOf<X>>
}

/** Updates added at indices with as many axes as x along one of them, the last without `axis`. */
export type ScatterAdd = Scattering<NumericDType>

/** Updates in the places of what indices with as many axes as x point to along one of them, the last without `axis`. */
export type Scatter = Scattering<DType>

/** Updates added to the slices at indices along an axis, or to elements in row-major order without `axis`. */
export type IndexAdd = Scattering<NumericDType>

/** Updates in the places of the slices at indices along an axis, or of elements in row-major order without `axis`. */
export type IndexSet = Scattering<DType>
