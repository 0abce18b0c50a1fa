import type {
  AnyTensor,
  AxisMismatchOf,
  DType,
  DTypeOf,
  DTypeRefused,
  FloatDType,
  Guard,
  NumericDType,
  ReplaceAxes,
  Reshaped,
  ShapeOf,
  SizeAt,
  SizeLess,
  Tensor,
} from '../../tensor/index.js'
import type { NoOptions, Option, UnknownOption } from './options.js'
import type { CountedDType } from './reductions.js'

/** Along which axis (in row-major order without `axis`), and whether from the last element to the first. */
export interface CumulativeOptions {
  readonly axis?: number
  readonly reverse?: boolean
}

/** The shape of x, or of its elements in one row. */
type Accumulated<X extends AnyTensor, O> = Tensor<
  [Option<O, 'axis'>] extends [undefined] ? Reshaped<ShapeOf<X>, [-1]> : ShapeOf<X>,
  CountedDType<X>
>

/** What comes of all elements up to each: `cumsum(x)`, `cumsum(x, { axis: 0 })` and both in pipes. */
export type Cumulative<Accepted extends DType = NumericDType> = <
  const X extends AnyTensor | CumulativeOptions,
  const O extends CumulativeOptions = NoOptions,
>(
  x: X &
    Guard<
      X extends CumulativeOptions
        ? UnknownOption<X, CumulativeOptions>
        : DTypeRefused<Exclude<X, CumulativeOptions>, Accepted>
    >,
  options?: O &
    Guard<
      | UnknownOption<O, CumulativeOptions>
      | (X extends CumulativeOptions ? never : AxisMismatchOf<Exclude<X, CumulativeOptions>, Option<O, 'axis'>>)
    >,
) => X extends CumulativeOptions ? CumulativeWith<X, Accepted> : Accumulated<Exclude<X, CumulativeOptions>, O>

/** A cumulative operation whose options are given. */
export type CumulativeWith<O, Accepted extends DType> = <X extends AnyTensor>(
  x: X & Guard<DTypeRefused<X, Accepted> | AxisMismatchOf<X, Option<O, 'axis'>>>,
) => Accumulated<X, O>

/** A cumulative operation on floating-point tensors, such as `logCumSumExp`. */
export type FloatCumulative = Cumulative<FloatDType>

/** How often differences are taken (once without `n`), and along which axis (the last without `axis`). */
export interface DiffOptions {
  readonly n?: number
  readonly axis?: number
}

/** The shape with the axis as many elements shorter as differences are taken. */
type Differences<X extends AnyTensor, O> = Tensor<
  ReplaceAxes<
    ShapeOf<X>,
    Option<O, 'axis', -1>,
    [SizeLess<ShapeOf<X>, SizeAt<ShapeOf<X>, Option<O, 'axis', -1>>, Option<O, 'n', 1>>]
  >,
  DTypeOf<X>
>

/** Differences of neighbours: `diff(x)`, `diff(x, { n: 2, axis: 0 })` and both in pipes. */
export type Diff = <const X extends AnyTensor | DiffOptions, const O extends DiffOptions = NoOptions>(
  x: X &
    Guard<X extends DiffOptions ? UnknownOption<X, DiffOptions> : DTypeRefused<Exclude<X, DiffOptions>, NumericDType>>,
  options?: O &
    Guard<
      | UnknownOption<O, DiffOptions>
      | (X extends DiffOptions ? never : AxisMismatchOf<Exclude<X, DiffOptions>, Option<O, 'axis', -1>>)
    >,
) => X extends DiffOptions ? DiffWith<X> : Differences<Exclude<X, DiffOptions>, O>

/** Differences whose options are given. */
export type DiffWith<O> = <X extends AnyTensor>(
  x: X & Guard<DTypeRefused<X, NumericDType> | AxisMismatchOf<X, Option<O, 'axis', -1>>>,
) => Differences<X, O>
