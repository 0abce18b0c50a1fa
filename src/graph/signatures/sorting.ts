import type {
  AnyTensor,
  AxisMismatchOf,
  CountMismatch,
  DType,
  DTypeOf,
  Guard,
  ReplaceAxes,
  ShapeOf,
  Tensor,
} from '../../tensor/index.js'
import type { NoOptions, Option, UnknownOption } from './options.js'
import type { AxisOption } from './reductions.js'

/** Along which axis to sort (the last without `axis`), and whether the largest comes first. */
export interface SortOptions {
  readonly axis?: number
  readonly descending?: boolean
}

type SortedOf<X extends AnyTensor, Result extends DType | 'own'> = Tensor<
  ShapeOf<X>,
  Result extends DType ? Result : DTypeOf<X>
>

/** Sorting along one axis: `sort(x)`, `sort(x, { axis: 0 })`, `pipe(x, sort)` and `pipe(x, sort({ axis: 0 }))`. */
export type Sorting<Result extends DType | 'own'> = <
  const X extends AnyTensor | SortOptions,
  const O extends SortOptions = NoOptions,
>(
  x: X &
    Guard<
      X extends SortOptions ? UnknownOption<X, SortOptions> : AxisMismatchOf<Exclude<X, SortOptions>, LastUnless<O>>
    >,
  options?: O &
    Guard<
      | UnknownOption<O, SortOptions>
      | (X extends SortOptions ? never : AxisMismatchOf<Exclude<X, SortOptions>, Option<O, 'axis'>>)
    >,
) => X extends SortOptions ? SortingWith<X, Result> : SortedOf<Exclude<X, SortOptions>, Result>

/** Sorting along an axis that is given. */
export type SortingWith<O, Result extends DType | 'own'> = <X extends AnyTensor>(
  x: X & Guard<AxisMismatchOf<X, Option<O, 'axis', -1>>>,
) => SortedOf<X, Result>

/** The axis meant where none is given; where one is, it speaks for itself. */
type LastUnless<O> = 'axis' extends keyof O ? undefined : -1

type TopOf<X extends AnyTensor, K extends number, O> = readonly [
  values: Tensor<ReplaceAxes<ShapeOf<X>, Option<O, 'axis', -1>, [K]>, DTypeOf<X>>,
  indices: Tensor<ReplaceAxes<ShapeOf<X>, Option<O, 'axis', -1>, [K]>, 'int32'>,
]

/** What is wrong with a tensor of which k elements along an axis are wanted. */
type TopProblem<X extends AnyTensor, K, O> =
  | AxisMismatchOf<X, Option<O, 'axis', -1>>
  | CountMismatch<ShapeOf<X>, K, Option<O, 'axis', -1>>

/** The k largest elements along an axis, and their indices: `topK(x, 3)` and `pipe(x, topK(3, { axis: 0 }))`. */
export interface TopK {
  <const K extends number, const O extends AxisOption = NoOptions>(
    k: K,
    options?: O & Guard<UnknownOption<O, AxisOption>>,
  ): <X extends AnyTensor>(x: X & Guard<TopProblem<X, K, O>>) => TopOf<X, K, O>
  <X extends AnyTensor, const K extends number, const O extends AxisOption = NoOptions>(
    x: X,
    k: K & Guard<CountMismatch<ShapeOf<X>, K, Option<O, 'axis', -1>>>,
    options?: O & Guard<UnknownOption<O, AxisOption> | AxisMismatchOf<X, Option<O, 'axis', -1>>>,
  ): TopOf<X, K, O>
}
