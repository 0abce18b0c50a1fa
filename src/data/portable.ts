/**
 * What needs no more than bytes in memory, and is all there is in browsers. What reads and writes files is among it, and fails
 * where there are none, with a SystemError like any other.
 */
export type { ReadOptions } from './bytes.js'
export type { DecodeOptions, FileTensor } from './elements.js'
export * from './error.js'
export { readBytes } from './files.js'
export { gunzip } from './gzip.js'
export { decodeIdx, encodeIdx, type IdxElements, type IdxOptions, readIdx, writeIdx } from './idx.js'
export { decodeImage, type Image, type ImageDType, type ImageOptions, readImage } from './image/image.js'
export { encodePng, type PngWriteOptions, writePng } from './image/pngFile.js'
export { type ResizeOptions, resizeImage } from './image/resize.js'
export type { NamedTensors } from './named.js'
export { decodeNpy, encodeNpy, readNpy, writeNpy } from './npy.js'
export { decodeNpz, encodeNpz, type NpzOptions, readNpz, writeNpz } from './npz.js'
export * from './preparation/index.js'
export {
  decodeSafetensors,
  encodeSafetensors,
  type Metadata,
  readSafetensors,
  type Safetensors,
  writeSafetensors,
} from './safetensors/file.js'
export {
  decodeTree,
  encodeTree,
  type FileTree,
  readTree,
  type TreeFile,
  type TreeOptions,
  writeTree,
} from './safetensors/tree.js'
export * from './sets/index.js'
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
export { type Column, type Table, tableColumn, tableMatrix } from './text/table.js'
export { writeAtomically } from './write.js'
