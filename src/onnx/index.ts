/** The face of src/onnx: models of ONNX out of functions, and functions out of models. */
export {}
