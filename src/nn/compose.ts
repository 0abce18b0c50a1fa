import { ArgumentError, describe, type Guard, isPlain } from '../tensor/index.js'
import type { Composed, FitMismatch, KindOf, ModelOf, NamesMismatch, StateMismatch } from './kinds.js'
import type { AnyModel, Identity, NoParams, ParamsOf, Part, Untyped } from './model.js'
import {
  type BothHeld,
  checkModels,
  composed,
  type HeldBy,
  inferenceOf,
  initialOf,
  type NamedHeld,
  stepOf,
} from './stateful.js'

/** Parts of a model whose parameters stand at `name` in those of a larger one. */
export const partsAt = (name: string | number, parts: readonly Part[]): readonly Part[] =>
  parts.map(({ path, inside, ...part }) => ({
    ...part,
    path: [name, ...path],
    ...(inside && { inside: partsAt(name, inside) }),
  }))

/** The names at the top of a model's parameters; positions where they are a list. */
const namesOf = (parts: readonly Part[]): readonly (string | number)[] =>
  parts.flatMap(({ path, parameters, inside = [] }) =>
    path.length > 0 ? path.slice(0, 1) : [...parameters, ...namesOf(inside)],
  )

type Names = readonly (string | number)[]

const checkNames = (first: Names, next: Names, what: string): void => {
  if (first.length === 0 || next.length === 0) return
  const remedy = "Give a model a name, as in named('hidden', dense(3, 4))"
  if ([...first, ...next].some((name) => typeof name === 'number'))
    throw new ArgumentError({ operation: 'andThen', problem: `${what} in a list cannot be merged`, remedy })
  const common = first.find((name) => next.includes(name))
  if (common !== undefined)
    throw new ArgumentError({ operation: 'andThen', problem: `both models have ${what} called ${common}`, remedy })
}

/** The names at the top of a record of parameters or states; positions where they are a list. */
const keysOf = (tree: unknown, what: string): Names => {
  if (Array.isArray(tree)) return tree.map((_, index) => index)
  if (typeof tree === 'object' && tree !== null && isPlain(tree)) return Object.keys(tree)
  throw new ArgumentError({
    operation: 'andThen',
    problem: `the ${what} of a model are ${describe(tree)}, not a record`,
    remedy: 'Put them into a record',
  })
}

/** The parameters or states of both; those of one, where the other has none. */
const merged = (p: unknown, q: unknown, what: string): unknown => {
  const [first, next] = [keysOf(p, what), keysOf(q, what)]
  checkNames(first, next, what)
  if (next.length === 0) return p
  return first.length === 0 ? q : { ...(p as object), ...(q as object) }
}

const compose = (first: Untyped, next: Untyped): AnyModel => {
  checkNames(namesOf(first.parts), namesOf(next.parts), 'parameters')
  return composed<AnyModel>({
    operation: 'andThen',
    pieces: [first, next],
    init: (state) => {
      const [p, between] = first.init(state)
      const [q, after] = next.init(between)
      return [merged(p, q, 'parameters'), after]
    },
    parts: [...first.parts, ...next.parts],
    initial: merged(initialOf(first), initialOf(next), 'states'),
    // Each finds its own parameters, and its own state, in the record of both.
    step: (params) => {
      const [f, g] = [stepOf(first, params), stepOf(next, params)]
      return (x, state) => {
        const [between, own] = f(x, state)
        const [y, other] = g(between, state)
        return [y, merged(own, other, 'states')]
      }
    },
    inference: (state) => compose(inferenceOf(first, state), inferenceOf(next, state)),
  })
}

/** Two models one after the other. */
type Both<M extends AnyModel, N extends AnyModel> = ModelOf<
  ParamsOf<M> & ParamsOf<N>,
  Composed<KindOf<M>, KindOf<N>>,
  BothHeld<HeldBy<M>, HeldBy<N>>
>

/** What keeps two states from being merged, as a message. */
type StatesMismatch<S, T> = S extends readonly [infer A]
  ? T extends readonly [infer B]
    ? NamesMismatch<A, B, 'states'>
    : never
  : never

/** Two models one after the other, with the parameters of both. */
export interface AndThen {
  <M extends AnyModel, N extends AnyModel>(
    first: M,
    next: N &
      Guard<
        | FitMismatch<KindOf<M>, KindOf<N>>
        | NamesMismatch<ParamsOf<M>, ParamsOf<N>>
        | StatesMismatch<HeldBy<M>, HeldBy<N>>
        | StateMismatch<HeldBy<M> | HeldBy<N>, Composed<KindOf<M>, KindOf<N>>>
      >,
  ): Both<M, N>
  <N extends AnyModel>(
    next: N,
  ): <M extends AnyModel>(
    first: M &
      Guard<
        | FitMismatch<KindOf<M>, KindOf<N>>
        | NamesMismatch<ParamsOf<M>, ParamsOf<N>>
        | StatesMismatch<HeldBy<M>, HeldBy<N>>
        | StateMismatch<HeldBy<M> | HeldBy<N>, Composed<KindOf<M>, KindOf<N>>>
      >,
  ) => Both<M, N>
}

/**
 * Two models one after the other: `andThen(first, next)` and `pipe(first, andThen(next))`. Its parameters are those of
 * both in one record, so no name may occur in both (see `named`), and a list of parameters must have been given a name
 * first; otherwise an ArgumentError. `first` draws its parameters first. What `next` cannot take does not compile where
 * the shapes are known, and is a ShapeError of its operation where they are not.
 *
 * Composition is associative, with `identity`, to the bit: in the parameters, the order of draws and the function.
 *
 * @example
 * ```ts
 * import { sigmoid, zeros } from 'cotangent'
 * import { activation, andThen, dense, named } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const net = pipe(named('hidden', dense(3, 4)), andThen(activation(sigmoid)), andThen(named('output', dense(4, 1))))
 * const [params] = net.init(seed(0))
 * params.hidden.weights.shape // => [ 3, 4 ]
 * net.apply(params)(zeros([2, 3])).shape // => [ 2, 1 ]
 * ```
 */
export const andThen: AndThen = ((...models: readonly Untyped[]) => {
  // What reduce hands over beside the two is none of them.
  checkModels('andThen', models.length === 0 ? [undefined] : models.slice(0, 2))
  if (models.length > 1) return compose(models[0], models[1])
  return (first: Untyped) => {
    checkModels('andThen', [first])
    return compose(first, models[0])
  }
}) as unknown as AndThen

/**
 * The model that gives what it takes, without parameters or draws: neutral under `andThen`.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { identity } from 'cotangent/nn'
 *
 * identity.apply({})(tensor([1, 2])) // => [1. 2.]
 * ```
 */
export const identity: Identity<NoParams> = { init: (state) => [{}, state], apply: () => (x) => x, parts: [] }

/**
 * A model whose parameters stand under a name, `{ [name]: params }`, so that they can be told from those of other
 * models that it is composed with; nothing else is changed. An ArgumentError for an empty name.
 *
 * @example
 * ```ts
 * import { dense, named } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const [params] = named('hidden', dense(2, 1)).init(seed(0))
 * params.hidden.bias // => [0.]
 * ```
 */
export const named = <const N extends string, M extends AnyModel>(
  name: N,
  model: M,
): ModelOf<{ readonly [K in N]: ParamsOf<M> }, KindOf<M>, NamedHeld<N, HeldBy<M>>> => {
  if (name === '')
    throw new ArgumentError({ operation: 'named', problem: 'the name is empty', remedy: 'Say what the model is for' })
  checkModels('named', [model])
  return renamed(name, model as unknown as Untyped)
}

/** A record of one entry. */
type Entry = Readonly<Record<string, unknown>>

const renamed = <M>(name: string, model: Untyped): M =>
  composed<M>({
    operation: 'named',
    pieces: [model],
    init: (state) => {
      const [params, after] = model.init(state)
      return [{ [name]: params }, after]
    },
    parts: partsAt(name, model.parts),
    initial: { [name]: initialOf(model) },
    step: (params: Entry) => {
      const f = stepOf(model, params[name])
      return (x, state) => {
        const [y, next] = f(x, (state as Entry)[name])
        return [y, { [name]: next }]
      }
    },
    inference: (state: Entry) => renamed(name, inferenceOf(model, state[name])),
  })
