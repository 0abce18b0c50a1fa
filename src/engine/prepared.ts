import { NotConcrete, type OptionNames, TreeError } from '../tensor/index.js'
import { jit } from './jit.js'
import type { JitOptions } from './options.js'

/** How steps run: compiled where `compile` is true, as they are where it is false, and where it can be without it. */
export interface CompileOptions {
  readonly compile?: boolean
  /** What `jit` is told where steps are compiled. */
  readonly jit?: JitOptions
}

export const compileNames: OptionNames<CompileOptions> = { compile: true, jit: true }

/** A function by its arguments and its result. */
export type FunctionOf<A extends readonly unknown[], R> = (...args: A) => R

/**
 * Runs what is compiled until that reads a value, or is given or gives what is no tree of tensors; from there on what is
 * not compiled. A mistake in a step, which is one either way, is thrown as it is.
 */
const orElse = <A extends readonly unknown[], R>(
  compiled: FunctionOf<A, R>,
  plain: FunctionOf<A, R>,
): FunctionOf<A, R> => {
  let compiles = true
  return (...args) => {
    if (!compiles) return plain(...args)
    try {
      return compiled(...args)
    } catch (cause) {
      if (!(cause instanceof NotConcrete || cause instanceof TreeError)) throw cause
      const result = plain(...args)
      compiles = false
      return result
    }
  }
}

/** What is compiled as far as the options ask for it. */
export const whereItCan = <A extends readonly unknown[], R>(
  { compile }: CompileOptions,
  compiled: FunctionOf<A, R>,
  plain: FunctionOf<A, R>,
): FunctionOf<A, R> => (compile === true ? compiled : orElse(compiled, plain))

/** A function compiled, or not, as the options say. */
export const prepared = <A extends readonly unknown[], R>(
  plain: FunctionOf<A, R>,
  options: CompileOptions,
): FunctionOf<A, R> => (options.compile === false ? plain : whereItCan(options, jit(plain, options.jit), plain))
