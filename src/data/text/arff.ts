import type * as E from 'fp-ts/lib/Either.js'
import { reshape } from '../../graph/index.js'
import { ArgumentError, checkIsOptions, type OptionNames, type Tensor } from '../../tensor/index.js'
import { checkLimit, formatError, sizeError } from '../bytes.js'
import type { DataError } from '../error.js'
import { attempt, fail } from '../fault.js'
import { type ArffAttribute, headerReader } from './arffHeader.js'
import {
  type ArffDType,
  type Cell,
  cellsOf,
  checkCells,
  collectRows,
  decodedLatin,
  denseRow,
  ended,
  type Rows,
  sparseRow,
  trimmed,
} from './arffRows.js'
import { excerpt } from './number.js'
import { bytesOfText } from './utf8.js'

/** The data of an ARFF file: N rows of A attributes. */
export interface Arff<D extends ArffDType = 'float64'> {
  readonly relation: string
  /** The attributes of `data`'s columns, in order. */
  readonly attributes: readonly ArffAttribute[]
  /** `[N, A]`: numbers, the places of nominal values among those declared (from 0), NaN for what is missing. */
  readonly data: Tensor<[number, number], D>
  /** The attribute that was set apart, and its column `[N]`, where one was asked for. */
  readonly target?: { readonly attribute: ArffAttribute; readonly data: Tensor<[number], D> }
}

/** How ARFF is read. */
export interface ArffOptions<D extends ArffDType = 'float64'> {
  /** The dtype of the data, float64 unless given. */
  readonly dtype?: D
  /** The name of an attribute to set apart from the others, such as the class. */
  readonly target?: string
  /** The most values that are read, 2^26 unless given. */
  readonly maxCells?: number
}

export const arffNames: OptionNames<ArffOptions> = { dtype: true, target: true, maxCells: true }

/** The longest line: what has no end of line is not gathered without one. */
const longestLine = 2 ** 24

/** A reader of ARFF that is given the bytes in pieces, then asked for the result; both may `fail`. */
export interface ArffReader<D extends ArffDType> {
  readonly push: (bytes: Uint8Array) => void
  readonly end: () => Arff<D>
}

interface Body<D extends ArffDType> {
  readonly add: (bytes: Uint8Array, start: number, end: number, line: number) => void
  readonly result: () => Arff<D>
}

const targetIndex = (attributes: readonly ArffAttribute[], target: string | undefined): number => {
  if (target === undefined) return -1
  const index = attributes.findIndex(({ name }) => name === target)
  return index < 0 ? fail(formatError('arff', `there is no attribute ${excerpt(target)}`)) : index
}

const bodyOf = <D extends ArffDType>(
  relation: string,
  attributes: readonly ArffAttribute[],
  dtype: D,
  { target, maxCells = 2 ** 26 }: ArffOptions<D>,
): Body<D> => {
  const width = attributes.length
  const apart = targetIndex(attributes, target)
  const cells: readonly Cell[] = cellsOf(attributes, dtype)
  // Fewer than 10 digits are an int32 as well.
  const numeric = Uint8Array.from(attributes, ({ type }) => Number(type === 'numeric'))
  const row = new Float64Array(width)
  const others = new Float64Array(apart < 0 ? 0 : width - 1)
  const rows: Rows<D> = collectRows(dtype, apart < 0 ? width : width - 1)
  const targets: Rows<D> | undefined = apart < 0 ? undefined : collectRows(dtype, 1)
  return {
    add: (bytes, start, end, line) => {
      checkCells(rows.count(), width, maxCells)
      if (bytes[start] === 0x7b) sparseRow(bytes, start, end, cells, row, line)
      else denseRow(bytes, start, end, cells, numeric, row, line)
      if (targets === undefined) return rows.add(row, 0, width)
      others.set(row.subarray(0, apart))
      others.set(row.subarray(apart + 1), apart)
      rows.add(others, 0, width - 1)
      targets.add(row, apart, apart + 1)
    },
    result: () => ({
      relation,
      attributes: attributes.filter((_, index) => index !== apart),
      data: rows.tensor(),
      ...(targets === undefined
        ? {}
        : {
            target: {
              attribute: attributes[apart],
              data: reshape(targets.tensor(), [rows.count()]) as Tensor<[number], D>,
            },
          }),
    }),
  }
}

/** The dtype that options ask for; an ArgumentError where data cannot have it, and for a limit that is none. */
export const arffDType = <D extends ArffDType>(operation: string, options: ArffOptions<D>): D => {
  const { dtype = 'float64' as D, maxCells } = options
  if (maxCells !== undefined) checkLimit(operation, 'maxCells', maxCells)
  if (!['float64', 'float32', 'int32'].includes(dtype))
    throw new ArgumentError({
      operation,
      problem: `there are no data of dtype ${String(dtype)}`,
      remedy: 'Use float64, float32 or int32',
    })
  return dtype
}

/** A reader of ARFF, see `ArffReader`. */
export const arffReader = <D extends ArffDType = 'float64'>(options: ArffOptions<D> = {}): ArffReader<D> => {
  const dtype = arffDType('decodeArff', options)
  const header = headerReader()
  let body: Body<D> | undefined
  let line = 0
  let rest: readonly Uint8Array[] = []
  let restLength = 0

  const take = (bytes: Uint8Array, start: number, end: number): void => {
    line++
    const [from, to] = trimmed(bytes, start, end)
    if (from === to || bytes[from] === 0x25) return
    if (body !== undefined) body.add(bytes, from, to, line)
    else if (header.line(decodedLatin(Buffer.from(bytes.subarray(from, to)).toString('latin1'), line), line)) {
      const { relation, attributes } = header.header()
      body = bodyOf(relation, attributes, dtype, options)
    }
  }

  const keep = (bytes: Uint8Array): void => {
    restLength += bytes.length
    if (restLength > longestLine) fail(sizeError('arff', `a line has more than ${longestLine} bytes`))
    // A copy: a stream may use the memory of its piece again.
    rest = [...rest, bytes.slice()]
  }

  const takeRest = (): void => {
    if (restLength === 0) return
    const whole = Buffer.concat(rest)
    rest = []
    restLength = 0
    take(whole, 0, whole.length)
  }

  return {
    push: (bytes) => {
      let start = 0
      for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, start)) {
        if (restLength > 0) {
          keep(bytes.subarray(start, end))
          takeRest()
        } else take(bytes, start, end)
        start = end + 1
      }
      if (start < bytes.length) keep(bytes.subarray(start))
    },
    end: () => {
      takeRest()
      return body === undefined ? ended('the data begin') : body.result()
    },
  }
}

/**
 * The data of an ARFF text (or of its bytes, UTF-8): numeric (`numeric`, `real`, `integer`) and nominal attributes,
 * dense and sparse rows, `?` for what is missing, names and values in quotes where they need them, lines of comment
 * (`%`). Strict: what is not declared so is a FormatError on the left that names the line; attributes of other types are
 * an UnsupportedError, more values than allowed (or lines of more than 2^24 bytes) a SizeError. An ArgumentError for a
 * dtype that data cannot have, or a limit that is none.
 *
 * @example
 * ```ts
 * import { decodeArff } from 'cotangent/data'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const text = "@relation r\n@attribute size numeric\n@attribute kind {a, 'b c'}\n@data\n1.5,'b c'\n{1 a}\n?,a\n"
 * pipe(decodeArff(text), E.map(({ data }) => data), E.getOrElseW(() => 'no data'))
 * // => [[1.5 1. ]
 * //     [0.  0. ]
 * //     [nan 0. ]]
 * ```
 */
export const decodeArff = <D extends ArffDType = 'float64'>(
  source: string | Uint8Array,
  options: ArffOptions<D> = {},
): E.Either<DataError, Arff<D>> => {
  checkIsOptions('decodeArff', options, arffNames)
  const reader = arffReader(options)
  return attempt(() => {
    reader.push(typeof source === 'string' ? bytesOfText(source) : source)
    return reader.end()
  })
}
