/** The face of src/autodiff: derivatives of functions over trees, and what else transforms a function. */
export { checkpoint } from './checkpoint.js'
export { customJvp, customVjp } from './custom.js'
export { jvp, linearize } from './forward.js'
export { hessian, hvp, type JacobianOptions, jacfwd, jacrev } from './jacobian.js'
export { type GradOptions, grad, valueAndGrad, vjp } from './reverse.js'
export type { AnyFunction } from './run.js'
export { type TracedTrees, traceTrees } from './trace.js'
export { type Axes, type VmapOptions, vmap } from './vmap.js'
