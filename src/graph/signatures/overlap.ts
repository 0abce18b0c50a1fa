import type {
  AnyTensor,
  CommonDType,
  DTypeMismatch,
  DTypeRefused,
  Guard,
  NumericDType,
  OverlapMode,
  Overlapped,
  ShapeOf,
  Tensor,
  VectorMismatch,
} from '../../tensor/index.js'
import type { NoOptions, Option, UnknownOption } from './options.js'

/** Where two vectors overlap in what comes out. */
export interface OverlapOptions {
  readonly mode?: OverlapMode
}

/** Two vectors slid along each other: `convolve(a, v, { mode: 'same' })` and `pipe(a, convolve(v, { mode: 'same' }))`. */
export interface Overlap<Name extends string, Default extends OverlapMode> {
  <V extends AnyTensor, const O extends OverlapOptions = NoOptions>(
    v: V & Guard<DTypeRefused<V, NumericDType> | VectorMismatch<ShapeOf<V>, Name>>,
    options?: O & Guard<UnknownOption<O, OverlapOptions>>,
  ): <A extends AnyTensor>(
    a: A & Guard<DTypeRefused<A, NumericDType> | VectorMismatch<ShapeOf<A>, Name> | DTypeMismatch<A, V>>,
  ) => Tensor<Overlapped<ShapeOf<A>, ShapeOf<V>, Option<O, 'mode', Default>>, CommonDType<A, V>>
  <A extends AnyTensor, V extends AnyTensor, const O extends OverlapOptions = NoOptions>(
    a: A & Guard<DTypeRefused<A, NumericDType> | VectorMismatch<ShapeOf<A>, Name>>,
    v: V & Guard<DTypeRefused<V, NumericDType> | VectorMismatch<ShapeOf<V>, Name> | DTypeMismatch<A, V>>,
    options?: O & Guard<UnknownOption<O, OverlapOptions>>,
  ): Tensor<Overlapped<ShapeOf<A>, ShapeOf<V>, Option<O, 'mode', Default>>, CommonDType<A, V>>
}
