/** The element types of tensors. */
export type DType = 'float64' | 'float32' | 'int32' | 'bool'

/** The floating-point element types: those that have derivatives. */
export type FloatDType = 'float64' | 'float32'

/** The typed array that stores elements of each dtype; a bool is one byte, 0 or 1. */
export interface TypedArrayOf {
  float64: Float64Array
  float32: Float32Array
  int32: Int32Array
  bool: Uint8Array
}

/** The typed array that stores elements of a dtype. */
export type TypedArray<D extends DType = DType> = TypedArrayOf[D]

/** What an element of each dtype is when read out as a JavaScript value. */
export type ElementOf<D extends DType> = [D] extends ['bool'] ? boolean : 'bool' extends D ? number | boolean : number

/** The constructor of the typed array behind each dtype. */
export const constructors = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
} as const

/** All element types. */
export const dtypes: readonly DType[] = ['float64', 'float32', 'int32', 'bool']

/** Bytes per element. */
export const bytesOf = (dtype: DType): number => constructors[dtype].BYTES_PER_ELEMENT

/** Whether a dtype has derivatives. */
export const isFloat = (dtype: DType): dtype is FloatDType => dtype === 'float64' || dtype === 'float32'

const dtypeByArray: Readonly<Record<string, DType | undefined>> = {
  Float64Array: 'float64',
  Float32Array: 'float32',
  Int32Array: 'int32',
  Uint8Array: 'bool',
}

/** The dtype that a typed array's elements have, whichever realm made it; undefined for kinds that no tensor stores. */
export const dtypeOf = (data: ArrayBufferView): DType | undefined =>
  dtypeByArray[Object.prototype.toString.call(data).slice('[object '.length, -1)]

/** The distance from 1 to the next larger number, halved: the largest relative error of one rounding. */
export const unitRoundoff = (dtype: FloatDType): number => (dtype === 'float64' ? 2 ** -53 : 2 ** -24)
