import { jit } from 'cotangent'
import type { Either } from 'fp-ts/lib/Either.js'
import { map } from 'fp-ts/lib/Either.js'

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** One function of an evaluation as the benchmark asks for it. */
export interface Task<I, R> {
  /** The input as tensors, or what is wrong with it. */
  readonly read: (input: Json) => Either<string, I>
  /** The function, compiled for inputs like this one: from values in memory to values in memory, which is what is timed. */
  readonly compile: (input: I) => (input: I) => R
  /** The result as JSON. */
  readonly write: (result: R, input: I) => Json
}

/** A function that has been compiled for its input. */
export interface Compiled {
  /** Computes the result anew from the input, and keeps it. */
  readonly evaluate: () => void
  /** The result of the last evaluation; null before the first. */
  readonly output: () => Json
}

/** An input that has been read, with what compiles the function for it; or what is wrong with the input. */
export type Prepare = (input: Json) => Either<string, () => Compiled>

/** The functions of an evaluation by their names. */
export type Evaluation = { readonly [name: string]: Prepare }

/** A function compiled by a first call, so that no later one has to. */
export const compiled = <A extends readonly unknown[], R>(f: (...args: A) => R, ...args: A): ((...args: A) => R) => {
  const run = jit(f)
  run(...args)
  return run
}

/** A task whose types are its own affair. */
export const task =
  <I, R>({ read, compile, write }: Task<I, R>): Prepare =>
  (input) =>
    map((ready: I) => (): Compiled => {
      const run = compile(ready)
      let last: { readonly result: R } | undefined
      return {
        evaluate: () => {
          last = { result: run(ready) }
        },
        output: () => (last === undefined ? null : write(last.result, ready)),
      }
    })(read(input))
