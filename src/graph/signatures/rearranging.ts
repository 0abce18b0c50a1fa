import type {
  AnyTensor,
  AxisMismatchOf,
  DTypeOf,
  FlattenedAxes,
  Guard,
  HasFreeShape,
  Repeated,
  RepeatsMismatch,
  Reshaped,
  ShapeOf,
  Tensor,
  Tiled,
} from '../../tensor/index.js'
import type { NoOptions, Option, UnknownOption } from './options.js'
import type { AxisOption } from './reductions.js'

/** All elements along one axis: `ravel(x)` and `pipe(x, ravel)`. */
export type Ravel = <X extends AnyTensor>(x: X) => Tensor<Reshaped<ShapeOf<X>, [-1]>, DTypeOf<X>>

/** Which neighbouring axes become one: from the first to the last, unless these say otherwise. */
export interface FlattenOptions {
  readonly startAxis?: number
  readonly endAxis?: number
}

type FlattenedWith<X extends AnyTensor, O> = Tensor<
  FlattenedAxes<ShapeOf<X>, Option<O, 'startAxis', 0>, Option<O, 'endAxis', -1>>,
  DTypeOf<X>
>

type FlattenProblem<X extends AnyTensor, O> =
  ShapeOf<X> extends readonly [] ? never : AxisMismatchOf<X, Option<O, 'startAxis', 0> | Option<O, 'endAxis', -1>>

/** Neighbouring axes made one: `flatten(x)`, `flatten(x, { startAxis: 1 })` and both in pipes. */
export type Flatten = <const X extends AnyTensor | FlattenOptions, const O extends FlattenOptions = NoOptions>(
  x: X & Guard<X extends FlattenOptions ? UnknownOption<X, FlattenOptions> : never>,
  options?: O &
    Guard<
      | UnknownOption<O, FlattenOptions>
      | (X extends FlattenOptions ? never : FlattenProblem<Exclude<X, FlattenOptions>, O>)
    >,
) => X extends FlattenOptions ? FlattenWith<X> : FlattenedWith<Exclude<X, FlattenOptions>, O>

/** A flattening whose axes are given. */
export type FlattenWith<O> = <X extends AnyTensor>(x: X & Guard<FlattenProblem<X, O>>) => FlattenedWith<X, O>

/** Along which axes to move elements: in row-major order without `axis`. */
export type RollOptions = AxisOption<number | readonly number[]>

/** Elements moved along axes: `roll(x, 1, { axis: 0 })` and `pipe(x, roll([1, 2], { axis: [0, 1] }))`. */
export interface Roll {
  <const O extends RollOptions = NoOptions>(
    shift: number | readonly number[],
    options?: O & Guard<UnknownOption<O, RollOptions>>,
  ): <X extends AnyTensor>(x: X & Guard<AxisMismatchOf<X, Option<O, 'axis'>>>) => Tensor<ShapeOf<X>, DTypeOf<X>>
  <X extends AnyTensor, const O extends RollOptions = NoOptions>(
    x: X,
    shift: number | readonly number[],
    options?: O & Guard<UnknownOption<O, RollOptions> | AxisMismatchOf<X, Option<O, 'axis'>>>,
  ): Tensor<ShapeOf<X>, DTypeOf<X>>
}

/** The whole several times over along axes: `tile(x, [2, 1])` and `pipe(x, tile(3))`. */
export interface Tile {
  <X extends AnyTensor, const R extends number | readonly number[]>(
    x: X,
    reps: R,
  ): Tensor<Tiled<ShapeOf<X>, R>, DTypeOf<X>>
  <const R extends number | readonly number[]>(
    reps: R,
  ): <X extends AnyTensor>(x: X) => Tensor<Tiled<ShapeOf<X>, R>, DTypeOf<X>>
}

type RepeatProblem<X extends AnyTensor, R, O> =
  | AxisMismatchOf<X, Option<O, 'axis'>>
  | (HasFreeShape<X> extends true ? never : RepeatsMismatch<ShapeOf<X>, R, Option<O, 'axis'>>)

/** Each element several times in a row: `repeat(x, 2, { axis: 0 })` and `pipe(x, repeat([1, 2]))`. */
export interface Repeat {
  <const R extends number | readonly number[], const O extends AxisOption = NoOptions>(
    repeats: R,
    options?: O & Guard<UnknownOption<O, AxisOption>>,
  ): <X extends AnyTensor>(
    x: X & Guard<RepeatProblem<X, R, O>>,
  ) => Tensor<Repeated<ShapeOf<X>, R, Option<O, 'axis'>>, DTypeOf<X>>
  <X extends AnyTensor, const R extends number | readonly number[], const O extends AxisOption = NoOptions>(
    x: X,
    repeats: R,
    options?: O & Guard<UnknownOption<O, AxisOption> | RepeatProblem<X, R, O>>,
  ): Tensor<Repeated<ShapeOf<X>, R, Option<O, 'axis'>>, DTypeOf<X>>
}
