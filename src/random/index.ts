/** The face of src/random: NumPy's generator as a State, and splittable keys. */
export type { ChoiceOptions } from './choice.js'
export { type IntegerDType, normal, randint, random, standardNormal, uniform } from './distributions.js'
export { bits, foldIn, type Key, key, split } from './key.js'
export { keyed } from './keyed.js'
export { choice, permutation, shuffle } from './selection.js'
export { type Rand, type RandomState, seed } from './state.js'
