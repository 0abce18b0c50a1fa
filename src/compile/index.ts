/** The face of src/compile: graphs to WebAssembly. */
export { type Datum, type Failure, linkage } from './assembly.js'
export { compile, type OperandSlot, type OutputSlot, type Program } from './program.js'
