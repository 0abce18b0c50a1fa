/** Graphs as models of ONNX. */
export { type ModelOptions, modelOf, opset, type Port } from './model.js'
