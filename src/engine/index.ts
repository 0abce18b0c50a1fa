/** The face of src/engine: functions and graphs that run compiled. */
export { type Engine, type JitOptions, jit } from './jit.js'
export { reference } from './reference.js'
export { type CompiledGraph, compileGraph, wasm } from './wasm.js'
