import type {
  AnyTensor,
  AxisMismatchOf,
  Concatenated,
  ConcatenateMismatch,
  DTypeOf,
  Guard,
  InsertAxesMismatch,
  ShapeOf,
  Stacked,
  StackMismatch,
  Tensor,
} from '../../tensor/index.js'
import type { NoOptions, Option, UnknownOption } from './options.js'
import type { AxisOption } from './reductions.js'

/** A list of tensors; the tuple makes the compiler infer a tuple of them. */
type List = readonly AnyTensor[] | readonly [AnyTensor]

/** What keeps tensors from being concatenated along the axis that the options name. */
type ConcatenateProblem<Ts extends readonly AnyTensor[], O> =
  | ConcatenateMismatch<Ts, Option<O, 'axis', 0>>
  | AxisMismatchOf<Ts[0], Option<O, 'axis'>>

/**
 * Tensors one after another along an axis, the first without `axis`: `concatenate([a, b], { axis: 1 })` and
 * `pipe([a, b], concatenate({ axis: 1 }))`.
 */
export type Concatenate = <const Ts extends List | AxisOption, const O extends AxisOption = NoOptions>(
  tensors: Ts &
    Guard<Ts extends AxisOption ? UnknownOption<Ts, AxisOption> : ConcatenateProblem<Exclude<Ts, AxisOption>, O>>,
  options?: O & Guard<UnknownOption<O, AxisOption>>,
) => Ts extends AxisOption
  ? ConcatenateAlong<Ts>
  : Tensor<Concatenated<Exclude<Ts, AxisOption>, Option<O, 'axis', 0>>, DTypeOf<Exclude<Ts, AxisOption>[number]>>

/** A concatenation whose axis is given. */
export type ConcatenateAlong<O> = <const Ts extends List>(
  tensors: Ts & Guard<ConcatenateProblem<Ts, O>>,
) => Tensor<Concatenated<Ts, Option<O, 'axis', 0>>, DTypeOf<Ts[number]>>

/** What keeps tensors from being stacked along the axis that the options name. */
type StackProblem<Ts extends readonly AnyTensor[], O> =
  | StackMismatch<Ts>
  | InsertAxesMismatch<ShapeOf<Ts[0]>, Option<O, 'axis', 0>>

/**
 * Tensors of one shape side by side along a new axis, the first without `axis`: `stack([a, b], { axis: -1 })` and
 * `pipe([a, b], stack({ axis: -1 }))`.
 */
export type Stack = <const Ts extends List | AxisOption, const O extends AxisOption = NoOptions>(
  tensors: Ts & Guard<Ts extends AxisOption ? UnknownOption<Ts, AxisOption> : StackProblem<Exclude<Ts, AxisOption>, O>>,
  options?: O & Guard<UnknownOption<O, AxisOption>>,
) => Ts extends AxisOption
  ? StackAlong<Ts>
  : Tensor<Stacked<Exclude<Ts, AxisOption>, Option<O, 'axis', 0>>, DTypeOf<Exclude<Ts, AxisOption>[number]>>

/** A stacking whose axis is given. */
export type StackAlong<O> = <const Ts extends List>(
  tensors: Ts & Guard<StackProblem<Ts, O>>,
) => Tensor<Stacked<Ts, Option<O, 'axis', 0>>, DTypeOf<Ts[number]>>
