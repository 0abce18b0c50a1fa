import { copyOut, type DType, nestedArray, soleElement, type Tensor, type TypedArray } from '../../tensor/index.js'
import { constantOf } from '../expression.js'
import type { Item, ToArray } from '../signatures/index.js'
import { declared } from './dual.js'

/**
 * The elements as nested arrays of numbers, or of booleans for a bool tensor. Throws NotConcrete while a transform
 * traces without values.
 *
 * @example
 * ```ts
 * import { eye, toArray } from 'cotangent'
 *
 * toArray(eye(2)) // => [ [ 1, 0 ], [ 0, 1 ] ]
 * ```
 */
export const toArray: ToArray = declared((x: Tensor) => nestedArray(constantOf('toArray', x)))

/**
 * The one element of a tensor that has one. Throws a ShapeError otherwise, and NotConcrete while a transform traces
 * without values.
 *
 * @example
 * ```ts
 * import { item, sum, tensor } from 'cotangent'
 *
 * item(sum(tensor([1, 2, 3]))) // => 6
 * ```
 */
export const item: Item = declared((x: Tensor) => soleElement(constantOf('item', x)))

/**
 * A copy of the elements in row-major order; bools as bytes, 0 or 1. Throws NotConcrete while a transform traces
 * without values.
 *
 * @example
 * ```ts
 * import { eye, toTypedArray } from 'cotangent'
 *
 * toTypedArray(eye(2)) // => Float64Array(4) [ 1, 0, 0, 1 ]
 * ```
 */
export const toTypedArray = <D extends DType>(x: Tensor<readonly number[], D>): TypedArray<D> =>
  copyOut(constantOf('toTypedArray', x)) as TypedArray<D>
