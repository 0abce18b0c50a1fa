import { type DType, DTypeError, dtypes, flatten, type Tree, unflatten } from '../../tensor/index.js'
import * as primitive from '../primitives/conversion.js'
import type { Conversion, StopGradient } from '../signatures/index.js'
import { dual } from './dual.js'
import { operandOf } from './operands.js'

/**
 * The same elements in another dtype: to float32 rounded, to int32 toward zero (at its bounds where too large, NaN to
 * 0), to bool whether they are not 0. Its derivative is the identity between float dtypes.
 *
 * @example
 * ```ts
 * import { astype, tensor } from 'cotangent'
 *
 * astype(tensor([0, -1.5, 2.7]), 'int32') // => [ 0 -1  2]
 * ```
 */
export const astype: Conversion = dual('astype', 2, {}, (x: unknown, dtype: DType) => {
  if (!dtypes.includes(dtype))
    throw new DTypeError({
      operation: 'astype',
      problem: `there is no dtype ${String(dtype)}`,
      remedy: `Use ${dtypes.join(', ')}`,
    })
  return primitive.convert(operandOf('astype', x), dtype)
})

/**
 * A tree whose leaves count as constants for every derivative.
 *
 * @example
 * ```ts
 * import { grad, mul, stopGradient, type Tensor, tensor } from 'cotangent'
 *
 * const f = (x: Tensor<[]>) => mul(x, stopGradient(x))
 * grad(f)(tensor(3)) // => 3.0
 * ```
 */
export const stopGradient: StopGradient = <T extends Tree>(tree: T): T => {
  const [leaves, structure] = flatten('stopGradient', tree)
  return unflatten(structure, leaves.map(primitive.stopGradient)) as T
}
