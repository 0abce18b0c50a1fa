import type {
  DType,
  Guard,
  NestedArray,
  NestedDType,
  NestedShape,
  Ragged,
  Subtract,
  Tensor,
} from '../../tensor/index.js'
import type { Indices, IndicesRefused, ShapeOfIndices } from './indexing.js'

/** The dtype that a tensor is made with. */
export interface DTypeOption<D extends DType = DType> {
  readonly dtype?: D
}

// `NoInfer` in the results keeps the place where a tensor is wanted from deciding its dtype: `jvp(f, [x], [tensor(1)])`.

/** `tensor([[1, 2], [3, 4]])`: of nested arrays, or of one number or boolean. */
export type MakeTensor = <const T extends NestedArray, D extends DType = NestedDType<T>>(
  data: T & Guard<Ragged<T>>,
  options?: DTypeOption<D>,
) => Tensor<NestedShape<T>, NoInfer<D>>

/** `zeros([2, 3])`: a tensor of a given shape. */
export type MakeOfShape = <const S extends number[], D extends DType = 'float64'>(
  shape: readonly [...S],
  options?: DTypeOption<D>,
) => Tensor<S, NoInfer<D>>

/** `full([2, 3], 0.5)`: one element repeated to a shape. */
export type Full = <const S extends number[], V extends number | boolean, D extends DType = NestedDType<V>>(
  shape: readonly [...S],
  value: V,
  options?: DTypeOption<D>,
) => Tensor<S, NoInfer<D>>

/** `eye(3)` and `eye(3, 4)`: ones on the main diagonal. */
export interface Eye {
  <N extends number, D extends DType = 'float64'>(rows: N, options?: DTypeOption<D>): Tensor<[N, N], NoInfer<D>>
  <N extends number, M extends number, D extends DType = 'float64'>(
    rows: N,
    columns: M,
    options?: DTypeOption<D>,
  ): Tensor<[N, M], NoInfer<D>>
}

/** Whether bounds are whole and not negative, so that their distance can be counted. */
type Countable<Start extends number, Stop extends number> = number extends Start | Stop
  ? false
  : `${Start} ${Stop}` extends `${string}${'-' | '.' | 'e'}${string}`
    ? false
    : true

/** How many whole numbers there are from `Start` up to but not including `Stop`, where that can be counted. */
type Distance<Start extends number, Stop extends number> =
  Countable<Start, Stop> extends true ? ([Subtract<Stop, Start>] extends [never] ? 0 : Subtract<Stop, Start>) : number

/** `arange(3)`, `arange(1, 3)` and `arange(0, 1, 0.25)`. */
export interface Arange {
  <Stop extends number, D extends DType = 'float64'>(
    stop: Stop,
    options?: DTypeOption<D>,
  ): Tensor<[Distance<0, Stop>], NoInfer<D>>
  <Start extends number, Stop extends number, D extends DType = 'float64'>(
    start: Start,
    stop: Stop,
    options?: DTypeOption<D>,
  ): Tensor<[Distance<Start, Stop>], NoInfer<D>>
  <D extends DType = 'float64'>(
    start: number,
    stop: number,
    step: number,
    options?: DTypeOption<D>,
  ): Tensor<[number], NoInfer<D>>
}

/** `linspace(0, 1, 5)`: numbers at equal distances, both ends included. */
export type Linspace = <N extends number, D extends DType = 'float64'>(
  start: number,
  stop: number,
  count: N,
  options?: DTypeOption<D>,
) => Tensor<[N], NoInfer<D>>

/** The dtype that a typed array stores. */
type StoredDType<A> = A extends Float64Array
  ? 'float64'
  : A extends Float32Array
    ? 'float32'
    : A extends Int32Array
      ? 'int32'
      : A extends Uint8Array
        ? 'bool'
        : DType

/** `fromTypedArray(new Float32Array([1, 2, 3, 4]), [2, 2])`: a copy of the elements. */
export type FromTypedArray = <
  A extends ArrayLike<number> & ArrayBufferView,
  const S extends number[],
  D extends DType = StoredDType<A>,
>(
  data: A,
  shape: readonly [...S],
  options?: DTypeOption<D>,
) => Tensor<S, NoInfer<D>>

/** `oneHot([0, 2], 3)` and `pipe([0, 2], oneHot(3))`: a row for every index. */
export interface OneHot {
  <N extends number, D extends DType = 'float64'>(
    depth: N,
    options?: DTypeOption<D>,
  ): <const I extends Indices>(indices: I & Guard<IndicesRefused<I>>) => Tensor<[...ShapeOfIndices<I>, N], NoInfer<D>>
  <const I extends Indices, N extends number, D extends DType = 'float64'>(
    indices: I & Guard<IndicesRefused<I>>,
    depth: N,
    options?: DTypeOption<D>,
  ): Tensor<[...ShapeOfIndices<I>, N], NoInfer<D>>
}
