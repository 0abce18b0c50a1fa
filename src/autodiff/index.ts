/** The face of src/autodiff: derivatives of functions over trees, and what else transforms a function. */
export { checkpoint } from './checkpoint.js'
export { customJvp, customVjp } from './custom.js'
export { jvp, linearize } from './forward.js'
export { hessian, hessianDiagonal, hvp, jacfwd, jacrev } from './jacobian.js'
export { grad, valueAndGrad, vjp } from './reverse.js'
export { type AnyFunction, checkFunction } from './run.js'
export { type TracedTrees, traceTrees } from './trace.js'
export { vmap } from './vmap.js'
