/** The face of src/engine: functions and graphs that run compiled. */
export type { BufferUse } from '../compile/index.js'
export { EngineFailure, EngineUnavailable } from './errors.js'
export { explain } from './explain.js'
export { Explanation, type TimedPart } from './explanation.js'
export { jit } from './jit.js'
export { type AsyncEngine, type JitAsyncOptions, jitAsync } from './jitAsync.js'
export type { OnnxRuntime, Provider } from './onnx/index.js'
export {
  decode,
  encode,
  type ModelOptions,
  type ModelProto,
  modelOf,
  modelSchema,
  type Port,
  type TensorProto,
} from './onnx/index.js'
export { type Engine, executors, type JitOptions } from './options.js'
export { type Precise, type Prepared, prepare, rounded, runPrecisely, widened } from './precise/index.js'
export { type CompiledGraph, compileGraph } from './programs.js'
export { reference } from './reference.js'
export { table } from './table.js'
export { wasm } from './wasm.js'
