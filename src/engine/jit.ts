import { type AnyFunction, checkFunction, traceTrees } from '../autodiff/index.js'
import {
  applyPrimitive,
  type CallAttributes,
  type Executor,
  isLocating,
  type Jit,
  locatingErrors,
  primitives,
} from '../graph/index.js'
import {
  flatten,
  leavesIfLike,
  type Structure,
  showStructure,
  showType,
  type Tensor,
  unflatten,
} from '../tensor/index.js'
import { checkOptions, executors, type JitOptions } from './options.js'
import { Recent } from './recent.js'
import { onThreads } from './threads/index.js'
import { wasmWith } from './wasm.js'

const executorOf = (options: JitOptions): Executor => {
  const { engine, arithmetic, threads } = checkOptions('jit', options)
  const execute = engine === 'wasm' ? wasmWith[arithmetic] : executors[engine]
  return threads === undefined ? execute : (graph, operands) => onThreads(threads, () => execute(graph, operands))
}

/** A function traced for all calls of one structure, shapes and dtypes. */
interface Traced {
  readonly input: Structure
  readonly attributes: CallAttributes
  readonly captured: readonly Tensor[]
  readonly output: Structure
}

/** For so many structures, shapes and dtypes of arguments a function stays traced: those it was called with last. */
const greatestKnown = 256

/** What a function was called with, but for the values: equal for calls that run the same program. */
const signatureOf = (structure: Structure, leaves: readonly Tensor[]): string =>
  `${showStructure(structure)} ${leaves.map(showType).join()}`

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
  checkFunction('jit', f)
  const execute = executorOf(options)
  const name = f.name === '' ? 'jit' : f.name
  const known = new Recent<Traced>(greatestKnown)
  let last: Traced | undefined
  const tracedFor = (input: Structure, leaves: readonly Tensor[]): Traced => {
    const signature = signatureOf(input, leaves)
    const before = known.get(signature)
    if (before !== undefined) return before
    const { graph, captured, output } = traceTrees('jit', f, input, leaves)
    const traced = { input, attributes: { name, graph, execute }, captured, output }
    // What a function closes over while something else is traced may be another expression the next time.
    if (captured.length === 0) known.set(signature, traced, 1)
    return traced
  }
  /** What answers a call, and its leaves: most calls are like the one before. */
  const prepare = (args: readonly unknown[]): readonly [Traced, readonly Tensor[]] => {
    const same = last && leavesIfLike(last.input, last.attributes.graph.inputs, args)
    if (last !== undefined && same !== undefined) return [last, same]
    const [leaves, structure] = flatten('jit', args)
    const traced = tracedFor(structure, leaves)
    if (traced.captured.length === 0) last = traced
    return [traced, leaves]
  }
  const compiled = (...args: readonly unknown[]): unknown => {
    // The line of an error is that of an operation in the function, not that of its call.
    const uncompiled = (): unknown => f(...(args as never[]))
    if (isLocating()) return uncompiled()
    const [{ attributes, captured, output }, leaves] = prepare(args)
    const operands = captured.length === 0 ? leaves : [...leaves, ...captured]
    const call = (): readonly Tensor[] => applyPrimitive(primitives.call, attributes, operands)
    return unflatten(output, locatingErrors(call, uncompiled))
  }
  return compiled as unknown as F
}
