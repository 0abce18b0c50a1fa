import { describe, TreeError } from '../tensor/index.js'
import type { Leaf, Leaves, Place } from './leaves.js'
import { checkOptimizer, initAll, type Optimizer, type OptimizerState, transformation, updateAll } from './optimizer.js'
import { zeroUpdates } from './scaling.js'

/** A truth value for every leaf below, or a tree of such that follows the parameters' own as far as it goes. */
export type MaskTree = boolean | readonly MaskTree[] | { readonly [key: string]: MaskTree }

/** Which leaves are meant: a tree of truth values, or a question about each leaf and where it stands. */
export type Mask = MaskTree | ((param: Leaf, place: Place) => boolean)

const showPlace = (place: Place): string =>
  place.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('')

/** What a tree of truth values says of a place. */
const saidOf = (operation: string, mask: MaskTree, place: Place): boolean => {
  let part: unknown = mask
  for (const [depth, key] of place.entries()) {
    if (typeof part === 'boolean') return part
    const known = typeof part === 'object' && part !== null && Object.hasOwn(part, key)
    if (!known || Array.isArray(part) !== (typeof key === 'number'))
      throw new TreeError({
        operation,
        problem: `the mask says nothing of params${showPlace(place.slice(0, depth + 1))}`,
        remedy: 'Give a truth value for every leaf, or for a part that holds it',
      })
    part = (part as Readonly<Record<string | number, unknown>>)[key]
  }
  if (typeof part === 'boolean') return part
  throw new TreeError({
    operation,
    problem: `mask${showPlace(place)} is ${describe(part)}, where params${showPlace(place)} is a leaf`,
    remedy: 'Give true or false for it',
  })
}

/** Whether each leaf is meant. */
export const maskOf = (operation: string, mask: Mask, params: Leaves, places: readonly Place[]): readonly boolean[] =>
  params.map((param, index) =>
    typeof mask === 'function' ? mask(param, places[index]) : saidOf(operation, mask, places[index]),
  )

const only = <T>(items: readonly T[], meant: readonly boolean[]): readonly T[] =>
  items.filter((_, index) => meant[index])

/**
 * An optimizer for some of the leaves: it is given these alone and remembers nothing of the others, whose updates pass as
 * they are. A TreeError where a tree of truth values does not follow the parameters. Masking distributes over `chain`.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { masked, scale } from 'cotangent/optim'
 *
 * const optimizer = masked(scale(10), { weights: true, bias: false })
 * const params = { weights: tensor([1, 2]), bias: tensor(3) }
 * optimizer.update(params, optimizer.init(params), params)[0] // => { bias: 3.0, weights: [10. 20.] }
 * ```
 */
export const masked = (optimizer: Optimizer, mask: Mask): Optimizer => {
  checkOptimizer('masked', optimizer)
  const { links } = optimizer
  return transformation<OptimizerState>({
    init: (params, places) => {
      const meant = maskOf('masked', mask, params, places)
      return initAll(links, only(params, meant), only(places, meant))
    },
    update: (updates, memory, params, places) => {
      const meant = maskOf('masked', mask, params, places)
      const chosen = [updates, params].map((leaves) => only(leaves, meant))
      const [changed, next] = updateAll(links, chosen[0], memory, chosen[1], only(places, meant))
      let used = 0
      return [updates.map((leaf, index) => (meant[index] ? changed[used++] : leaf)), next]
    },
  })
}

/**
 * Keeps some of the leaves where they are, as the last link of a chain.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { chain, freeze, sgd } from 'cotangent/optim'
 *
 * const optimizer = chain(sgd(1), freeze((_, place) => place.includes('bias')))
 * const params = { weights: tensor([1, 2]), bias: tensor(3) }
 * optimizer.update(params, optimizer.init(params), params)[0] // => { bias: 0.0, weights: [-1. -2.] }
 * ```
 */
export const freeze = (mask: Mask): Optimizer => masked(zeroUpdates, mask)
