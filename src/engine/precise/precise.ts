import {
  allocate,
  type Constant,
  type DType,
  filled,
  fromRowMajor,
  isFloat,
  isUniform,
  layoutOf,
  realOf,
  rowMajor,
  type Shape,
  sizeOf,
  type TensorType,
  type TypedArray,
} from '../../tensor/index.js'

/**
 * A tensor as the unevaluated sum high + low, some 31 digits: `high` is the sum rounded to float64, and `low` what that
 * leaves, undefined where it leaves nothing. Of a float32 tensor both are float64 too, and nothing is rounded to float32;
 * what is int32 or bool is in `high` as it is. Shape and dtype are those of the tensor that it stands for.
 */
export interface Precise extends TensorType {
  readonly shape: Shape
  readonly dtype: DType
  readonly high: Constant
  readonly low: Constant | undefined
}

/** Elements in row-major order, as sums of two numbers; without a second array, the second numbers are 0. */
export interface Parts {
  readonly high: TypedArray
  readonly low: Float64Array | undefined
}

/** Those of floats. */
export interface Pairs extends Parts {
  readonly high: Float64Array
}

/** The dtype in which both parts are held. */
export const heldAs = (dtype: DType): DType => (isFloat(dtype) ? 'float64' : dtype)

/** The types of both parts of results. */
export const heldTypes = (types: readonly TensorType[]): readonly TensorType[] =>
  types.map(({ shape, dtype }) => ({ shape, dtype: heldAs(dtype) }))

export const preciseOf = ({ dtype }: Pick<TensorType, 'dtype'>, high: Constant, low?: Constant): Precise => ({
  shape: high.shape,
  dtype,
  high,
  low,
})

/** A tensor over fresh arrays, which it takes over. */
export const fromParts = ({ shape, dtype }: TensorType, { high, low }: Parts): Precise =>
  preciseOf({ dtype }, fromRowMajor(heldAs(dtype), shape, high), low && fromRowMajor('float64', shape, low))

/** The elements, for reading only. */
export const partsOf = ({ high, low }: Precise): Parts => ({
  high: rowMajor(high),
  low: low && (rowMajor(low) as Float64Array),
})

/** Those of a float tensor. */
export const pairsOf = (x: Precise): Pairs => partsOf(x) as Pairs

/** Whether it repeats one number, which it stores once. */
export const isRepeated = ({ high, low }: Precise): boolean => isUniform(high) && (low === undefined || isUniform(low))

/** A tensor that repeats the first element of some arrays. */
export const repeated = ({ shape, dtype }: TensorType, { high, low }: Parts): Precise => {
  const rest = low === undefined || low[0] === 0 ? undefined : filled('float64', shape, low[0])
  return preciseOf({ dtype }, filled(heldAs(dtype), shape, high[0]), rest)
}

/** The first stored element of a tensor that repeats it. */
export const storedElement = (x: Constant): number => layoutOf(x).data[layoutOf(x).offset]

/** Low parts where there may be none. */
export const lowOf = ({ high, low }: Precise): Constant => low ?? filled('float64', high.shape, 0)

const asFloat64 = (x: Constant): Constant => {
  if (isUniform(x) && sizeOf(x.shape) > 0) return filled('float64', x.shape, storedElement(x))
  const data = allocate('float64', sizeOf(x.shape))
  data.set(rowMajor(x))
  return fromRowMajor('float64', x.shape, data)
}

/** A tensor as it is, exactly; what stands for a real number, with more of its digits. */
export const widened = (x: Constant): Precise => {
  const number = realOf(x)
  return number === undefined || !isUniform(x)
    ? preciseOf(x, x.dtype === 'float32' ? asFloat64(x) : x)
    : repeated(x, { high: Float64Array.of(number.high), low: Float64Array.of(number.low) })
}

/**
 * high + low rounded once to float32. Rounding `high` alone would round twice, and go wrong just where it lies half-way
 * between two float32: there `low` decides.
 */
export const roundedToFloat32 = (high: number, low: number): number => {
  const nearest = Math.fround(high)
  const beyond = high - nearest
  if (low === 0 || beyond === 0 || !Number.isFinite(beyond)) return nearest
  const other = nearest + 2 * beyond
  return Math.fround(other) === other && low > 0 === beyond > 0 ? other : nearest
}

/** A tensor rounded to its dtype. */
export const rounded = (x: Precise): Constant => {
  const { dtype, shape, high, low } = x
  if (dtype !== 'float32') return high
  if (isRepeated(x) && sizeOf(shape) > 0)
    return filled('float32', shape, roundedToFloat32(storedElement(high), low === undefined ? 0 : storedElement(low)))
  const pairs = pairsOf(x)
  const data = allocate('float32', sizeOf(shape))
  for (let index = 0; index < data.length; index++)
    data[index] = roundedToFloat32(pairs.high[index], pairs.low === undefined ? 0 : pairs.low[index])
  return fromRowMajor('float32', shape, data)
}
