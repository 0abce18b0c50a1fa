import type { AnyFunction } from '../autodiff/index.js'
import {
  applyPrimitive,
  type CallAttributes,
  isLocating,
  type Jit,
  locatingErrors,
  primitives,
} from '../graph/index.js'
import { checkFunction, type Tensor, unflatten } from '../tensor/index.js'
import { executorOf } from './executor.js'
import { checkOptions, type JitOptions } from './options.js'
import { tracing } from './tracing.js'

/**
 * A function that does the same, compiled: it is traced once for every structure, shapes and dtypes of its arguments
 * (anew for those that 256 others have followed), and runs as one program, with the same results to the bit; inside other
 * transforms it stays one operation, whose derivatives are compiled too. What it closes over counts as constant from the first call on, unless it is being traced
 * itself. Reading a value inside throws NotConcrete; what is no function, no engine or no number of threads is an
 * ArgumentError.
 *
 * @example
 * ```ts
 * import { jit, mul, sum, tensor, type Tensor } from 'cotangent'
 *
 * const energy = jit((x: Tensor<[number]>) => sum(mul(x, x)))
 *
 * energy(tensor([1, 2, 3])) // => 14.0
 * ```
 */
export const jit: Jit<JitOptions> = <F extends AnyFunction>(f: F, options: JitOptions = {}): F => {
  const execute = executorOf(checkOptions('jit', options))
  checkFunction('jit', f)
  const name = f.name === '' ? 'jit' : f.name
  const prepare = tracing('jit', f, ({ graph }): CallAttributes => ({ name, graph, execute }))
  const compiled = (...args: readonly unknown[]): unknown => {
    // The line of an error is that of an operation in the function, not that of its call.
    const uncompiled = (): unknown => f(...(args as never[]))
    if (isLocating()) return uncompiled()
    const [{ made, captured, output }, leaves] = prepare(args)
    const operands = captured.length === 0 ? leaves : [...leaves, ...captured]
    const call = (): readonly Tensor[] => applyPrimitive(primitives.call, made, operands)
    return unflatten(output, locatingErrors(call, uncompiled))
  }
  return compiled as unknown as F
}
