/** The public operations have the types that the fixtures test: this file compiles only where they do. */
import type * as cotangent from '../../src/index.js'
import type { Equal } from './equal.js'
import type * as tested from './operations.js'

/** All but the one whose options belong to the engines. */
type Tested = Omit<typeof tested, 'jit'>

/** Names of operations that are missing, or whose public type is another. */
type Different = {
  [K in keyof Tested]: K extends keyof typeof cotangent
    ? Equal<Tested[K], (typeof cotangent)[K]> extends true
      ? never
      : K
    : K
}[keyof Tested]

export const noneDiffers: Equal<Different, never> = true
