import type { AnyTensor, AxisMismatchOf, DTypeOf, DTypeRefused, FloatDType, Guard, Tensor } from '../../tensor/index.js'
import type { NoOptions, Option, UnknownOption } from './options.js'
import type { ReductionOptions, ShapeAfter } from './reductions.js'

/** Several shares give an axis in front. */
type QuantileShape<X extends AnyTensor, Q, O> = Q extends readonly unknown[]
  ? [Q['length'], ...ShapeAfter<X, O>]
  : ShapeAfter<X, O>

/**
 * The elements below which given shares of all lie: `quantile(x, 0.25, { axis: 0 })`, `quantile(x, [0.25, 0.75])` and
 * `pipe(x, quantile(0.25))`.
 */
export interface Quantile {
  <const Q extends number | readonly number[], const O extends ReductionOptions = NoOptions>(
    q: Q,
    options?: O & Guard<UnknownOption<O, ReductionOptions>>,
  ): <X extends AnyTensor>(
    x: X & Guard<DTypeRefused<X, FloatDType> | AxisMismatchOf<X, Option<O, 'axis'>>>,
  ) => Tensor<QuantileShape<X, Q, O>, DTypeOf<X>>
  <X extends AnyTensor, const Q extends number | readonly number[], const O extends ReductionOptions = NoOptions>(
    x: X & Guard<DTypeRefused<X, FloatDType>>,
    q: Q,
    options?: O & Guard<UnknownOption<O, ReductionOptions> | AxisMismatchOf<X, Option<O, 'axis'>>>,
  ): Tensor<QuantileShape<X, Q, O>, DTypeOf<X>>
}
