import { add } from '../graph/index.js'
import type { Initializer } from './initializers.js'
import type { Real } from './real.js'

/** How a bias is drawn, or `false` for none. */
export type BiasOption = Initializer | false

/** Parameters without those under some names, where an option says `false`. */
export type Without<P, Names extends keyof P, Choice> = Choice extends false ? Omit<P, Names> : P

/** x + b; x itself where there is no b. */
export const plus = (x: Real, b: Real | undefined): Real => (b === undefined ? x : add(x, b))
