/** The face of src/engine: functions and graphs that run compiled. */
export { Explanation, explain, type TimedPart } from './explain.js'
export { type Engine, type JitOptions, jit } from './jit.js'
export { type CompiledGraph, compileGraph } from './programs.js'
export { reference } from './reference.js'
export { wasm } from './wasm.js'
