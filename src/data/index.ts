/** The face of src/data: files to tensors and back, data sets, batching. */
export { gunzip, type ReadOptions, readBytes } from './bytes.js'
export type { DecodeOptions, FileTensor } from './elements.js'
export * from './error.js'
export * from './hdf5/index.js'
export { decodeIdx, encodeIdx, type IdxElements, type IdxOptions, readIdx, writeIdx } from './idx.js'
export { writeAtomically } from './write.js'
