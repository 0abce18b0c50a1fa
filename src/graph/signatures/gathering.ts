import type {
  AnyTensor,
  DTypeMismatch,
  DTypeOf,
  DTypeRefused,
  Gathered,
  GatherMismatch,
  Guard,
  HasFreeShape,
  NumericDType,
  Operand,
  ShapeOf,
  Tensor,
  VectorMismatch,
} from '../../tensor/index.js'
import type { Indices, IndicesRefused, ShapeOfIndices } from './indexing.js'
import type { NoOptions, UnknownOption } from './options.js'

type GatherProblem<X extends AnyTensor, I extends Indices> =
  HasFreeShape<X> extends true ? never : GatherMismatch<ShapeOf<X>, ShapeOfIndices<I>>

/** Elements or slices by their coordinates: `gather(x, [[0, 1], [2, 0]])` and `pipe(x, gather([[0, 1], [2, 0]]))`. */
export interface Gather {
  <X extends AnyTensor, const I extends Indices>(
    x: X,
    indices: I & Guard<IndicesRefused<I> | GatherProblem<X, I>>,
  ): Tensor<Gathered<ShapeOf<X>, ShapeOfIndices<I>>, DTypeOf<X>>
  <const I extends Indices>(
    indices: I & Guard<IndicesRefused<I>>,
  ): <X extends AnyTensor>(
    x: X & Guard<GatherProblem<X, I>>,
  ) => Tensor<Gathered<ShapeOf<X>, ShapeOfIndices<I>>, DTypeOf<X>>
}

/** Whether equal elements count as below the value ('right') or not ('left', the default). */
export interface SearchSortedOptions {
  readonly side?: 'left' | 'right'
}

/** Where values belong in a sorted vector: `searchSorted(sorted, values)` and `pipe(sorted, searchSorted(values))`. */
export interface SearchSorted {
  <V extends Operand, const O extends SearchSortedOptions = NoOptions>(
    values: V,
    options?: O & Guard<UnknownOption<O, SearchSortedOptions>>,
  ): <X extends AnyTensor>(
    sorted: X & Guard<DTypeRefused<X, NumericDType> | DTypeMismatch<X, V> | VectorMismatch<ShapeOf<X>, 'searchSorted'>>,
  ) => Tensor<ShapeOf<V>, 'int32'>
  <X extends AnyTensor, V extends Operand, const O extends SearchSortedOptions = NoOptions>(
    sorted: X & Guard<DTypeRefused<X, NumericDType> | VectorMismatch<ShapeOf<X>, 'searchSorted'>>,
    values: V & Guard<DTypeMismatch<X, V>>,
    options?: O & Guard<UnknownOption<O, SearchSortedOptions>>,
  ): Tensor<ShapeOf<V>, 'int32'>
}
