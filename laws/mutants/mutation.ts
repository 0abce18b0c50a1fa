import type { Application } from '../../src/graph/index.js'
import type { Tensor } from '../../src/tensor/index.js'
import type { Link, LinkMap, Place } from './link.js'
import { fits, fitted } from './tensors.js'

/** One way in which a rule may be wrong about a link. */
export interface Mutation {
  readonly name: string
  /** 2 where the rule itself stays right, and only what is derived from it is wrong. */
  readonly order?: 2
  /** Whether it changes what the rule looks at, and not what it does with it. */
  readonly isOfSight?: true
  /** Whether it says anything else of a link in such a place; in all others it leaves the rule as it is. */
  readonly changes: Where
  /** The wrong map of a link, given the right maps of all. */
  readonly wrong: (right: (link: Link) => LinkMap, place: Place) => LinkMap
}

/** A condition on places. */
export type Where = (place: Place) => boolean

export const anywhere: Where = () => true

/** The differential that comes out is changed. */
export const after = (
  name: string,
  changes: Where,
  change: (differential: Tensor, place: Place, application: Application<unknown>) => Tensor,
): Mutation => ({
  name,
  changes,
  wrong: (right, place) => {
    const map = right(place)
    return (application, differential) => {
      const found = map(application, differential)
      return found && change(found, place, application)
    }
  },
})

/** The differential that goes in is changed. */
export const before = (name: string, changes: Where, change: (differential: Tensor) => Tensor): Mutation => ({
  name,
  changes,
  wrong: (right, place) => {
    const map = right(place)
    return (application, differential) => map(application, change(differential))
  },
})

/** The differential is found without the rule. */
export const instead = (
  name: string,
  changes: Where,
  map: (differential: Tensor, place: Place, application: Application<unknown>) => Tensor | undefined,
): Mutation => ({
  name,
  changes,
  wrong: (_, place) => (application, differential) => map(differential, place, application),
})

/** The rule is asked about another application; what it says is put into the right shape if need be. */
export const seeing = (
  name: string,
  changes: Where,
  change: (application: Application<unknown>) => Application<unknown>,
): Mutation => ({
  name,
  isOfSight: true,
  changes,
  wrong: (right, place) => {
    const map = right(place)
    return (application, differential) => {
      const found = map(change(application), differential)
      return found && fits(found, place.target) ? fitted(found, place.target) : map(application, differential)
    }
  },
})
