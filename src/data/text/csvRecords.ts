import { formatError, sizeError } from '../bytes.js'
import { fail } from '../fault.js'

/** The fields of a CSV text by their places: nothing is made of them before they are asked for. */
export interface Records {
  /** How many fields every record has. */
  readonly width: number
  /** How many records there are. */
  readonly count: number
  /** A field's text, quotes undone. */
  readonly field: (record: number, column: number) => string
}

/** What records may be like. */
export interface RecordOptions {
  readonly delimiter: string
  /** How many fields each has; as many as the first one unless given. */
  readonly width: number | undefined
  /** How many of the first records do not count as fields that are read. */
  readonly headers: number
  readonly maxCells: number
}

const format = 'csv'
const quote = 0x22
const lineFeed = 0x0a
const carriageReturn = 0x0d

/** The most columns: each is an object of its own. */
export const mostColumns = 2 ** 20

/** A list of numbers that grows. */
const growing = () => {
  let numbers = new Int32Array(2 ** 10)
  let length = 0
  return {
    push: (number: number): void => {
      if (length === numbers.length) {
        const grown = new Int32Array(2 * length)
        grown.set(numbers)
        numbers = grown
      }
      numbers[length++] = number
    },
    all: (): Int32Array => numbers,
  }
}

/** The line that a place is on, counted from 1. */
const lineOf = (text: string, at: number): number => text.slice(0, at).split(/\r\n|\n|\r/).length

/**
 * The places of all fields, in one pass. A FormatError for quotes out of place and for records of different lengths, a
 * SizeError as soon as there are more fields than allowed.
 */
export const recordsOf = (text: string, { delimiter, width: given, headers, maxCells }: RecordOptions): Records => {
  const malformed = (problem: string, at: number): never =>
    fail(formatError(format, `${problem} on line ${lineOf(text, at)}`))
  const separator = delimiter.charCodeAt(0)
  const isSeparator = (at: number): boolean => delimiter.length === 1 || text.startsWith(delimiter, at)

  /** The end of the field that begins at a place: where a delimiter or a line's end is, or the text's. */
  const endOf = (start: number): number => {
    let at = start
    if (text.charCodeAt(at) === quote) {
      for (at = text.indexOf('"', at + 1); text.charCodeAt(at + 1) === quote; at = text.indexOf('"', at + 2))
        if (at < 0) break
      if (at < 0) malformed('a quotation is never closed', text.length)
      at++
      const code = text.charCodeAt(at)
      if (at < text.length && code !== lineFeed && code !== carriageReturn && !(code === separator && isSeparator(at)))
        malformed('a quotation ends inside a field', at)
      return at
    }
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === lineFeed || code === carriageReturn || (code === separator && isSeparator(at))) break
      if (code === quote) malformed('a quotation begins inside a field', at)
    }
    return at
  }

  const places = growing()
  let width = given
  let count = 0
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length; ) {
    const first = text.charCodeAt(at)
    if (first === lineFeed || first === carriageReturn) {
      at++
      continue
    }
    let fields = 0
    for (let more = true; more; ) {
      const end = endOf(at)
      if (width === undefined || fields < width) {
        if (fields >= mostColumns) fail(sizeError(format, `there are more than ${mostColumns} columns`))
        if (count >= headers && (count - headers) * (width ?? 0) + fields >= maxCells)
          fail(sizeError(format, `there are more than ${maxCells} fields`))
        places.push(at)
        places.push(end)
      }
      fields++
      const code = text.charCodeAt(end)
      more = end < text.length && code !== lineFeed && code !== carriageReturn
      at = more ? end + delimiter.length : end
    }
    width ??= fields
    if (fields !== width)
      fail(formatError(format, `record ${count} (counted from 0) has ${fields} fields where ${width} are due`))
    count++
  }

  const all = places.all()
  const columns = width ?? 0
  return {
    width: columns,
    count,
    field: (record, column) => {
      const index = 2 * (record * columns + column)
      const [start, end] = [all[index], all[index + 1]]
      return text.charCodeAt(start) === quote && start < end
        ? text.slice(start + 1, end - 1).replace(/""/g, '"')
        : text.slice(start, end)
    },
  }
}
