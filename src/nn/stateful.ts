import type { Rand } from '../random/index.js'
import {
  ArgumentError,
  type Dims,
  type DType,
  describe,
  type FloatDType,
  flattenTree,
  isTensor,
  leafPaths,
  type Tensor,
} from '../tensor/index.js'
import {
  type AnyModel,
  type Batches,
  type Branches,
  type brand,
  type Layer,
  type NoParams,
  type Part,
  typed,
  type Untyped,
} from './model.js'

/** A batch of what one example gives, or batches under names. */
type BatchOf<B, Out, D extends DType> = Out extends Dims ? Tensor<[B, ...Out], D> : Batches<B, Out, D>

/** The layer that gives examples of a shape, or of shapes under names. */
type LayerTo<P, In extends Dims, Out, D extends FloatDType, E extends DType> = Out extends Dims
  ? Layer<P, In, Out, D, E>
  : Branches<P, In, Out, D, E>

/**
 * A layer with a state that training changes and gradients do not, as the running statistics of `batchNorm` are: the state
 * goes in and comes out. What is composed of layers of which one has a state, by whatever composes layers, has the states of
 * all: under the same names, or in lists of the same order, as the parameters (an empty record for a layer without one).
 */
export interface Stateful<P, S, In extends Dims, Out, D extends FloatDType = 'float64', E extends DType = D> {
  readonly [brand]?: readonly [In, Out, D, E, S]
  /** Draws the parameters. */
  readonly init: Rand<P>
  /** For training: what the layer makes of a batch, and the state after it. */
  readonly apply: (params: P) => <B>(given: { readonly x: Tensor<[B, ...In], E>; readonly state: S }) => {
    readonly y: BatchOf<B, Out, D>
    readonly state: S
  }
  /** The state before the first batch. */
  readonly initial: S
  /** For use: the layer that a state makes of it and that leaves the state as it is, with the same parameters. */
  readonly inference: (state: S) => LayerTo<P, In, Out, D, E>
  /** What it is composed of, for `summary`. */
  readonly parts: readonly Part[]
}

/** The state of a model: `type State = StateOf<typeof net>`; `never` for one without. */
export type StateOf<M> = HeldBy<M> extends readonly [infer S] ? S : never

/** The same in a list of one, which tells a state that is not known yet from none, `never`. */
export type HeldBy<M> = M extends { readonly [brand]?: readonly [unknown, unknown, unknown, unknown, infer S] }
  ? readonly [S]
  : never

/** The states of two models as one. */
export type BothHeld<S, T> = [S] extends [never]
  ? T
  : [T] extends [never]
    ? S
    : S extends readonly [infer A]
      ? T extends readonly [infer B]
        ? readonly [A & B]
        : never
      : never

/** The states of models in a list or under names: of the same form. */
export type AllHeld<Ms> = [HeldBy<Ms[keyof Ms & (Ms extends readonly unknown[] ? number : keyof Ms)]>] extends [never]
  ? never
  : readonly [{ readonly [I in keyof Ms]: Unheld<HeldBy<Ms[I]>> }]

type Unheld<S> = [S] extends [never] ? NoParams : S extends readonly [infer A] ? A : never

/** The same under a name. */
export type NamedHeld<N extends string, S> = S extends readonly [infer A] ? readonly [{ readonly [K in N]: A }] : never

/** A model with a state, as the composing functions handle it. */
interface Loose extends Untyped {
  readonly initial: unknown
  readonly inference: (state: unknown) => Untyped
}

/** Refuses what is no model where one is due, such as a function, or what makes one and has not been called. */
export const checkModels = (operation: string, models: readonly unknown[]): void => {
  const odd = models.findIndex((each) => !isModel(each))
  if (odd >= 0)
    throw new ArgumentError({
      operation,
      problem: `${models.length === 1 ? 'what is given' : `argument ${odd}`} (${describe(models[odd])}) is no model`,
      remedy:
        typeof models[odd] === 'function'
          ? 'Call what makes one, as in dense(2, 3), and make one of a function of a tensor by activation or lambda'
          : 'A model has init, apply and parts, as dense(2, 3) has them',
    })
}

const isModel = (each: unknown): boolean => {
  const model = Object(each) as Readonly<Record<keyof Untyped, unknown>>
  return typeof model.init === 'function' && typeof model.apply === 'function' && Array.isArray(model.parts)
}

const isStateful = (model: Untyped): model is Loose => 'inference' in model

/** The state of a model before the first batch; an empty record for one without. */
export const initialOf = (model: Untyped): unknown => (isStateful(model) ? model.initial : {})

/** The layer that a state makes of a model; the model itself, if it has none. */
export const inferenceOf = (model: Untyped, state: unknown): Untyped =>
  isStateful(model) ? model.inference(state) : model

/** From what a model takes and its state to what it gives and its next state. */
export type Step = (x: unknown, state: unknown) => readonly [y: unknown, state: unknown]

/** The step of a model of some parameters. */
export const stepOf = (model: Untyped, params: unknown): Step => {
  const f = model.apply(params)
  if (!isStateful(model)) return (x) => [f(x), {}]
  return (x, state) => {
    const given = f({ x, state }) as { readonly y: unknown; readonly state: unknown }
    return [given.y, given.state]
  }
}

const pathsOf = (state: unknown): readonly string[] => leafPaths(flattenTree(state)[1].structure)

/** Refuses what is not a batch beside a state of the form of the first one. */
export const checkGiven = (operation: string, given: unknown, initial: unknown): void => {
  const remedy = 'Start with `initial` and go on with the state that each batch gives, or use `inference(state)`'
  if (typeof given !== 'object' || given === null || !('x' in given && 'state' in given))
    throw new ArgumentError({
      operation,
      operands: isTensor(given) ? [given] : [],
      problem: `in training a model with a state takes { x, state }, and this is ${isTensor(given) ? 'a tensor' : describe(given)}`,
      remedy,
    })
  checkState(operation, given.state, initial, remedy)
}

const checkState = (operation: string, state: unknown, initial: unknown, remedy: string): void => {
  const found = new Set(typeof state === 'object' && state !== null ? pathsOf(state) : [])
  const missing = pathsOf(initial).find((path) => !found.has(path))
  if (missing !== undefined) throw new ArgumentError({ operation, problem: `there is no state at ${missing}`, remedy })
}

/** What models are composed to: their step for training, and the same composition of what they are for use. */
interface Composition {
  readonly operation: string
  readonly pieces: readonly Untyped[]
  readonly init: Rand<unknown>
  readonly parts: readonly Part[]
  readonly initial: unknown
  readonly step: (params: never) => Step
  readonly inference: (state: never) => unknown
}

/** The model that others are composed to: one with a state where one of them has a state. */
export const composed = <M>({ operation, pieces, init, parts, initial, step, inference }: Composition): M => {
  if (!pieces.some(isStateful))
    return typed<AnyModel>({
      init,
      apply: (params: never) => {
        const f = step(params)
        return (x: unknown) => f(x, initial)[0]
      },
      parts,
    }) as M
  const model = {
    init,
    apply: (params: never) => {
      const f = step(params)
      return (given: { readonly x: unknown; readonly state: unknown }) => {
        checkGiven(operation, given, initial)
        const [y, state] = f(given.x, given.state)
        return { y, state }
      }
    },
    initial,
    inference: (state: never) => {
      checkState(operation, state, initial, 'Give `initial`, or the state that training gave last')
      return inference(state)
    },
    parts,
  }
  return model as M
}
