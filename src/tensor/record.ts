import type { DType, TypedArray } from './dtype.js'
import type { Shape } from './shape.js'

/** A tensor as JSON has it, whatever its elements: what JSON has no number for stands by its name. */
export interface TensorRecord {
  readonly dtype: DType
  readonly shape: Shape
  readonly data: readonly (number | boolean | string)[]
}

/** The record of elements in row-major order. */
export const recordOf = (dtype: DType, shape: Shape, elements: TypedArray): TensorRecord => ({
  dtype,
  shape,
  data: Array.from(elements, (element) =>
    dtype === 'bool' ? element !== 0 : Number.isFinite(element) ? element : String(element),
  ),
})
