import { allocate, type DType, fromRowMajor, type Tensor, type TypedArray } from '../../tensor/index.js'
import { formatError, sizeError } from '../bytes.js'
import { fail } from '../fault.js'
import { type ArffAttribute, afterBlanks, malformedLine, wordAt } from './arffHeader.js'
import { excerpt, parseNumber } from './number.js'

/** The dtypes that data can be had in; missing values (NaN) are in the floats only. */
export type ArffDType = 'float64' | 'float32' | 'int32'

/** Rows of one width that become a matrix: collected in blocks, so that their number need not be known. */
export interface Rows<D extends ArffDType> {
  readonly add: (row: Float64Array, from: number, to: number) => void
  readonly count: () => number
  readonly tensor: () => Tensor<[number, number], D>
}

const blockElements = 2 ** 16

/** Collects columns `from` up to `to` of each row it is given. */
export const collectRows = <D extends ArffDType>(dtype: D, width: number): Rows<D> => {
  const rowsPerBlock = Math.max(1, Math.floor(blockElements / Math.max(1, width)))
  const blocks: TypedArray<DType>[] = []
  let rows = 0
  return {
    add: (row, from, to) => {
      const at = rows % rowsPerBlock
      if (at === 0) blocks.push(allocate(dtype, rowsPerBlock * width))
      blocks[blocks.length - 1].set(row.subarray(from, to), at * width)
      rows++
    },
    count: () => rows,
    tensor: () => {
      const data: TypedArray<DType> = allocate(dtype, rows * width)
      // A block is let go as soon as it is copied, so that the data are not in memory twice.
      for (let block = 0; blocks.length > 0; block++) {
        const start = block * rowsPerBlock * width
        const part = blocks.shift() as TypedArray<DType>
        data.set(part.subarray(0, data.length - start), start)
      }
      return fromRowMajor<DType>(dtype, [rows, width], data) as unknown as Tensor<[number, number], D>
    },
  }
}

/** How a cell's text becomes a number: nominal values are their places in the declaration. */
export type Cell = (text: string, quoted: boolean, line: number) => number

const asIndex = (values: readonly string[], name: string): Cell => {
  const places = new Map(values.map((value, index) => [value, index]))
  return (text, _, line) =>
    places.get(text) ?? malformedLine(line, `attribute ${excerpt(name)} does not have the value ${excerpt(text)}`)
}

const asNumber =
  (name: string): Cell =>
  (text, quoted, line) =>
    (quoted ? undefined : parseNumber(text)) ??
    malformedLine(line, `attribute ${excerpt(name)} is no number: ${excerpt(text)}`)

/** The reading of cells, attribute by attribute; `?` is NaN, which int32 cannot hold. */
export const cellsOf = (attributes: readonly ArffAttribute[], dtype: ArffDType): readonly Cell[] =>
  attributes.map((attribute) => {
    const name = attribute.name
    const read = attribute.type === 'nominal' ? asIndex(attribute.values, name) : asNumber(name)
    return (text, quoted, line) => {
      const missing = text === '?' && !quoted
      if (dtype !== 'int32') return missing ? NaN : read(text, quoted, line)
      if (missing) malformedLine(line, `attribute ${excerpt(name)} is missing, which int32 has no number for,`)
      const value = read(text, quoted, line)
      return (value | 0) === value ? value : malformedLine(line, `attribute ${excerpt(name)} is no int32`)
    }
  })

const comma = 0x2c
const space = 0x20
const tab = 0x09
const zero = 0x30

/**
 * A dense row, read from bytes: most cells are whole numbers of few digits, which are read without making texts of
 * them. A cell that is something else is read from the text of the line.
 */
export const denseRow = (
  bytes: Uint8Array,
  start: number,
  end: number,
  cells: readonly Cell[],
  numeric: Uint8Array,
  row: Float64Array,
  line: number,
): void => {
  let at = start
  let text: string | undefined
  // Places in the text are those in the bytes as long as all of them are ASCII; otherwise all is read from the text.
  for (let index = 0; index < row.length; index++) {
    let value = 0
    let digits = 0
    while (digits < 10 && at + digits < end) {
      const digit = bytes[at + digits] - zero
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
      digits++
    }
    const stop = at + digits
    if (
      digits > 0 &&
      digits < 10 &&
      numeric[index] === 1 &&
      (stop === end ? index === row.length - 1 : bytes[stop] === comma && index < row.length - 1)
    ) {
      row[index] = value
      at = stop + 1
      continue
    }
    text ??= latin(bytes, start, end)
    at = start + slowCell(text, at - start, cells[index], index === row.length - 1, row, index, line)
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of bytes, one character a byte, so that a place in one is a place in the other. */
const latin = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1')

/** UTF-8 that was taken for one character a byte. */
export const decodedLatin = (text: string, line: number): string => {
  // Most is ASCII, which is its own text.
  if (!/[\x80-\xff]/.test(text)) return text
  try {
    return utf8.decode(Buffer.from(text, 'latin1'))
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    return malformedLine(line, 'there is text that is no UTF-8')
  }
}

const slowCell = (
  text: string,
  start: number,
  cell: Cell,
  last: boolean,
  row: Float64Array,
  index: number,
  line: number,
): number => {
  const word = wordAt(text, afterBlanks(text, start), ',{}%', line)
  if (word.text === '' && !word.quoted) malformedLine(line, `the value of attribute ${index} (from 0) is missing`)
  row[index] = cell(decodedLatin(word.text, line), word.quoted, line)
  const next = afterBlanks(text, word.end)
  if (last ? next !== text.length : text[next] !== ',')
    malformedLine(line, `there are not ${row.length} values set apart by commas`)
  return next + 1
}

/** A sparse row, `{index value, ...}` with indices from 0 ascending; what is not mentioned is 0, or the first value. */
export const sparseRow = (
  bytes: Uint8Array,
  start: number,
  end: number,
  cells: readonly Cell[],
  row: Float64Array,
  line: number,
): void => {
  const text = latin(bytes, start, end)
  row.fill(0)
  let at = afterBlanks(text, 1)
  if (text[at] !== '}') {
    for (let previous = -1; ; ) {
      const place = wordAt(text, at, ',{}%', line)
      const index = /^\d{1,9}$/.test(place.text) ? Number(place.text) : -1
      if (index <= previous || index >= row.length)
        malformedLine(line, `${excerpt(place.text)} is no index of an attribute after the one before`)
      const value = wordAt(text, afterBlanks(text, place.end), ',{}%', line)
      if (value.text === '' && !value.quoted) malformedLine(line, `the value of attribute ${index} is missing`)
      row[index] = cells[index](decodedLatin(value.text, line), value.quoted, line)
      previous = index
      const next = afterBlanks(text, value.end)
      if (text[next] === '}') {
        at = next
        break
      }
      if (text[next] !== ',') malformedLine(line, 'the values are not set apart by commas')
      at = afterBlanks(text, next + 1)
    }
  }
  if (afterBlanks(text, at + 1) !== text.length) malformedLine(line, 'something follows the closing brace')
}

/** Refuses more cells than allowed, before there is room made for them. */
export const checkCells = (rows: number, width: number, maxCells: number): void => {
  if ((rows + 1) * width > maxCells) fail(sizeError('arff', `there are more than ${maxCells} values`))
}

/** The blank at the ends of a line left out. */
export const trimmed = (bytes: Uint8Array, start: number, end: number): readonly [start: number, end: number] => {
  let [from, to] = [start, end]
  while (from < to && (bytes[from] === space || bytes[from] === tab)) from++
  while (to > from && (bytes[to - 1] === space || bytes[to - 1] === tab || bytes[to - 1] === 0x0d)) to--
  return [from, to]
}

/** What stands where a file must not end. */
export const ended = (what: string): never => fail(formatError('arff', `the file ends before ${what}`))
