import type { Task } from 'fp-ts/lib/Task.js'
import type { AnyFunction } from '../autodiff/index.js'
import { isConstant, type JitAsync, keepingSites, locatingErrors } from '../graph/index.js'
import {
  ArgumentError,
  type Constant,
  CotangentError,
  checkFunction,
  checkIsOptions,
  NotConcrete,
  type OptionNames,
  type Tensor,
  unflatten,
  written,
} from '../tensor/index.js'
import { EngineFailure } from './errors.js'
import { executorOf } from './executor.js'
import type { AsyncExecutor, OnnxRuntime, Provider } from './onnx/index.js'
import {
  type Checked,
  checkEngine,
  checkOptions,
  type Engine,
  executors,
  type JitOptions,
  jitNames,
} from './options.js'
import { availableThreads } from './threads/index.js'
import { tracing } from './tracing.js'

/** The engines that a function may run on where its results may come later: those of `jit`, and ONNX Runtime. */
export type AsyncEngine = Engine | 'onnx'

/**
 * On which engine a function runs, `onnx` where nothing is said; on how many threads, and in which arithmetic, as for
 * `jit`. For ONNX Runtime also on what: `providers` by the names or descriptions that it knows (`cpu`, `cuda`, `coreml`,
 * `dml`, `webgpu`), of which each takes the operations that those before it cannot do; and which `runtime`: its module,
 * such as `await import('onnxruntime-web')`, where that is not onnxruntime-node.
 */
export interface JitAsyncOptions extends Omit<JitOptions, 'engine'> {
  readonly engine?: AsyncEngine
  readonly providers?: readonly Provider[]
  readonly runtime?: OnnxRuntime
}

const optionNames: OptionNames<JitAsyncOptions> = { ...jitNames, providers: true, runtime: true }

const checkProviders = (providers: unknown): void => {
  const named = (each: unknown): boolean =>
    typeof each === 'string' || typeof (Object(each) as { readonly name?: unknown }).name === 'string'
  if (Array.isArray(providers) && providers.length > 0 && providers.every(named)) return
  throw new ArgumentError({
    operation: 'jitAsync',
    problem: `${written(providers)} is no list of providers`,
    remedy: "Use a list of names, such as ['cuda', 'cpu']",
  })
}

/** What runs graphs on ONNX Runtime: of this module's own it loads nothing before the first run. */
const onnx = (
  { arithmetic, threads }: Pick<Checked, 'arithmetic' | 'threads'>,
  { providers = ['cpu'], runtime }: JitAsyncOptions,
): AsyncExecutor => {
  let executor: Promise<AsyncExecutor> | AsyncExecutor | undefined
  const load = async (): Promise<AsyncExecutor> => {
    const { onnxExecutor } = await import('./onnx/index.js')
    executor = onnxExecutor({ arithmetic, threads: threads ?? availableThreads(), providers, runtime })
    return executor
  }
  return async (graph, operands) => {
    executor ??= load()
    return (typeof executor === 'function' ? executor : await executor)(graph, operands)
  }
}

const asyncExecutorOf = ({ engine = 'onnx', providers, runtime, ...options }: JitAsyncOptions): AsyncExecutor => {
  if (engine !== 'onnx') {
    const execute = executorOf(checkOptions('jitAsync', { ...options, engine }))
    for (const [option, value] of Object.entries({ providers, runtime }))
      if (value !== undefined)
        throw new ArgumentError({
          operation: 'jitAsync',
          problem: `the option ${option} says nothing to the engine ${engine}`,
          remedy: "Leave it out, or use the engine 'onnx'",
        })
    return async (graph, operands) => execute(graph, operands)
  }
  if (providers !== undefined) checkProviders(providers)
  return onnx(checkOptions('jitAsync', options), { providers, runtime })
}

/** Values, or a NotConcrete: what is known later cannot be a part of what is traced now. */
const values = (tensors: readonly Tensor[]): readonly Constant[] => {
  const traced = tensors.find((each) => !isConstant(each))
  if (traced === undefined) return tensors as readonly Constant[]
  throw new NotConcrete({
    operation: 'jitAsync',
    operands: [traced],
    problem:
      'an operand belongs to a transform that is following the function now, and what runs later is no part of that',
    remedy: 'Use jit inside other transforms, and jitAsync around them',
  })
}

/** The error of the same function run at once, which names the operation and the user's line, where it fails too. */
const locatedError = (failure: unknown, again: () => unknown): unknown => {
  if (!(failure instanceof EngineFailure)) return failure
  try {
    keepingSites(again)
    return failure
  } catch (error) {
    return error instanceof CotangentError ? error : failure
  }
}

/**
 * A function that gives a task: run, it does the same as f on another engine, of which the results come when they are
 * there. Like `jit` it is traced once for every structure, shapes and dtypes of its arguments, when it is called with
 * them, and what it closes over counts as constant. ONNX Runtime adds in its own order, so that its results differ from
 * those of the other engines in their last digits. Arguments that other transforms are following throw NotConcrete: use
 * `jit` there. A task rejects with the error of the function, such as an IndexError; with EngineUnavailable where the
 * package onnxruntime-node, or a provider, is missing; with EngineFailure where ONNX Runtime refuses a graph or fails.
 *
 * @example
 * ```ts
 * import { jitAsync, mul, sum, tensor, type Tensor } from 'cotangent'
 *
 * const energy = jitAsync((x: Tensor<[number]>) => sum(mul(x, x)), { engine: 'wasm' })
 *
 * await energy(tensor([1, 2, 3]))() // => 14.0
 * ```
 */
export const jitAsync: JitAsync<JitAsyncOptions> = <P extends readonly unknown[], R>(
  f: (...args: P) => R,
  options: JitAsyncOptions = {},
): ((...args: P) => Task<R>) => {
  checkIsOptions('jitAsync', options, optionNames)
  checkFunction('jitAsync', f)
  checkEngine('jitAsync', options.engine ?? 'onnx', [...Object.keys(executors), 'onnx'])
  const execute = asyncExecutorOf(options)
  const prepare = tracing('jitAsync', f as unknown as AnyFunction, ({ graph }) => graph)
  return (...args) => {
    const again = (): unknown => f(...args)
    const [{ made, captured, output }, leaves] = locatingErrors(() => prepare(args), again)
    values(captured)
    const operands = values(leaves)
    return async () => {
      try {
        return unflatten(output, await execute(made, operands)) as R
      } catch (error) {
        throw locatedError(error, again)
      }
    }
  }
}
