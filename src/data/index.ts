/** The face of src/data: files to tensors and back, data sets, batching. */
export { gunzip, type ReadOptions, readBytes } from './bytes.js'
export * from './error.js'
export { writeAtomically } from './write.js'
