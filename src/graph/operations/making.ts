import {
  ArgumentError,
  allocate,
  arithmeticProgression,
  checkIsOptions,
  copyOut,
  deepestArray,
  describe,
  evenlySpaced,
  filled,
  fromNested,
  fromTyped,
  fullOf,
  identityMatrix,
  isFloat,
  isOptions,
  type NestedArray,
  type Shape,
  type Tensor,
  type TypedArray,
  withOptions,
} from '../../tensor/index.js'
import { convert } from '../primitives/conversion.js'
import { scatterAdd } from '../primitives/indexing.js'
import { reshape } from '../primitives/structural.js'
import type {
  Arange,
  DTypeOption,
  Eye,
  FromTypedArray,
  Full,
  Linspace,
  MakeOfShape,
  MakeTensor,
  OneHot,
} from '../signatures/index.js'
import { declared, dual } from './dual.js'
import { checkIndices, indicesOf } from './indices.js'
import { dtypeNames } from './optionNames.js'

/** What makes a tensor of so many arguments, and of options. */
const maker = <F>(operation: string, positional: number, body: (...args: never[]) => unknown): F =>
  withOptions(operation, positional, dtypeNames, body)

const allBooleans = (data: NestedArray, depth = 0): boolean =>
  typeof data === 'boolean' ||
  (Array.isArray(data) && data.length > 0 && depth < deepestArray && data.every((each) => allBooleans(each, depth + 1)))

/**
 * A tensor of nested arrays of numbers or booleans, or of one of them: float64 unless `dtype` says otherwise, or bool
 * where all are booleans. The arrays are copied. Throws a ShapeError where they are ragged and a DTypeError where an
 * element is none of the dtype.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 *
 * tensor([[1, 2], [3, 4]])
 * // => [[1. 2.]
 * //     [3. 4.]]
 * tensor(0.5).shape // => []
 * tensor([1, 2], { dtype: 'int32' }) // => [1 2]
 * tensor([true, false]).dtype // => 'bool'
 * ```
 */
export const tensor: MakeTensor = maker('tensor', 1, (data: NestedArray, { dtype }: DTypeOption = {}) =>
  fromNested('tensor', data, dtype ?? (allBooleans(data) ? 'bool' : 'float64')),
)

/**
 * A tensor of a typed array's elements, which are copied, in row-major order: of the dtype that the array stores
 * (Uint8Array: bool), or of `dtype`. Throws a ShapeError where their number does not fit the shape and a DTypeError
 * for other kinds of arrays without `dtype`.
 *
 * @example
 * ```ts
 * import { fromTypedArray } from 'cotangent'
 *
 * fromTypedArray(new Float32Array([1, 2, 3, 4]), [2, 2])
 * // => [[1. 2.]
 * //     [3. 4.]]
 * fromTypedArray(new Uint8Array([0, 128, 255]), [3], { dtype: 'float32' }) // => [  0. 128. 255.]
 * ```
 */
export const fromTypedArray: FromTypedArray = maker(
  'fromTypedArray',
  2,
  (data: ArrayLike<number> & ArrayBufferView, shape: Shape, { dtype }: DTypeOption = {}) => {
    const operation = 'fromTypedArray'
    if (dtype === undefined || !ArrayBuffer.isView(data)) return fromTyped(operation, data as TypedArray, shape)
    if (!isFloat(dtype)) return fromTyped(operation, copyOut(fromNested(operation, Array.from(data), dtype)), shape)
    const elements = allocate(dtype, data.length)
    elements.set(data)
    return fromTyped(operation, elements, shape)
  },
)

/**
 * Zeros of a shape; they take the memory of one.
 *
 * @example
 * ```ts
 * import { zeros } from 'cotangent'
 *
 * zeros([3]) // => [0. 0. 0.]
 * ```
 */
export const zeros: MakeOfShape = maker('zeros', 1, (shape: Shape, { dtype = 'float64' }: DTypeOption = {}) =>
  fullOf('zeros', shape, 0, dtype),
)

/**
 * Ones of a shape; they take the memory of one.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 *
 * ones([3], { dtype: 'int32' }) // => [1 1 1]
 * ```
 */
export const ones: MakeOfShape = maker('ones', 1, (shape: Shape, { dtype = 'float64' }: DTypeOption = {}) =>
  fullOf('ones', shape, 1, dtype),
)

/**
 * One number or boolean repeated to a shape; it takes the memory of one.
 *
 * @example
 * ```ts
 * import { full } from 'cotangent'
 *
 * full([2], 0.5) // => [0.5 0.5]
 * full([2], true) // => [ True  True]
 * ```
 */
export const full: Full = maker('full', 2, (shape: Shape, value: number | boolean, { dtype }: DTypeOption = {}) =>
  fullOf('full', shape, value, dtype ?? (typeof value === 'boolean' ? 'bool' : 'float64')),
)

type NumbersAndOptions = readonly (number | DTypeOption | undefined)[]

/** The numbers before the options, and the options. */
const numbersAndOptions = (
  operation: string,
  args: NumbersAndOptions,
): readonly [numbers: readonly number[], options: DTypeOption] => {
  const given = args.filter((arg) => arg !== undefined)
  const last = given.at(-1)
  const [numbers, options] = isOptions(last) ? [given.slice(0, -1), last as DTypeOption] : [given, {}]
  checkIsOptions(operation, options, dtypeNames)
  const foreign = numbers.find((number) => typeof number !== 'number')
  if (foreign !== undefined || numbers.length === 0)
    throw new ArgumentError({ operation, problem: `it takes numbers, not ${describe(foreign)}` })
  return [numbers as readonly number[], options]
}

/**
 * The identity matrix `[N, N]`, or `[N, M]` with ones on the main diagonal.
 *
 * @example
 * ```ts
 * import { eye } from 'cotangent'
 *
 * eye(2)
 * // => [[1. 0.]
 * //     [0. 1.]]
 * eye(2, 3, { dtype: 'int32' })
 * // => [[1 0 0]
 * //     [0 1 0]]
 * ```
 */
export const eye: Eye = declared((...args: NumbersAndOptions) => {
  const [[rows, columns = rows], { dtype = 'float64' }] = numbersAndOptions('eye', args)
  return identityMatrix(rows, columns, dtype)
})

/**
 * The numbers start, start + step, ... before `stop`, ceil((stop - start) / step) of them. Throws an ArgumentError
 * where they would never end.
 *
 * @example
 * ```ts
 * import { arange } from 'cotangent'
 *
 * arange(3) // => [0. 1. 2.]
 * arange(1, 2, 0.25) // => [1.   1.25 1.5  1.75]
 * arange(3, 0, -1, { dtype: 'int32' }) // => [3 2 1]
 * ```
 */
export const arange: Arange = declared((...args: NumbersAndOptions) => {
  const [[first, second, step = 1], { dtype = 'float64' }] = numbersAndOptions('arange', args)
  const [start, stop] = second === undefined ? [0, first] : [first, second]
  return arithmeticProgression(start, stop, step, dtype)
})

/**
 * `count` numbers at equal distances from `start` to `stop`, both included.
 *
 * @example
 * ```ts
 * import { linspace } from 'cotangent'
 *
 * linspace(0, 1, 5) // => [0.   0.25 0.5  0.75 1.  ]
 * ```
 */
export const linspace: Linspace = maker(
  'linspace',
  3,
  (start: number, stop: number, count: number, { dtype = 'float64' }: DTypeOption = {}) =>
    evenlySpaced(start, stop, count, dtype),
)

/**
 * Rows that are one at the index given and zero elsewhere: int32 indices `[I...]` give `[I..., depth]`. Negative
 * indices count from the end; one outside -depth .. depth - 1 is an IndexError, when the value is computed.
 *
 * @example
 * ```ts
 * import { oneHot } from 'cotangent'
 *
 * oneHot([0, 2], 3)
 * // => [[1. 0. 0.]
 * //     [0. 0. 1.]]
 * ```
 */
export const oneHot: OneHot = dual(
  'oneHot',
  2,
  dtypeNames,
  (labels: unknown, depth: number, { dtype = 'float64' }: DTypeOption = {}): Tensor => {
    const indices = indicesOf('oneHot', labels)
    const rank = indices.shape.length
    const counted = dtype === 'bool' ? 'int32' : dtype
    const background = fullOf('oneHot', [...indices.shape, depth], 0, counted)
    checkIndices('oneHot', background, indices, rank)
    const places = reshape(indices, [...indices.shape, 1])
    const marks = filled(counted, places.shape, 1)
    return convert(scatterAdd(background, places, marks, { axis: rank, batchAxes: rank }), dtype)
  },
)
