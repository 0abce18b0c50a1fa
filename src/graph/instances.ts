import type { Eq } from 'fp-ts/lib/Eq.js'
import type { Ring } from 'fp-ts/lib/Ring.js'
import type { Show } from 'fp-ts/lib/Show.js'
import {
  type AnyTensor,
  checkIsOptions,
  checkShape,
  DTypeError,
  equalShapes,
  filled,
  type NumericDType,
  rowMajor,
  type Shape,
  type Tensor,
} from '../tensor/index.js'
import { constantOf } from './expression.js'
import { add, mul, sub } from './operations/arithmetic.js'
import { dtypeNames } from './operations/optionNames.js'
import type { DTypeOption } from './signatures/index.js'

const equalElements = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b))

/**
 * Equality of tensors: the same shape, dtype and elements. So that every tensor equals itself, NaN equals NaN; 0 equals
 * -0, as in arithmetic.
 *
 * @example
 * ```ts
 * import { tensor, tensorEq } from 'cotangent'
 *
 * tensorEq.equals(tensor([0, NaN]), tensor([-0, NaN])) // => true
 * tensorEq.equals(tensor([1]), tensor(1)) // => false
 * ```
 */
export const tensorEq: Eq<AnyTensor> = {
  equals: (x, y) => {
    if (x === y) return true
    const [a, b] = [x, y].map((operand) => constantOf('tensorEq', operand as Tensor))
    if (a.dtype !== b.dtype || !equalShapes(a.shape, b.shape)) return false
    const [left, right] = [rowMajor(a), rowMajor(b)]
    return left.every((element: number, index: number) => equalElements(element, right[index]))
  },
}

/**
 * Tensors as NumPy prints them.
 *
 * @example
 * ```ts
 * import { tensor, tensorShow } from 'cotangent'
 *
 * tensorShow.show(tensor([1, 2.5])) // => '[1.  2.5]'
 * ```
 */
export const tensorShow: Show<AnyTensor> = { show: (x) => constantOf('tensorShow', x as Tensor).toString() }

/**
 * The commutative ring of the tensors of one shape and dtype, element by element. Its laws hold exactly for int32, and
 * for floats as long as all numbers are whole and small enough to be exact. Throws a DTypeError for bool.
 *
 * @example
 * ```ts
 * import { getTensorRing, tensor } from 'cotangent'
 *
 * const ring = getTensorRing([2])
 * ring.add(ring.mul(tensor([2, 3]), tensor([4, 5])), ring.one) // => [ 9. 16.]
 * ```
 */
export const getTensorRing = <S extends number[], D extends NumericDType = 'float64'>(
  shape: readonly [...S],
  options: DTypeOption<D> = {},
): Ring<Tensor<S, D>> => {
  checkIsOptions('getTensorRing', options, dtypeNames)
  const dtype = options.dtype ?? 'float64'
  if ((dtype as string) === 'bool')
    throw new DTypeError({ operation: 'getTensorRing', problem: 'truth values make no ring under add and mul' })
  const whole = (value: number): Tensor => filled(dtype, [...checkShape('getTensorRing', shape as Shape)], value)
  return { add, sub, mul, zero: whole(0), one: whole(1) } as unknown as Ring<Tensor<S, D>>
}
