/** The check of derivatives of functions in any code. */
export type { OpaqueShape } from './arrangement.js'
export type { OpaqueFunction, OpaqueJacobian, OpaqueJvp, OpaqueScalar, OpaqueVjp } from './functions.js'
export { gradcheckOpaque } from './gradcheckOpaque.js'
export type { OpaqueOptions } from './options.js'
