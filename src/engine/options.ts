import type { ArithmeticName } from '../compile/index.js'
import type { Executor } from '../graph/index.js'
import { ArgumentError, checkIsOptions, type OptionNames, written } from '../tensor/index.js'
import { precise } from './precise/index.js'
import { reference } from './reference.js'
import { checkThreads } from './threads/index.js'
import { wasm, wasmWith } from './wasm.js'

export const executors = { wasm, reference, precise } as const satisfies Readonly<Record<string, Executor>>

/**
 * The engines that run a function at once: WebAssembly, interpretation by the primitives' own definitions, or precise
 * evaluation in numbers of some 31 digits, of which only the results are rounded to their dtypes.
 */
export type Engine = keyof typeof executors

/**
 * On which engine a function runs, `wasm` where nothing is said; and on how many threads at most, where the work is worth
 * more than one: as many as the machine has processors, or the environment variable COTANGENT_THREADS says. With
 * `arithmetic: 'fast'` sums are added up in any order, products go into them unrounded where the machine can do that, and
 * what divides many numbers is inverted once, so that it must not be so small that its inverse is infinite: that is
 * faster, and moves the last bits. The options of the outermost `jit` count.
 */
export interface JitOptions {
  readonly engine?: Engine
  readonly threads?: number
  readonly arithmetic?: ArithmeticName
}

/** Options that are all there, but for a number of threads where none was asked for. */
export type Checked = Required<Omit<JitOptions, 'threads'>> & Pick<JitOptions, 'threads'>

/** One of the engines that there are, or an ArgumentError. */
export const checkEngine = <E extends string>(operation: string, engine: E, engines: readonly string[]): E => {
  if (typeof engine === 'string' && engines.includes(engine)) return engine
  throw new ArgumentError({
    operation,
    problem: `there is no engine ${written(engine)}`,
    remedy: `Use ${engines.join(' or ')}`,
  })
}

export const jitNames: OptionNames<JitOptions> = { engine: true, threads: true, arithmetic: true }

/** Options as they were given, or an ArgumentError. */
export const checkOptions = (operation: string, options: JitOptions): Checked => {
  checkIsOptions(operation, options, jitNames)
  const { engine = 'wasm', threads, arithmetic = 'exact' } = options
  checkEngine(operation, engine, Object.keys(executors))
  if (typeof arithmetic !== 'string' || !Object.hasOwn(wasmWith, arithmetic))
    throw new ArgumentError({
      operation,
      problem: `there is no arithmetic ${written(arithmetic)}`,
      remedy: `Use ${Object.keys(wasmWith).join(' or ')}`,
    })
  return { engine, arithmetic, threads: threads === undefined ? undefined : checkThreads(operation, threads) }
}
