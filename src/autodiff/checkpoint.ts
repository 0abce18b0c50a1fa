import { applyPrimitive, interpretation, locatingErrors, primitives, type Same } from '../graph/index.js'
import { flatten, unflatten } from '../tensor/index.js'
import type { AnyFunction } from './run.js'
import { traceTrees } from './trace.js'

/**
 * The same function, whose intermediate values are computed again for its derivative instead of being kept.
 *
 * @example
 * ```ts
 * import { checkpoint, grad, sum, tanh, tensor, type Tensor } from 'cotangent'
 *
 * const block = checkpoint((x: Tensor<[2], 'float64'>) => tanh(tanh(x)))
 *
 * grad((x: Tensor<[2], 'float64'>) => sum(block(x)))(tensor([0, 0])) // => [1. 1.]
 * ```
 */
export const checkpoint = ((f: AnyFunction) =>
  (...args: readonly unknown[]): unknown =>
    locatingErrors(() => {
      const [leaves, input] = flatten('checkpoint', args)
      const { graph, captured, output } = traceTrees('checkpoint', f, input, leaves, leaves)
      const attributes = { name: 'checkpoint', graph, execute: interpretation }
      return unflatten(output, applyPrimitive(primitives.call, attributes, [...leaves, ...captured]))
    })) as unknown as Same
