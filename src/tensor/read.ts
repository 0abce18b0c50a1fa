import type { Constant } from './constant.js'
import { rowMajor } from './constant.js'
import type { DType, TypedArray } from './dtype.js'
import { ShapeError } from './errors.js'
import { sizeOf } from './shape.js'

/** Elements as JavaScript values, nested as the shape says; bools read as booleans. */
export const nestedArray = (constant: Constant): unknown => {
  const elements = rowMajor(constant)
  const read = constant.dtype === 'bool' ? (at: number) => elements[at] !== 0 : (at: number) => elements[at]
  const { shape } = constant
  const build = (axis: number, start: number, span: number): unknown =>
    axis === shape.length
      ? read(start)
      : Array.from({ length: shape[axis] }, (_, index) => {
          const inner = span / shape[axis]
          return build(axis + 1, start + index * inner, inner)
        })
  return build(0, 0, elements.length)
}

/** The one element of a tensor that has one; a ShapeError otherwise. */
export const soleElement = (constant: Constant): number | boolean => {
  if (sizeOf(constant.shape) !== 1)
    throw new ShapeError({
      operation: 'item',
      operands: [constant],
      problem: `the tensor has ${sizeOf(constant.shape)} elements, not one`,
      remedy: 'Reduce it first, or read all of them with toArray',
    })
  const element = rowMajor(constant)[0]
  return constant.dtype === 'bool' ? element !== 0 : element
}

/** A fresh copy of the elements in row-major order. */
export const copyOut = <D extends DType>(constant: Constant<D>): TypedArray<D> =>
  rowMajor(constant).slice() as TypedArray<D>
