import type { TextCodec } from '../../laws/index.js'
import {
  type CsvOptions,
  type DataTree,
  decodeCsv,
  decodeImage,
  decodeJson,
  decodeJsonTree,
  encodeCsv,
  encodeJson,
  encodeJsonTree,
  encodePng,
  type Image,
  type Json,
  type Table,
} from '../../src/data/index.js'

// The formats of text and pictures, as the laws take them.

/** How a table is read again: with the delimiter it was written with, its columns' types, and NaN for what is missing. */
const csvOptions = (delimiter: string, { columns }: Table): CsvOptions => ({
  delimiter,
  missing: ['NaN'],
  types: Object.fromEntries(columns.map(({ name, type }) => [name, type])),
})

/** CSV with a delimiter. */
export const csv = (delimiter: string): TextCodec<Table, string> => ({
  encode: (table) => encodeCsv(table, { delimiter }),
  decode: (text, table) => decodeCsv(text, csvOptions(delimiter, table)),
})

/** JSON. */
export const json: TextCodec<Json, string> = { encode: encodeJson, decode: (text) => decodeJson(text) }

/** Trees of tensors in JSON. */
export const jsonTree: TextCodec<DataTree, string> = { encode: encodeJsonTree, decode: (text) => decodeJsonTree(text) }

/** PNG of 8 bits. */
export const png: TextCodec<Image, Uint8Array> = {
  encode: (image) => encodePng(image),
  decode: (bytes) => decodeImage(bytes),
}
