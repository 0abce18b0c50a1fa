/** Graphs on ONNX Runtime. */
export { type AsyncExecutor, type OnnxSettings, onnxExecutor } from './execute.js'
export type { Provider } from './failures.js'
export type { OnnxRuntime } from './runtime.js'
