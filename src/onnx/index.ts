/** The face of src/onnx: models of ONNX out of functions, and functions out of models. */

export * from './in/index.js'
export type { OnnxOptions } from './out/model.js'
export { type SaveOnnxOptions, saveOnnx } from './out/saveOnnx.js'
export { toOnnx, toOnnxWith } from './out/toOnnx.js'
