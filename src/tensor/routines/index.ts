/** The face of src/tensor/routines: algorithms on arrays, and what runs them. */
export { choleskyFactor } from './cholesky.js'
export { cofactorMatrix, cofactorSlope, determinant } from './determinant.js'
export { signAndLogarithm, solution } from './elimination.js'
export { evaluateRoutine } from './evaluate.js'
export type { Cells, Machine, Variable } from './machine.js'
export { mergeSort, type Order } from './mergeSort.js'
export { type AnyRoutine, type CellsOf, type Format, indices, numbers, type Routine, splitAxes } from './routine.js'
export { type Triangle, triangularSolution } from './substitution.js'
