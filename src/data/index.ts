/** The face of src/data: files to tensors and back, data sets, batching. */
export { gunzip, type ReadOptions, readBytes } from './bytes.js'
export type { DecodeOptions, FileTensor } from './elements.js'
export * from './error.js'
export * from './hdf5/index.js'
export { decodeIdx, encodeIdx, type IdxElements, type IdxOptions, readIdx, writeIdx } from './idx.js'
export { decodeImage, type Image, type ImageDType, type ImageOptions, readImage } from './image/image.js'
export { encodePng, type PngWriteOptions, writePng } from './image/pngFile.js'
export { type ResizeOptions, resizeImage } from './image/resize.js'
export type { NamedTensors } from './named.js'
export { type Fetched, type FetchOptions, type FetchRequest, fetchFile } from './net/fetchFile.js'
export { fetchMnist, type MnistPart, type MnistRequest, type MnistTensor, mnist } from './net/mnist.js'
export { type MnistFile, mnistFiles, mnistMirrors } from './net/mnistFiles.js'
export type { FetchProgress } from './net/receive.js'
export { decodeNpy, encodeNpy, readNpy, writeNpy } from './npy.js'
export { decodeNpz, encodeNpz, type NpzOptions, readNpz, writeNpz } from './npz.js'
export * from './preparation/index.js'
export * from './safetensors/index.js'
export * from './sets/index.js'
export { type Arff, type ArffOptions, decodeArff } from './text/arff.js'
export { readArff } from './text/arffFile.js'
export type { ArffAttribute } from './text/arffHeader.js'
export type { ArffDType } from './text/arffRows.js'
export { type ColumnType, type CsvOptions, decodeCsv } from './text/csv.js'
export { type CsvWriteOptions, encodeCsv, readCsv, writeCsv } from './text/csvFile.js'
export { decodeJson, encodeJson, type Json, type JsonOptions, readJson, writeJson } from './text/json.js'
export {
  type DataTree,
  decodeJsonTree,
  encodeJsonTree,
  readJsonTree,
  writeJsonTree,
} from './text/jsonTree.js'
export { type Mnist784, type Mnist784Options, mnist784 } from './text/openml.js'
export { type Column, type Table, tableColumn, tableMatrix } from './text/table.js'
export { writeAtomically } from './write.js'
