/** The face of src/engine/precise: graphs in double-double arithmetic. */
export { precise } from './executor.js'
export { type Precise, rounded, widened } from './precise.js'
export { type Prepared, prepare } from './prepare.js'
export { runPrecisely } from './run.js'
