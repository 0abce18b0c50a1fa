import type {
  AnyTensor,
  AxisMismatchOf,
  DTypeOf,
  Guard,
  HasFreeShape,
  ShapeOf,
  SplitMismatch,
  SplitParts,
  Unstacked,
} from '../../tensor/index.js'
import type { NoOptions, Option, UnknownOption } from './options.js'
import type { AxisOption } from './reductions.js'

type SplitProblem<X extends AnyTensor, P, O> =
  | AxisMismatchOf<X, Option<O, 'axis', 0>>
  | (HasFreeShape<X> extends true ? never : SplitMismatch<ShapeOf<X>, P, Option<O, 'axis', 0>>)

/** The parts of a tensor along an axis: `split(x, 2)`, `split(x, [1, 3], { axis: -1 })` and `pipe(x, split(2))`. */
export interface Split {
  <const P extends number | readonly number[], const O extends AxisOption = NoOptions>(
    indicesOrSections: P,
    options?: O & Guard<UnknownOption<O, AxisOption>>,
  ): <X extends AnyTensor>(
    x: X & Guard<SplitProblem<X, P, O>>,
  ) => SplitParts<ShapeOf<X>, DTypeOf<X>, P, Option<O, 'axis', 0>>
  <X extends AnyTensor, const P extends number | readonly number[], const O extends AxisOption = NoOptions>(
    x: X,
    indicesOrSections: P & Guard<SplitProblem<X, P, O>>,
    options?: O & Guard<UnknownOption<O, AxisOption>>,
  ): SplitParts<ShapeOf<X>, DTypeOf<X>, P, Option<O, 'axis', 0>>
}

/** The slices of a tensor at each place of an axis: `unstack(x)`, `unstack(x, { axis: 1 })` and both in pipes. */
export type Unstack = <const X extends AnyTensor | AxisOption, const O extends AxisOption = NoOptions>(
  x: X &
    Guard<
      X extends AxisOption ? UnknownOption<X, AxisOption> : AxisMismatchOf<Exclude<X, AxisOption>, Option<O, 'axis', 0>>
    >,
  options?: O & Guard<UnknownOption<O, AxisOption>>,
) => X extends AxisOption
  ? UnstackAlong<X>
  : Unstacked<ShapeOf<Exclude<X, AxisOption>>, DTypeOf<Exclude<X, AxisOption>>, Option<O, 'axis', 0>>

/** An unstacking whose axis is given. */
export type UnstackAlong<O> = <X extends AnyTensor>(
  x: X & Guard<AxisMismatchOf<X, Option<O, 'axis', 0>>>,
) => Unstacked<ShapeOf<X>, DTypeOf<X>, Option<O, 'axis', 0>>
