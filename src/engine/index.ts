/** The face of src/engine: functions and graphs that run compiled. */
export type { BufferUse } from '../compile/index.js'
export { EngineFailure, EngineUnavailable } from './errors.js'
export { explain } from './explain.js'
export { Explanation, type TimedPart } from './explanation.js'
export { jit } from './jit.js'
export { type AsyncEngine, type JitAsyncOptions, jitAsync } from './jitAsync.js'
export type { OnnxRuntime, Provider } from './onnx/index.js'
export { type ModelOptions, modelOf, type Port } from './onnx/index.js'
/** Internal: the messages of ONNX models, for src/onnx. */
export {
  type AttributeProto,
  attributeTypes,
  decode,
  type ElementType,
  elementTypes,
  encode,
  type FunctionProto,
  type GraphProto,
  type ModelProto,
  modelSchema,
  type NodeProto,
  type SparseTensorProto,
  type StringEntry,
  type TensorProto,
  type ValueInfo,
  WireFault,
} from './onnx/proto/index.js'
export { type Engine, executors, type JitOptions } from './options.js'
export { type Precise, type Prepared, prepare, rounded, runPrecisely, widened } from './precise/index.js'
export { type CompileOptions, type FunctionOf, prepared, whereItCan } from './prepared.js'
export { type CompiledGraph, compileGraph } from './programs.js'
export { reference } from './reference.js'
export { table } from './table.js'
export { wasm } from './wasm.js'
