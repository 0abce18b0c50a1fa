/** The face of src/onnx: models of ONNX out of functions, and functions out of models. */
export { loadOnnx, type OnnxLoadOptions } from './in/loadOnnx.js'
export * from './models.js'
export { type SaveOnnxOptions, saveOnnx } from './out/saveOnnx.js'
