/** Graphs on ONNX Runtime, and as models of ONNX. */
export * from './lowering/index.js'
export * from './proto/index.js'
export * from './session/index.js'
