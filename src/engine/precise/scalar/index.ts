/** The face of src/engine/precise/scalar: numbers of some 31 digits, and the elementwise primitives on them. */
export { add, div, mul, neg, sub } from './arithmetic.js'
export { type ElementwiseName, functions, type PairFunction } from './functions.js'
export { functionOf, type MadePairs, mapPairs, type Pairs } from './loops.js'
export { one, type Pair, widen, zero } from './pair.js'
export { addParts, divParts, mulParts, rest } from './parts.js'
export { type PairArray, type RoutineResult, runRoutine } from './routines.js'
