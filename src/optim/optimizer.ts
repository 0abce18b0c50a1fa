import type { Monoid } from 'fp-ts/lib/Monoid.js'
import { add } from '../graph/index.js'
import { ArgumentError, describe, flatten, type Tree, TreeError, unflatten } from '../tensor/index.js'
import { type Flat, flatLike, flatParams, type Leaves, leavesLike, type Place, placesOf, zipped } from './leaves.js'

/**
 * One link of an optimizer, on leaves: from gradients, or what a link before has made of them, to updates. `memory` is
 * a tree of tensors, `[]` where there is nothing to remember; it keeps the structure, shapes and dtypes that `init` gives
 * it, against which every update holds it.
 */
export interface Transformation<M extends Tree = Tree> {
  readonly init: (params: Leaves, places: readonly Place[]) => M
  readonly update: (
    updates: Leaves,
    memory: M,
    params: Leaves,
    places: readonly Place[],
  ) => readonly [updates: Leaves, memory: M]
}

/** What an optimizer remembers: the memory of each of its links, as a tree of tensors that can be carried and saved. */
export type OptimizerState = readonly Tree[]

/**
 * How parameters follow their gradients: `init(params)` is the state before the first update, and
 * `update(grads, state, params)` gives the updates, which `applyUpdates` adds to the parameters, and the next state.
 * Both take any tree of float tensors and work inside every transform. A TreeError, ShapeError or DTypeError where the
 * gradients are not like the parameters, or the state is another optimizer's.
 */
export interface Optimizer {
  readonly init: <P extends Tree>(params: P) => OptimizerState
  readonly update: <P extends Tree>(
    grads: NoInfer<P>,
    state: OptimizerState,
    params: P,
  ) => [updates: P, state: OptimizerState]
  /** Its links, first to last. */
  readonly links: readonly Transformation[]
}

/** The memories of all links before the first update. */
export const initAll = (links: readonly Transformation[], params: Leaves, places: readonly Place[]): OptimizerState =>
  links.map(({ init }) => init(params, places))

/** What the links make of gradients, one after the other, and their memories. */
export const updateAll = (
  links: readonly Transformation[],
  grads: Leaves,
  state: OptimizerState,
  params: Leaves,
  places: readonly Place[],
): readonly [updates: Leaves, state: OptimizerState] => {
  let updates = grads
  const next = links.map(({ update }, index) => {
    const [transformed, memory] = update(updates, state[index], params, places)
    updates = transformed
    return memory
  })
  return [updates, next]
}

/** Refuses a state of another optimizer, or of other parameters: formulas would broadcast it, or fail somewhere inside. */
const checkState = (state: unknown, links: readonly Transformation[], params: Flat, places: readonly Place[]): void => {
  if (!Array.isArray(state) || state.length !== links.length)
    throw new TreeError({
      operation: 'update',
      problem: `the state is ${Array.isArray(state) ? `of ${state.length} links` : describe(state)}, and the optimizer has ${links.length}`,
      remedy: 'Begin with the state that init(params) of this optimizer gives',
    })
  const [leaves, structure] = flatten('update', initAll(links, params.leaves, places))
  leavesLike('update', 'state', state, { leaves, structure, all: 'that of init(params)', each: 'that of init(params)' })
}

/** An optimizer of some links. */
const optimizerOf = (links: readonly Transformation[]): Optimizer => ({
  links,
  init: (params) => {
    const { leaves, structure } = flatParams('init', params)
    return initAll(links, leaves, placesOf(structure))
  },
  update: <P>(grads: unknown, state: OptimizerState, params: P) => {
    const flat = flatParams('update', params)
    const gradients = flatLike('update', 'gradients', grads, flat)
    const places = placesOf(flat.structure)
    checkState(state, links, flat, places)
    const [updates, next] = updateAll(links, gradients, state, flat.leaves, places)
    return [unflatten(flat.structure, updates) as P, next]
  },
})

/**
 * An optimizer of one link: for transformations of one's own.
 *
 * @example
 * ```ts
 * import { sign, tensor } from 'cotangent'
 * import { chain, sgd, transformation } from 'cotangent/optim'
 *
 * const signs = transformation({ init: () => [], update: (updates) => [updates.map((leaf) => sign(leaf)), []] })
 * const optimizer = chain(signs, sgd(0.5))
 * const params = { w: tensor([1, 2]) }
 * optimizer.update({ w: tensor([0.1, -3]) }, optimizer.init(params), params)[0] // => { w: [-0.5  0.5] }
 * ```
 */
export const transformation = <M extends Tree>(link: Transformation<M>): Optimizer =>
  // What a link is given as its memory is what it returned itself.
  optimizerOf([link as unknown as Transformation])

/** An optimizer of one link without a memory, from each update and its parameter. */
export const stateless = (update: (updates: Leaves, params: Leaves, places: readonly Place[]) => Leaves): Optimizer =>
  transformation<readonly never[]>({
    init: () => [],
    update: (updates, _, params, places) => [update(updates, params, places), []],
  })

/**
 * The optimizer that leaves gradients as they are: the neutral element of `chain`.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { identity } from 'cotangent/optim'
 *
 * identity.update(tensor([1, 2]), [], tensor([0, 0])) // => [ [1. 2.], [] ]
 * ```
 */
export const identity: Optimizer = optimizerOf([])

/**
 * The optimizers one after the other: each is given what the one before makes of the gradients. Associative; `identity`
 * is neutral.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { chain, clipByValue, sgd } from 'cotangent/optim'
 *
 * const optimizer = chain(clipByValue(1), sgd(0.5))
 * const params = tensor([0, 0])
 * optimizer.update(tensor([8, -0.25]), optimizer.init(params), params)[0] // => [-0.5    0.125]
 * ```
 */
export const chain = (...optimizers: readonly Optimizer[]): Optimizer => {
  const foreign = optimizers.findIndex((optimizer) => !Array.isArray(optimizer?.links))
  if (foreign >= 0)
    throw new ArgumentError({
      operation: 'chain',
      problem: `number ${foreign + 1} (${describe(optimizers[foreign])}) is no optimizer`,
      remedy: 'Make one of your own with transformation(...)',
    })
  return optimizerOf(optimizers.flatMap(({ links }) => links))
}

/**
 * The monoid of optimizers under `chain`. Its laws hold to the bit of every trajectory.
 *
 * @example
 * ```ts
 * import { concatAll } from 'fp-ts/lib/Monoid.js'
 * import { addDecayedWeights, clipByGlobalNorm, optimizerMonoid, sgd } from 'cotangent/optim'
 *
 * concatAll(optimizerMonoid)([clipByGlobalNorm(1), addDecayedWeights(0.01), sgd(0.1)]).links.length // => 3
 * ```
 */
export const optimizerMonoid: Monoid<Optimizer> = { concat: (first, second) => chain(first, second), empty: identity }

/**
 * The parameters with the updates added, leaf by leaf: the same tree. A TreeError, ShapeError or DTypeError where the
 * updates are not like the parameters.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { applyUpdates } from 'cotangent/optim'
 *
 * applyUpdates({ w: tensor([1, 2]) }, { w: tensor([0.5, -2]) }) // => { w: [1.5 0. ] }
 * ```
 */
export const applyUpdates = <P extends Tree>(params: P, updates: NoInfer<P>): P => {
  const flat = flatParams('applyUpdates', params)
  const changes = flatLike('applyUpdates', 'updates', updates, flat)
  return unflatten(
    flat.structure,
    zipped(flat.leaves, changes, (param, change) => add(param, change)),
  ) as P
}

/** Refuses what is no optimizer, such as what makes one and has not been called. */
export const checkOptimizer = (operation: string, optimizer: unknown): void => {
  const { init, update } = Object(optimizer) as { readonly [K in keyof Optimizer]?: unknown }
  if (typeof init !== 'function' || typeof update !== 'function')
    throw new ArgumentError({
      operation,
      problem: `the optimizer (${describe(optimizer)}) is none`,
      remedy: 'Call what makes one, as in adam(1e-3)',
    })
}
