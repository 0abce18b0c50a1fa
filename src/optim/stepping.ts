import { type JitOptions, jit } from '../engine/index.js'
import { iterate, zerosLike } from '../graph/index.js'
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
const partLike = <S>(first: S): ((state: S) => S) => {
  if (!isRecord(first)) return (state) => state
  const keys = Object.keys(first)
  return (state) =>
    isRecord(state)
      ? (Object.fromEntries(keys.map((key) => [key, (state as Readonly<Record<string, unknown>>)[key]])) as S)
      : state
}

/** Zeros of the types of a tree's leaves. */
const zerosLikeTree = <T>(tree: T): T => {
  const [leaves, structure] = flatten('fit', tree)
  return unflatten(structure, leaves.map(zerosLike)) as T
}

type Function<A extends readonly unknown[], R> = (...args: A) => R

/**
 * Runs what is compiled until that reads a value, or is given or gives what is no tree of tensors; from there on what is
 * not compiled. A mistake in a step, which is one either way, is thrown as it is.
 */
const orElse = <A extends readonly unknown[], R>(compiled: Function<A, R>, plain: Function<A, R>): Function<A, R> => {
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
const asFarAs = <A extends readonly unknown[], R>(
  { compile }: CompileOptions,
  compiled: Function<A, R>,
  plain: Function<A, R>,
): Function<A, R> => (compile === true ? compiled : orElse(compiled, plain))

/** A function compiled, or not, as the options say. */
export const prepared = <A extends readonly unknown[], R>(
  plain: Function<A, R>,
  options: CompileOptions,
): Function<A, R> => (options.compile === false ? plain : asFarAs(options, jit(plain, options.jit), plain))

/** All steps as one loop: what a step adds to the state is carried along, from zeros, which the first one replaces. */
const loopOf =
  <S, B, T extends S>(step: StepFunction<S, B, T>, count: number) =>
  (state: S, batch: B): T => {
    const part = partLike(state)
    // Only the types of this step count: nothing of it is computed.
    const after = step(state, batch)
    const begin = isRecord(state) && isRecord(after) ? { ...zerosLikeTree(after), ...state } : (state as T)
    return iterate<Tree>((carry) => step(part(carry as S), batch) as Tree, count, begin as Tree) as T
  }

/** Compiled forms of a step: of so many steps in a row, with the options of `jit`. */
type Forms = Map<string, Function<never, unknown>>

/**
 * What was compiled of a step stays as long as the step does, so that one training after another with the same one, as
 * in a loop over epochs, is compiled once.
 */
const formsOf = new WeakMap<object, Forms>()

const compiledForm = <S, B, T extends S>(
  step: StepFunction<S, B, T>,
  count: number,
  options: JitOptions | undefined,
): StepFunction<S, B, T> => {
  const forms: Forms = formsOf.get(step) ?? new Map()
  formsOf.set(step, forms)
  const key = JSON.stringify([count, options?.engine, options?.arithmetic, options?.threads])
  const known = forms.get(key) as StepFunction<S, B, T> | undefined
  if (known !== undefined) return known
  const form = jit(count === 1 ? step : loopOf(step, count), options)
  forms.set(key, form as Function<never, unknown>)
  return form
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
  const part = partLike(first)
  const oneByOne = (state: S, batch: B, count: number): T => {
    let next = once(state, batch)
    for (let taken = 1; taken < count; taken++) next = once(next, batch)
    return next
  }
  const formFor = (count: number): StepFunction<S, B, T> => {
    const plain = count === 1 ? step : (state: S, batch: B) => oneByOne(state, batch, count)
    return options.compile === false ? plain : asFarAs(options, compiledForm(step, count, options.jit), plain)
  }
  const single = formFor(1)
  const once = (state: S, batch: B): T => single(part(state), batch)
  const forms = new Map([[1, single]])
  const often = (state: S, batch: B, count: number): T => {
    const form = forms.get(count) ?? formFor(count)
    forms.set(count, form)
    return form(part(state), batch)
  }
  return { once, often }
}
