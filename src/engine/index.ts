/** The face of src/engine: graphs that run. */
export { reference } from './reference.js'
export { compileGraph, wasm } from './wasm.js'
