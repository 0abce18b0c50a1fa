import { type CompileOptions, type FunctionOf, type JitOptions, jit, whereItCan } from '../engine/index.js'
import { iterate, zerosLike } from '../graph/index.js'
import { flatten, isPlain, isTensor, type Tree, unflatten } from '../tensor/index.js'

/** A step of training: from a state and a batch to the next state, which may hold more, such as the loss. */
export type StepFunction<S, B, T extends S> = (state: S, batch: B) => T

/**
 * A step that is not compiled, whatever is asked for: what there is to compile in it is, and the rest has effects, such as
 * to wait for other machines.
 */
export interface CompiledStep<S, B, T extends S> extends StepFunction<S, B, T> {
  readonly compiled: true
}

const isCompiled = <S, B, T extends S>(step: StepFunction<S, B, T>): boolean =>
  'compiled' in step && step.compiled === true

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
type Forms = Map<string, FunctionOf<never, unknown>>

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
  forms.set(key, form as FunctionOf<never, unknown>)
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
    return options.compile === false || isCompiled(step)
      ? plain
      : whereItCan(options, compiledForm(step, count, options.jit), plain)
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
