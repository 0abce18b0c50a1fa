import { type JitOptions, jit } from '../engine/index.js'
import { iterate, zeros } from '../graph/index.js'
import { flatten, isPlain, isTensor, NotConcrete, type Tree, TreeError, unflatten } from '../tensor/index.js'

/** A step of training: from a state and a batch to the next state, which may hold more, such as the loss. */
export type StepFunction<S, B, T extends S> = (state: S, batch: B) => T

/** How steps run: compiled where `compile` is true, as they are where it is false, and where it can be without it. */
export interface CompileOptions {
  readonly compile?: boolean
  /** What `jit` is told where steps are compiled. */
  readonly jit?: JitOptions
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isTensor(value) && isPlain(value)

/**
 * Of a state what the first one had: what a step adds, such as the loss, is no part of what the next one is given, so
 * that all steps are of one type and compiled once.
 */
const partLike = <S>(first: S, state: S): S =>
  isRecord(first) && isRecord(state)
    ? (Object.fromEntries(
        Object.keys(first).map((key) => [key, (state as Readonly<Record<string, unknown>>)[key]]),
      ) as S)
    : state

const isTree = (value: unknown): boolean => {
  try {
    flatten('fit', value)
    return true
  } catch (cause) {
    if (cause instanceof TreeError) return false
    throw cause
  }
}

/** Zeros of the types of a tree's leaves. */
const zerosLike = <T>(tree: T): T => {
  const [leaves, structure] = flatten('fit', tree)
  return unflatten(
    structure,
    leaves.map(({ shape, dtype }) => zeros(shape, { dtype })),
  ) as T
}

/** Runs what is compiled, until it reads a value or is given what is no tree of tensors; from there on what is not. */
const orElse = <A extends readonly unknown[], R>(
  compiled: (...args: A) => R,
  plain: (...args: A) => R,
): ((...args: A) => R) => {
  let compiles = true
  return (...args) => {
    if (!compiles) return plain(...args)
    try {
      return compiled(...args)
    } catch (cause) {
      const beyond = cause instanceof NotConcrete || (cause instanceof TreeError && !args.every(isTree))
      if (!beyond) throw cause
      compiles = false
      return plain(...args)
    }
  }
}

/** A function compiled, or not, as the options say. */
export const prepared = <A extends readonly unknown[], R>(
  plain: (...args: A) => R,
  { compile, jit: options }: CompileOptions,
): ((...args: A) => R) => {
  if (compile === false) return plain
  const compiled = jit(plain, options)
  return compile === true ? compiled : orElse(compiled, plain)
}

/** How to take one step, and how to take many with the same batch. */
export interface Stepper<S, B, T extends S> {
  readonly once: (state: S, batch: B) => T
  readonly often: (state: S, batch: B, count: number) => T
}

/** The ways to take steps from a state like `first`. */
export const stepperFrom = <S, B, T extends S>(
  step: StepFunction<S, B, T>,
  first: S,
  options: CompileOptions,
): Stepper<S, B, T> => {
  const single = prepared(step, options)
  const once = (state: S, batch: B): T => single(partLike(first, state), batch)
  const chunks = new Map<number, (state: S, batch: B) => T>()
  /** All steps as one loop: what a step adds to the state is carried along, from zeros, which the first one replaces. */
  const chunkOf =
    (count: number) =>
    (state: S, batch: B): T => {
      // Only the types of this step count: nothing of it is computed.
      const after = step(state, batch)
      const begin = isRecord(state) && isRecord(after) ? { ...zerosLike(after), ...state } : (state as T)
      return iterate<Tree>((carry) => step(partLike(first, carry as S), batch) as Tree, count, begin as Tree) as T
    }
  const oneByOne = (state: S, batch: B, count: number): T => {
    let next = once(state, batch)
    for (let taken = 1; taken < count; taken++) next = once(next, batch)
    return next
  }
  const often = (state: S, batch: B, count: number): T => {
    if (options.compile === false || count === 1) return oneByOne(state, batch, count)
    const known = chunks.get(count)
    if (known !== undefined) return known(partLike(first, state), batch)
    const loop = jit(chunkOf(count), options.jit)
    const chunk = options.compile === true ? loop : orElse(loop, (from: S, with_: B) => oneByOne(from, with_, count))
    chunks.set(count, chunk)
    return chunk(partLike(first, state), batch)
  }
  return { once, often }
}
