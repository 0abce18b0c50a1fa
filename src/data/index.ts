/** The face of src/data: files to tensors and back, data sets, batching. */
export * from './error.js'
export * from './preparation/index.js'
export * from './sets/index.js'
