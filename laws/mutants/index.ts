/** Planted faults: what the laws must find, so that what they pass can be believed. */
export { type Equivalence, equivalences, equivalentNames } from './equivalent.js'
export { controlsOf, type Mutant, mutantsOf } from './generate.js'
export { examination } from './trials.js'
