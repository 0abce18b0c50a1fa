import type {
  AnyTensor,
  AxisMismatchOf,
  DType,
  DTypeOf,
  DTypeRefused,
  FloatDType,
  Guard,
  HasFreeDType,
  NumericDType,
  Reduced,
  ShapeOf,
  Tensor,
} from '../../tensor/index.js'
import type { NoOptions, Option, UnknownOption } from './options.js'

/** Over which axes a reduction goes (all without `axis`), and whether they remain, with size 1. */
export interface ReductionOptions<Axis = number | readonly number[]> {
  readonly axis?: Axis
  readonly keepdims?: boolean
}

/** Along which axis an operation goes. */
export interface AxisOption<Axis = number> {
  readonly axis?: Axis
}

/** The shape that options make a reduction leave. */
export type ShapeAfter<X extends AnyTensor, O> = Reduced<ShapeOf<X>, Option<O, 'axis'>, Option<O, 'keepdims', false>>

/** The dtype of a reduction's result: always the same, or the operand's own; truth values are counted in int32. */
export type DTypeAfter<X extends AnyTensor, Result> = [Result] extends [DType]
  ? Result
  : HasFreeDType<X> extends true
    ? DTypeOf<X>
    : [DTypeOf<X>] extends ['bool']
      ? 'int32'
      : DTypeOf<X>

/** The dtype that x keeps, or int32 where truth values are counted. */
export type CountedDType<X extends AnyTensor> = DTypeAfter<X, 'own'>

/** What is wrong with the options of an operation on given axes. */
type OptionMismatch<X extends AnyTensor, O, Known> = UnknownOption<O, Known> | AxisMismatchOf<X, Option<O, 'axis'>>

/**
 * A reduction, such as `sum`: `sum(x)`, `sum(x, { axis: 0, keepdims: true })`, `pipe(x, sum)` and
 * `pipe(x, sum({ axis: 0 }))`. `Options` are all that it has.
 */
export type Reduction<
  Accepted extends DType = NumericDType,
  Axis = number | readonly number[],
  Result extends DType | 'own' = 'own',
  Options extends ReductionOptions<Axis> = ReductionOptions<Axis>,
> = <const X extends AnyTensor | Options, const O extends Partial<Options> = NoOptions>(
  x: X & Guard<X extends Options ? UnknownOption<X, Options> : DTypeRefused<Exclude<X, Options>, Accepted>>,
  options?: O & Guard<X extends Options ? never : OptionMismatch<Exclude<X, Options>, O, Options>>,
) => X extends Options
  ? ReductionWith<X, Accepted, Result>
  : Tensor<ShapeAfter<Exclude<X, Options>, O>, DTypeAfter<Exclude<X, Options>, Result>>

/** A reduction whose options are given. */
export type ReductionWith<O, Accepted extends DType, Result> = <X extends AnyTensor>(
  x: X & Guard<DTypeRefused<X, Accepted> | AxisMismatchOf<X, Option<O, 'axis'>>>,
) => Tensor<ShapeAfter<X, O>, DTypeAfter<X, Result>>

/** A reduction of floating-point tensors, such as `mean` and `logSumExp`. */
export type FloatReduction = Reduction<FloatDType>

/** A reduction of any tensor to truth values, such as `any`. */
export type TruthReduction = Reduction<DType, number | readonly number[], 'bool'>

/** A reduction of any tensor to whole numbers, such as `countNonzero`. */
export type CountReduction = Reduction<DType, number | readonly number[], 'int32'>

/** A reduction, and how many degrees of freedom the divisor is less than the number of elements: 0 without it. */
export interface VarianceOptions extends ReductionOptions {
  readonly ddof?: number
}

/** The variance or the standard deviation over axes: `std(x, { axis: 0, ddof: 1 })`. */
export type Variance = Reduction<FloatDType, number | readonly number[], 'own', VarianceOptions>

/** A reduction, and the order of a norm: 2 without it. */
export interface NormOptions extends ReductionOptions {
  readonly ord?: number
}

/** The norm of vectors over axes: `norm(x, { ord: 1, axis: -1 })`. */
export type Norm = Reduction<FloatDType, number | readonly number[], 'own', NormOptions>

/** The index of an extreme element, such as `argmax`: along one axis, or in row-major order without `axis`. */
export type IndexReduction = Reduction<NumericDType, number, 'int32'>

/** An operation along one axis (the last without `axis`) that keeps the shape, such as `softmax`. */
export type AxisOperation<Accepted extends DType = FloatDType, Axis = number> = <
  const X extends AnyTensor | AxisOption<Axis>,
  const O extends AxisOption<Axis> = NoOptions,
>(
  x: X &
    Guard<
      X extends AxisOption<Axis> ? UnknownOption<X, AxisOption> : DTypeRefused<Exclude<X, AxisOption<Axis>>, Accepted>
    >,
  options?: O & Guard<X extends AxisOption<Axis> ? never : OptionMismatch<Exclude<X, AxisOption<Axis>>, O, AxisOption>>,
) => X extends AxisOption<Axis>
  ? AxisOperationWith<X, Accepted>
  : Tensor<ShapeOf<Exclude<X, AxisOption<Axis>>>, DTypeOf<Exclude<X, AxisOption<Axis>>>>

/** An operation along an axis that is given. */
export type AxisOperationWith<O, Accepted extends DType> = <X extends AnyTensor>(
  x: X & Guard<DTypeRefused<X, Accepted> | AxisMismatchOf<X, Option<O, 'axis'>>>,
) => Tensor<ShapeOf<X>, DTypeOf<X>>
