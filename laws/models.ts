import { jit } from '../src/index.js'
import { type AnyModel, andThen, identity, named, type Parametric, parametric, sequential } from '../src/nn/index.js'
import type { RandomState } from '../src/random/index.js'
import { flattenTree, leafPaths, type Tensor } from '../src/tensor/index.js'
import { unequal } from './equality.js'
import { differing, type Law, law, type Violation } from './law.js'

/** A model as the laws handle it: they ask only whether two do the same. */
interface Loose {
  readonly init: (state: RandomState) => readonly [params: unknown, after: RandomState]
  readonly apply: (params: unknown) => (x: unknown) => unknown
  readonly parts: AnyModel['parts']
  /** Of a model with a state. */
  readonly initial?: unknown
  readonly inference?: (state: unknown) => Loose
}

/** What composes two models; an argument of the laws, so that a wrong one can be tried as well. */
export type Composition = (first: AnyModel, next: AnyModel) => AnyModel

const andThenOf = andThen as unknown as Composition

const sequentialOf = sequential as unknown as (...list: readonly AnyModel[]) => AnyModel

const loose = (model: AnyModel): Loose => model as unknown as Loose

/** Trees that should have the same structure and leaves, to the bit. */
const unequalTrees = (what: string, found: unknown, expected: unknown): readonly Violation[] => {
  const [[left, { structure: a }], [right, { structure: b }]] = [flattenTree(found), flattenTree(expected)]
  const [paths, others] = [a, b].map((structure) => leafPaths(structure).join(' '))
  return paths === others ? unequal(what, left, right) : differing(`the leaves of ${what}`, paths, others)
}

const unequalStates = (what: string, found: RandomState, expected: RandomState): readonly Violation[] => {
  const [a, b] = [found, expected].map(({ words, position, cachedGaussian }) =>
    [position, JSON.stringify(cachedGaussian), ...Array.from(words)].join(' '),
  )
  return a === b ? [] : [{ what, found: `at ${found.position}`, expected: `at ${expected.position}` }]
}

/** A batch and a state, or what is made of both. */
interface Trained {
  readonly y: unknown
  readonly state: unknown
}

/** What a model makes of `x` in training, and the state after it; what has no state leaves it as it is. */
const trained = ({ apply, inference }: Loose, params: unknown, x: unknown, state: unknown): Trained =>
  inference === undefined ? { y: apply(params)(x), state } : (apply(params)({ x, state }) as Trained)

/** What a model makes of `x` with the state that training left. */
const used = ({ apply, inference }: Loose, params: unknown, x: unknown, state: unknown): unknown =>
  inference === undefined ? apply(params)(x) : inference(state).apply(params)(x)

/** All that a model makes of `x`: in training from the first state, and then in use. */
const madeBy = (model: Loose, params: unknown, x: unknown) => {
  const initial = model.initial ?? {}
  const { y, state } = trained(model, params, x, initial)
  return { initial, y, state, used: used(model, params, x, state) }
}

/** How two models differ: in what they draw, in the state after it, in what they make of `x`. */
const unequalModels = (found: AnyModel, expected: AnyModel, state: RandomState, x: unknown): readonly Violation[] => {
  const [[p, after], [q, due]] = [loose(found).init(state), loose(expected).init(state)]
  const drawn = [...unequalTrees('parameters', p, q), ...unequalStates('the state after them', after, due)]
  if (drawn.length > 0) return drawn
  const [y, z] = [madeBy(loose(found), p, x), madeBy(loose(expected), q, x)]
  const [parts, others] = [found, expected].map((model) => JSON.stringify(model.parts))
  return [...unequalTrees('value', y, z), ...differing('the parts', parts, others)]
}

/**
 * Composition is associative, to the bit: in the parameters drawn, in the state after the draws, in what the model
 * gives and in its parts; where it has a state, in the first one, in what training makes of it, and in what is used then.
 *
 * @example
 * ```ts
 * import { ones, tanh } from 'cotangent'
 * import { models } from 'cotangent/laws'
 * import { activation, dense, named } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const [a, b, c] = [named('a', dense(2, 3)), activation(tanh), named('c', dense(3, 1))]
 * models.associativity().holds(a, b, c, seed(37), ones([4, 2])) // => true
 * ```
 */
export const associativity = (
  compose: Composition = andThenOf,
): Law<readonly [f: AnyModel, g: AnyModel, h: AnyModel, state: RandomState, x: unknown]> =>
  law('associativity', '(f, then g), then h = f, then (g, then h)', (f, g, h, state, x) =>
    unequalModels(compose(compose(f, g), h), compose(f, compose(g, h)), state, x),
  )

/**
 * The identity changes nothing, before a model or after it, in any of what `associativity` compares.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { models } from 'cotangent/laws'
 * import { dense } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * models.identities().holds(dense(2, 3), seed(37), ones([4, 2])) // => true
 * ```
 */
export const identities = (
  compose: Composition = andThenOf,
): Law<readonly [f: AnyModel, state: RandomState, x: unknown]> =>
  law('identities', 'identity, then f = f = f, then identity', (f, state, x) => [
    ...unequalModels(compose(identity, f), f, state, x),
    ...unequalModels(compose(f, identity), f, state, x),
  ])

/**
 * Models in a list are models one after the other: what `sequential` and `andThen` draw is the same, in the same order,
 * and so is what they give.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { models } from 'cotangent/laws'
 * import { dense } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * models.sequence().holds([dense(2, 3), dense(3, 1)], seed(37), ones([4, 2])) // => true
 * ```
 */
export const sequence = (
  compose: Composition = andThenOf,
): Law<readonly [list: readonly AnyModel[], state: RandomState, x: unknown]> =>
  law('sequence', 'sequential(f, g, ...) = f, then g, ...', (list, state, x) => {
    const together = list.map((model, index) => named(`part${index}`, model) as AnyModel).reduce(compose, identity)
    const [params, after] = loose(sequentialOf(...list)).init(state)
    const [merged, due] = loose(together).init(state)
    const byName = (all: unknown) =>
      Object.fromEntries(Object.entries(all as object).map(([index, each]) => [`part${index}`, each]))
    const record = byName(params)
    const drawn = [...unequalTrees('parameters', record, merged), ...unequalStates('the state after them', after, due)]
    if (drawn.length > 0) return drawn
    const [{ initial, state: last, ...made }, together2] = [
      madeBy(loose(sequentialOf(...list)), params, x),
      madeBy(loose(together), merged, x),
    ]
    return unequalTrees('value', { initial: byName(initial), state: byName(last), ...made }, together2)
  })

/**
 * A composition trains its models one after the other, each with its own state, and is used with the states that this
 * leaves.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { models } from 'cotangent/laws'
 * import { batchNorm, dense } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * models.threading().holds(dense(2, 3), batchNorm(3), seed(37), tensor([[1, 2], [3, 5]])) // => true
 * ```
 */
export const threading = (
  compose: Composition = andThenOf,
): Law<readonly [f: AnyModel, g: AnyModel, state: RandomState, x: unknown]> =>
  law('threading', '(f, then g) trains f, then g, with a state each', (f, g, state, x) => {
    const [first, next] = [loose(f), loose(g)]
    const [p, between] = first.init(state)
    const [q] = next.init(between)
    const a = trained(first, p, x, first.initial ?? {})
    const b = trained(next, q, a.y, next.initial ?? {})
    const wanted = {
      initial: { f: first.initial ?? {}, g: next.initial ?? {} },
      y: b.y,
      state: { f: a.state, g: b.state },
      used: used(next, q, used(first, p, x, a.state), b.state),
    }
    return unequalTrees('value', madeBy(loose(compose(named('f', f), named('g', g))), { f: p, g: q }, x), wanted)
  })

/**
 * A name changes where parameters stand, and nothing else.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { models } from 'cotangent/laws'
 * import { dense } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * models.naming.holds('hidden', dense(2, 3), seed(37), ones([4, 2])) // => true
 * ```
 */
export const naming: Law<readonly [name: string, f: AnyModel, state: RandomState, x: unknown]> = law(
  'naming',
  'named(name, f) draws { [name]: params } and is f',
  (name, f, state, x) => {
    const renamed = loose(named(name, f) as AnyModel)
    const [[p, after], [q, due]] = [renamed.init(state), loose(f).init(state)]
    const made = madeBy(loose(f), q, x)
    return [
      ...unequalTrees('parameters', p, { [name]: q }),
      ...unequalStates('the state after them', after, due),
      ...unequalTrees('value', madeBy(renamed, p, x), {
        ...made,
        initial: { [name]: made.initial },
        state: { [name]: made.state },
      }),
    ]
  },
)

/**
 * Compiling a model changes no bit of what it gives.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { models } from 'cotangent/laws'
 * import { dense } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * models.compilation.holds(dense(2, 3), seed(37), ones([4, 2])) // => true
 * ```
 */
export const compilation: Law<readonly [f: AnyModel, state: RandomState, x: Tensor]> = law(
  'compilation',
  'jit(f)(params, x) = f(params)(x)',
  (f, state, x) => {
    const [params] = loose(f).init(state)
    const compiled = jit((tree: never, input: never) => madeBy(loose(f), tree, input) as unknown as Tensor) as (
      ...args: readonly unknown[]
    ) => unknown
    return unequalTrees('value', compiled(params, x), madeBy(loose(f), params, x))
  },
)

/**
 * Functions of one record of parameters are a category: composition is associative, with identity, at any parameters.
 *
 * @example
 * ```ts
 * import { models } from 'cotangent/laws'
 *
 * const [f, g, h] = [2, 3, 5].map((n) => (p: number) => (x: number) => n * x + p)
 * models.category<number, number>((y, z) => y === z).holds(f, g, h, 7, 11) // => true
 * ```
 */
export const category = <P, X>(
  same: (y: X, z: X) => boolean,
): Law<readonly [f: Parametric<P, X, X>, g: Parametric<P, X, X>, h: Parametric<P, X, X>, params: P, x: X]> =>
  law('category', '(h . g) . f = h . (g . f), id . f = f = f . id', (f, g, h, params, x) => {
    const { compose, id } = parametric
    const agree = (what: string, a: Parametric<P, X, X>, b: Parametric<P, X, X>): readonly Violation[] =>
      differing(what, String(same(a(params)(x), b(params)(x))), 'true')
    return [
      ...agree('associativity', compose(compose(h, g), f), compose(h, compose(g, f))),
      ...agree('identity on the left', compose(id<P, X>(), f), f),
      ...agree('identity on the right', compose(f, id<P, X>()), f),
    ]
  })

/**
 * What a composition is applied to its parameters is the composition of what both are, in the category of functions of
 * one record of parameters.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { models } from 'cotangent/laws'
 * import { dense, named } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * models.functoriality().holds(named('a', dense(2, 3)), dense(3, 1), seed(37), ones([4, 2])) // => true
 * ```
 */
export const functoriality = (
  compose: Composition = andThenOf,
): Law<readonly [f: AnyModel, g: AnyModel, state: RandomState, x: unknown]> =>
  law('functoriality', '(f, then g).apply = g.apply . f.apply, without a state', (f, g, state, x) => {
    const both = loose(compose(f, g))
    const [params] = both.init(state)
    const composed = parametric.compose(loose(g).apply, loose(f).apply)
    return unequalTrees('value', both.apply(params)(x), composed(params)(x))
  })
