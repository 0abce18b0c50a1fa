/** The face of src/tensor/scalar: arithmetic on one element, and the elementary functions built on nothing else. */
export type { Arithmetic, ScalarKernel } from './arithmetic.js'
export { exp, expm1 } from './exp.js'
export { log, log1p } from './log.js'
export { float64Arithmetic, int32Arithmetic } from './numbers.js'
export { power } from './power.js'
export { tanh } from './tanh.js'
