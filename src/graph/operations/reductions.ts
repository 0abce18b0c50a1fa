import {
  ArgumentError,
  type DType,
  normalizeAxes,
  normalizeAxis,
  reducedShape,
  sizeOf,
  type Tensor,
} from '../../tensor/index.js'
import { add, div, fullLike, log } from '../primitives/arithmetic.js'
import { convert } from '../primitives/conversion.js'
import * as primitive from '../primitives/extrema.js'
import { reshape } from '../primitives/structural.js'
import type { FloatReduction, IndexReduction, Reduction, ReductionOptions } from '../signatures/index.js'
import { dual } from './dual.js'
import { floatOperandOf, numericOperandOf, operandOf } from './operands.js'
import { countOver, shiftedOver, sumOver } from './over.js'

/** A reduction, of which `of` leaves the axes (ascending) with size 1, or takes them away where `keepdims` is false. */
const reduction = <F>(
  operation: string,
  operand: (operation: string, x: unknown) => Tensor,
  of: (x: Tensor, axes: readonly number[], keepdims: boolean) => Tensor,
): F =>
  dual(operation, 1, (value: unknown, { axis, keepdims = false }: ReductionOptions = {}) => {
    const x = operand(operation, value)
    const axes = normalizeAxes(operation, axis, x)
    return reshape(of(x, axes, keepdims), reducedShape(x.shape, axes, keepdims))
  })

/**
 * The sum over the axes given, or over all; 0 of no elements. With `keepdims` the axes stay, with size 1. Bools count as
 * int32, and int32 wraps. The order of additions is the same on every engine: in blocks of 1024 elements eight lanes
 * take every eighth element each and are joined as a tree, and the blocks add up from first to last.
 *
 * @example
 * ```ts
 * import { sum, tensor } from 'cotangent'
 *
 * const x = tensor([[1, 2, 3], [4, 5, 6]])
 * sum(x) // => 21.0
 * sum(x, { axis: 0 }) // => [5. 7. 9.]
 * sum(x, { axis: -1, keepdims: true }).shape // => [ 2, 1 ]
 * ```
 */
export const sum: Reduction<DType> = reduction('sum', operandOf, (x, axes, keepdims) =>
  sumOver(x.dtype === 'bool' ? convert(x, 'int32') : x, axes, keepdims),
)

/**
 * The arithmetic mean over the axes given, or over all, of a floating-point tensor; NaN of no elements.
 *
 * @example
 * ```ts
 * import { mean, tensor } from 'cotangent'
 *
 * mean(tensor([[1, 2], [3, 4]]), { axis: 0 }) // => [2. 3.]
 * ```
 */
export const mean: FloatReduction = reduction('mean', floatOperandOf, (x, axes, keepdims) => {
  const total = sumOver(x, axes, keepdims)
  return div(total, fullLike(total, countOver(x, axes)))
})

const checkNotEmpty = (operation: string, x: Tensor, axes: readonly number[]): void => {
  if (countOver(x, axes) === 0)
    throw new ArgumentError({
      operation,
      operands: [x],
      problem: `it goes over no elements, and there is no extremum of none`,
      remedy: 'Give every axis that it goes over a size of at least 1',
    })
}

const extremum = (operation: string, of: (x: Tensor, axes: readonly number[]) => Tensor): Reduction =>
  reduction(operation, numericOperandOf, (x, axes) => {
    checkNotEmpty(operation, x, axes)
    return of(x, axes)
  })

/**
 * The largest element over the axes given, or over all; NaN if there is one. Elements that tie share the derivative
 * evenly. Throws an ArgumentError of no elements.
 *
 * @example
 * ```ts
 * import { max, tensor } from 'cotangent'
 *
 * max(tensor([[1, 5], [7, 2]]), { axis: 1 }) // => [5. 7.]
 * ```
 */
export const max: Reduction = extremum('max', primitive.reduceMax)

/**
 * The smallest element over the axes given, or over all; NaN if there is one. Elements that tie share the derivative
 * evenly. Throws an ArgumentError of no elements.
 *
 * @example
 * ```ts
 * import { min, tensor } from 'cotangent'
 *
 * min(tensor([[1, 5], [7, 2]]), { axis: 1 }) // => [1. 2.]
 * ```
 */
export const min: Reduction = extremum('min', primitive.reduceMin)

/**
 * The index (int32) of the largest element along an axis, or in row-major order without `axis`: of the first where
 * several tie, of the first NaN if there is one. Throws an ArgumentError of no elements.
 *
 * @example
 * ```ts
 * import { argmax, tensor } from 'cotangent'
 *
 * const x = tensor([[1, 5, 2], [7, 2, 7]])
 * argmax(x, { axis: 1 }) // => [1 0]
 * argmax(x) // => 3
 * ```
 */
export const argmax: IndexReduction = dual(
  'argmax',
  1,
  (value: unknown, { axis, keepdims = false }: ReductionOptions<number> = {}) => {
    const x = numericOperandOf('argmax', value)
    const axes =
      axis === undefined ? normalizeAxes('argmax', axis, x) : [normalizeAxis('argmax', axis, x.shape.length, x)]
    checkNotEmpty('argmax', x, axes)
    const found = axis === undefined ? primitive.argmax(reshape(x, [sizeOf(x.shape)]), 0) : primitive.argmax(x, axes[0])
    return reshape(found, reducedShape(x.shape, axes, keepdims))
  },
)

/**
 * log(sum(exp(x))) over the axes given, or over all, without overflow: shift + log(sum(exp(x - shift))) with the largest
 * element as the shift. -Infinity where all elements are, and of no elements.
 *
 * @example
 * ```ts
 * import { logSumExp, tensor } from 'cotangent'
 *
 * logSumExp(tensor([[1000, 1000], [-Infinity, 0]]), { axis: 1 }) // => [1000.69314718    0.        ]
 * ```
 */
export const logSumExp: FloatReduction = reduction('logSumExp', floatOperandOf, (x, axes) => {
  const { shift, total } = shiftedOver(x, axes)
  return add(log(total), shift)
})
