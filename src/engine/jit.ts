import { type AnyFunction, type TracedTrees, traceTrees } from '../autodiff/index.js'
import { applyPrimitive, type Executor, isLocating, type Jit, locatingErrors, primitives } from '../graph/index.js'
import {
  ArgumentError,
  flatten,
  type Structure,
  showStructure,
  showType,
  type Tensor,
  unflatten,
} from '../tensor/index.js'
import { reference } from './reference.js'
import { wasm } from './wasm.js'

const executors = { wasm, reference } as const satisfies Readonly<Record<string, Executor>>

/** The engines that run a function at once: WebAssembly, or interpretation by the primitives' own definitions. */
export type Engine = keyof typeof executors

/** On which engine a function runs: `wasm` where nothing is said. */
export interface JitOptions {
  readonly engine?: Engine
}

const executorOf = (engine: Engine): Executor => {
  if (!Object.hasOwn(executors, engine))
    throw new ArgumentError({
      operation: 'jit',
      problem: `there is no engine ${String(engine)}`,
      remedy: `Use ${Object.keys(executors).join(' or ')}`,
    })
  return executors[engine]
}

/** What a function was called with, but for the values: equal for calls that run the same program. */
const signatureOf = (structure: Structure, leaves: readonly Tensor[]): string =>
  `${showStructure(structure)} ${leaves.map(showType).join()}`

/**
 * A function that does the same, compiled: it is traced once for every structure, shapes and dtypes of its arguments,
 * and runs as one program, with the same results to the bit; inside other transforms it stays one operation, whose
 * derivatives are compiled too. What it closes over counts as constant from the first call on, unless it is being traced
 * itself. Reading a value inside throws NotConcrete; an unknown engine is an ArgumentError.
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
export const jit: Jit<JitOptions> = <F extends AnyFunction>(f: F, { engine = 'wasm' }: JitOptions = {}): F => {
  const execute = executorOf(engine)
  const name = f.name === '' ? 'jit' : f.name
  const known = new Map<string, TracedTrees>()
  const trace = (structure: Structure, leaves: readonly Tensor[]): TracedTrees => {
    const signature = signatureOf(structure, leaves)
    const traced = known.get(signature) ?? traceTrees('jit', f, structure, leaves)
    // What a function closes over while something else is traced may be another expression the next time.
    if (traced.captured.length === 0) known.set(signature, traced)
    return traced
  }
  const compiled = (...args: readonly unknown[]): unknown => {
    // The line of an error is that of an operation in the function, not that of its call.
    const uncompiled = (): unknown => f(...(args as never[]))
    if (isLocating()) return uncompiled()
    const [leaves, structure] = flatten('jit', args)
    const { graph, captured, output } = trace(structure, leaves)
    const call = (): readonly Tensor[] =>
      applyPrimitive(primitives.call, { name, graph, execute }, [...leaves, ...captured])
    return unflatten(output, locatingErrors(call, uncompiled))
  }
  return compiled as unknown as F
}
