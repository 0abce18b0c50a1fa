import { ArgumentError, describe, type Guard, isPlain } from '../tensor/index.js'
import type { Composed, FitMismatch, KindOf, ModelOf, NamesMismatch } from './kinds.js'
import { type AnyModel, type NoParams, type ParamsOf, type Part, type Pointwise, typed, type Untyped } from './model.js'

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

const checkNames = (first: readonly (string | number)[], next: readonly (string | number)[]): void => {
  if (first.length === 0 || next.length === 0) return
  const remedy = "Give a model a name, as in named('hidden', dense(3, 4))"
  if ([...first, ...next].some((name) => typeof name === 'number'))
    throw new ArgumentError({ operation: 'andThen', problem: 'parameters in a list cannot be merged', remedy })
  const common = first.find((name) => next.includes(name))
  if (common !== undefined)
    throw new ArgumentError({ operation: 'andThen', problem: `both models have parameters called ${common}`, remedy })
}

/** The names of the parameters that were drawn. */
const drawnNames = (params: unknown): readonly (string | number)[] => {
  if (Array.isArray(params)) return params.map((_, index) => index)
  if (typeof params === 'object' && params !== null && isPlain(params)) return Object.keys(params)
  throw new ArgumentError({
    operation: 'andThen',
    problem: `the parameters of a model are ${describe(params)}, not a record`,
    remedy: 'Put them into a record',
  })
}

/** The parameters of both; those of one, where the other has none. */
const merged = (p: unknown, q: unknown): unknown => {
  const [first, next] = [p, q].map(drawnNames)
  checkNames(first, next)
  if (next.length === 0) return p
  return first.length === 0 ? q : { ...(p as object), ...(q as object) }
}

const compose = (first: Untyped, next: Untyped): Untyped => {
  checkNames(namesOf(first.parts), namesOf(next.parts))
  return {
    init: (state) => {
      const [p, between] = first.init(state)
      const [q, after] = next.init(between)
      return [merged(p, q), after]
    },
    // Each finds its own parameters in the record of both.
    apply: (params) => {
      const [f, g] = [first.apply(params), next.apply(params)]
      return (x) => g(f(x))
    },
    parts: [...first.parts, ...next.parts],
  }
}

/** Two models one after the other, with the parameters of both. */
export interface AndThen {
  <M extends AnyModel, N extends AnyModel>(
    first: M,
    next: N & Guard<FitMismatch<KindOf<M>, KindOf<N>> | NamesMismatch<ParamsOf<M>, ParamsOf<N>>>,
  ): ModelOf<ParamsOf<M> & ParamsOf<N>, Composed<KindOf<M>, KindOf<N>>>
  <N extends AnyModel>(
    next: N,
  ): <M extends AnyModel>(
    first: M & Guard<FitMismatch<KindOf<M>, KindOf<N>> | NamesMismatch<ParamsOf<M>, ParamsOf<N>>>,
  ) => ModelOf<ParamsOf<M> & ParamsOf<N>, Composed<KindOf<M>, KindOf<N>>>
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
export const andThen: AndThen = ((...models: readonly Untyped[]) =>
  models.length === 1
    ? (first: Untyped) => compose(first, models[0])
    : compose(models[0], models[1])) as unknown as AndThen

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
export const identity: Pointwise<NoParams> = { init: (state) => [{}, state], apply: () => (x) => x, parts: [] }

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
): ModelOf<{ readonly [K in N]: ParamsOf<M> }, KindOf<M>> => {
  if (name === '')
    throw new ArgumentError({ operation: 'named', problem: 'the name is empty', remedy: 'Say what the model is for' })
  const { init, apply, parts } = model as unknown as Untyped
  return typed<AnyModel>({
    init: (state) => {
      const [params, after] = init(state)
      return [{ [name]: params }, after]
    },
    apply: (params: Readonly<Record<string, unknown>>) => apply(params[name]) as (x: never) => unknown,
    parts: partsAt(name, parts),
  }) as ModelOf<{ readonly [K in N]: ParamsOf<M> }, KindOf<M>>
}
