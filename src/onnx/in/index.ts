/** Models of ONNX, read as functions. */
export { type OnnxError, showOnnxError, type UnknownOperator } from './error.js'
export { fromOnnx, type NamedValues, type OnnxModel, type OnnxReadOptions } from './fromOnnx.js'
export type { OnnxValue } from './values.js'
