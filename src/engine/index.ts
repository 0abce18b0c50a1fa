/** The face of src/engine: functions and graphs that run compiled. */
export type { BufferUse } from '../compile/index.js'
export { explain } from './explain.js'
export { Explanation, type TimedPart } from './explanation.js'
export { jit } from './jit.js'
export type { Engine, JitOptions } from './options.js'
export { type CompiledGraph, compileGraph } from './programs.js'
export { reference } from './reference.js'
export { wasm } from './wasm.js'
