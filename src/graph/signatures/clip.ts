import type {
  AnyTensor,
  BroadcastToMismatchOf,
  DTypeMismatch,
  DTypeOf,
  DTypeRefused,
  Guard,
  NumericDType,
  Operand,
  ShapeOf,
  Tensor,
} from '../../tensor/index.js'
import type { Option, UnknownOption } from './options.js'

/** Between what elements stay as they are: numbers, or tensors that broadcast to x; without one there is no such bound. */
export interface ClipBounds {
  readonly min?: Operand
  readonly max?: Operand
}

/** What keeps a bound from being one of x, as a message. */
type BoundMismatch<X extends AnyTensor, B> = B extends AnyTensor
  ? BroadcastToMismatchOf<B, ShapeOf<X>> | DTypeMismatch<X, B>
  : never

type BoundsMismatch<X extends AnyTensor, O> = BoundMismatch<X, Option<O, 'min'>> | BoundMismatch<X, Option<O, 'max'>>

/** Elements brought within bounds: `clip(x, { min: 0, max: 1 })` and `pipe(x, clip({ min: 0, max: 1 }))`. */
export interface Clip {
  <const O extends ClipBounds>(
    bounds: O & Guard<UnknownOption<O, ClipBounds>>,
  ): <X extends AnyTensor>(
    x: X & Guard<DTypeRefused<X, NumericDType> | BoundsMismatch<X, O>>,
  ) => Tensor<ShapeOf<X>, DTypeOf<X>>
  <X extends AnyTensor, const O extends ClipBounds>(
    x: X & Guard<DTypeRefused<X, NumericDType>>,
    bounds: O & Guard<UnknownOption<O, ClipBounds> | BoundsMismatch<X, O>>,
  ): Tensor<ShapeOf<X>, DTypeOf<X>>
}
