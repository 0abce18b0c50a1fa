/** Graphs as models of ONNX. */
export { type ModelOptions, modelOf, type Port } from './model.js'
export { printed } from './protos.js'
