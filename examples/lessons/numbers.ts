import { type FloatDType, type Tensor, toArray, toTypedArray } from 'cotangent'

export type Scalar = Tensor<[], 'float64'>
export type Matrix = Tensor<[number, number], 'float64'>

/** The same of either float dtype, where a lesson can run on both. */
export type FloatScalar = Tensor<[], FloatDType>
export type FloatVector = Tensor<[number], FloatDType>
export type FloatMatrix = Tensor<[number, number], FloatDType>

/** Plain numbers, as a lesson returns them. */
export type Row = readonly number[]
export type Rows = readonly Row[]

/** The elements in row-major order. */
export const numbersOf = (x: Tensor): Row => [...toTypedArray(x)]

/** The elements of a matrix, row by row. */
export const rowsOf = (x: FloatMatrix): Rows => toArray(x) as Rows

/** The largest of them in size. */
const largest = (values: Row): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

/** The largest difference of two lists of numbers, relative to the largest of the second. */
export const relativeDistance = (a: Row, b: Row): number =>
  largest(a.map((value, index) => value - b[index])) / largest(b)

/** Rounding to a whole number with ties to the even one, as NumPy rounds. */
export const roundHalfEven = (value: number): number => {
  const size = Math.abs(value)
  const floor = Math.floor(size)
  return Math.sign(value) * (size - floor === 0.5 ? floor + (floor % 2) : Math.round(size))
}
