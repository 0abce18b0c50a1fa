import { type DType, normalizeAxes, normalizeAxis, reducedShape, sizeOf, type Tensor } from '../../tensor/index.js'
import { add, equal, fullLike, log } from '../primitives/arithmetic.js'
import { convert } from '../primitives/conversion.js'
import * as primitive from '../primitives/extrema.js'
import { reshape } from '../primitives/structural.js'
import type {
  CountReduction,
  FloatReduction,
  IndexReduction,
  Reduction,
  ReductionOptions,
  TruthReduction,
} from '../signatures/index.js'
import { checkFlag } from './attributes.js'
import { dual } from './dual.js'
import { floatOperandOf, numericOperandOf, operandOf } from './operands.js'
import { reductionNames } from './optionNames.js'
import { countable, countOver, meanOver, productOver, shiftedOver, sumOver } from './over.js'
import { checkNotEmpty, reduction } from './reducing.js'

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
export const sum: Reduction<DType> = reduction('sum', operandOf, reductionNames, (x, axes, keepdims) =>
  sumOver(countable(x), axes, keepdims),
)

/**
 * The product over the axes given, or over all; 1 of no elements. Bools count as int32, and int32 wraps. The order is the
 * same on every engine: axis after axis, the first half of an axis is multiplied by the second, element by element, and
 * so on; the last one of an odd number waits until the end. Derivatives are right to any order, whatever elements are 0.
 *
 * @example
 * ```ts
 * import { grad, prod, type Tensor, tensor } from 'cotangent'
 *
 * prod(tensor([[1, 2], [3, 4]]), { axis: 0 }) // => [3. 8.]
 * grad((x: Tensor<[3]>) => prod(x))(tensor([0, 2, 3])) // => [6. 0. 0.]
 * ```
 */
export const prod: Reduction<DType> = reduction('prod', operandOf, reductionNames, (x, axes) =>
  productOver(countable(x), axes),
)

/** How many elements are not 0. */
const countOfNonzero = (x: Tensor, axes: readonly number[], keepdims: boolean): Tensor =>
  sumOver(convert(convert(x, 'bool'), 'int32'), axes, keepdims)

/**
 * The number (int32) of elements that are not 0, or of truths, over the axes given or over all. NaN is not 0.
 *
 * @example
 * ```ts
 * import { countNonzero, tensor } from 'cotangent'
 *
 * countNonzero(tensor([[1, 0], [3, NaN]]), { axis: 0 }) // => [2 1]
 * ```
 */
export const countNonzero: CountReduction = reduction('countNonzero', operandOf, reductionNames, countOfNonzero)

/**
 * Whether any element over the axes given, or over all, holds: is not 0, where they are numbers. False of no elements.
 *
 * @example
 * ```ts
 * import { any, tensor } from 'cotangent'
 *
 * any(tensor([[true, false], [false, false]]), { axis: 1 }) // => [ True False]
 * ```
 */
export const any: TruthReduction = reduction('any', operandOf, reductionNames, (x, axes, keepdims) =>
  convert(countOfNonzero(x, axes, keepdims), 'bool'),
)

/**
 * Whether all elements over the axes given, or over all, hold: are not 0, where they are numbers. True of no elements.
 *
 * @example
 * ```ts
 * import { all, tensor } from 'cotangent'
 *
 * all(tensor([[true, true], [true, false]]), { axis: 1 }) // => [ True False]
 * ```
 */
export const all: TruthReduction = reduction('all', operandOf, reductionNames, (x, axes, keepdims) => {
  const count = countOfNonzero(x, axes, keepdims)
  return equal(count, fullLike(count, countOver(x, axes)))
})

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
export const mean: FloatReduction = reduction('mean', floatOperandOf, reductionNames, meanOver)

const extremum = (operation: string, of: (x: Tensor, axes: readonly number[]) => Tensor): Reduction =>
  reduction(operation, numericOperandOf, reductionNames, (x, axes) => {
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

/** The index of an extreme element, along an axis or in row-major order. */
const extremeIndex = (operation: string, of: (x: Tensor, axis: number) => Tensor): IndexReduction =>
  dual(operation, 1, reductionNames, (value: unknown, { axis, keepdims = false }: ReductionOptions<number> = {}) => {
    const x = numericOperandOf(operation, value)
    const axes =
      axis === undefined ? normalizeAxes(operation, axis, x) : [normalizeAxis(operation, axis, x.shape.length, x)]
    checkFlag(operation, 'keepdims', keepdims)
    checkNotEmpty(operation, x, axes)
    const found = axis === undefined ? of(reshape(x, [sizeOf(x.shape)]), 0) : of(x, axes[0])
    return reshape(found, reducedShape(x.shape, axes, checkFlag(operation, 'keepdims', keepdims)))
  })

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
export const argmax: IndexReduction = extremeIndex('argmax', primitive.argmax)

/**
 * The index (int32) of the smallest element along an axis, or in row-major order without `axis`: of the first where
 * several tie, of the first NaN if there is one. Throws an ArgumentError of no elements.
 *
 * @example
 * ```ts
 * import { argmin, tensor } from 'cotangent'
 *
 * const x = tensor([[1, 5, 2], [7, 2, 2]])
 * argmin(x, { axis: 1 }) // => [0 1]
 * argmin(x) // => 0
 * ```
 */
export const argmin: IndexReduction = extremeIndex('argmin', primitive.argmin)

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
export const logSumExp: FloatReduction = reduction('logSumExp', floatOperandOf, reductionNames, (x, axes) => {
  const { shift, total } = shiftedOver(x, axes)
  return add(log(total), shift)
})
