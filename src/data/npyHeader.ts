import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Constant, DType, Shape } from '../tensor/index.js'
import { formatError, unsupported } from './bytes.js'
import { host, type Kind, type Order } from './elements.js'
import type { DataError } from './error.js'
import { bytesOfText } from './text/utf8.js'

const format = 'npy'

/** What a header says of the elements. */
export interface ArrayType {
  readonly shape: Shape
  readonly kind: Kind
  readonly order: Order
  /** Whether the first index runs fastest, as in Fortran. */
  readonly columns: boolean
}

/** What the header's three entries are, as it writes them: texts, truths, tuples of whole numbers. */
type Literal = string | boolean | readonly number[]

/** The texts of Python's literals that a header may have, each at a place of the text. */
const patterns = {
  text: /'([^'\\\n]*)'|"([^"\\\n]*)"/y,
  truth: /True|False/y,
  tuple: /\(\s*((?:\d+L?\s*,\s*)*(?:\d+L?\s*)?)\)/y,
  open: /\s*\{\s*/y,
  colon: /\s*:\s*/y,
  comma: /\s*,\s*/y,
  close: /\s*\}\s*$/y,
} as const

/** A match at a place, and the place after it. */
const at = (
  text: string,
  place: number,
  pattern: keyof typeof patterns,
): readonly [RegExpExecArray, number] | undefined => {
  const regexp = patterns[pattern]
  regexp.lastIndex = place
  const match = regexp.exec(text)
  return match === null ? undefined : [match, place + match[0].length]
}

const literalAt = (text: string, place: number): readonly [Literal, number] | undefined => {
  const quoted = at(text, place, 'text')
  if (quoted !== undefined) return [quoted[0][1] ?? quoted[0][2], quoted[1]]
  const truth = at(text, place, 'truth')
  if (truth !== undefined) return [truth[0][0] === 'True', truth[1]]
  const tuple = at(text, place, 'tuple')
  // One number in brackets, without a comma, is no tuple.
  if (tuple === undefined || /^\d+L?\s*$/.test(tuple[0][1])) return undefined
  return [(tuple[0][1].match(/\d+/g) ?? []).map(Number), tuple[1]]
}

/** The entries of a header, which is a dictionary of Python. */
const entriesOf = (text: string): E.Either<DataError, ReadonlyMap<string, Literal>> => {
  const broken = (place: number, what: string): E.Either<DataError, never> =>
    E.left(formatError(format, `the header is no dictionary of NumPy's: ${what}`, place))
  const entries = new Map<string, Literal>()
  const open = at(text, 0, 'open')
  if (open === undefined) return broken(0, 'it does not begin with a brace')
  for (let place = open[1]; ; ) {
    const close = at(text, place, 'close')
    if (close !== undefined) return E.right(entries)
    const key = at(text, place, 'text')
    const colon = key === undefined ? undefined : at(text, key[1], 'colon')
    if (key === undefined || colon === undefined) return broken(place, 'no key')
    const name = key[0][1] ?? key[0][2]
    // A list of fields: records, whose elements are no numbers.
    if (name === 'descr' && text[colon[1]] === '[') return E.left(unsupported(format, 'the elements are records'))
    const value = literalAt(text, colon[1])
    if (value === undefined) return broken(colon[1], `no value of ${name}`)
    if (entries.has(name)) return broken(place, `${name} is there twice`)
    entries.set(name, value[0])
    const comma = at(text, value[1], 'comma')
    if (comma === undefined && at(text, value[1], 'close') === undefined) return broken(value[1], 'no comma')
    place = comma?.[1] ?? value[1]
  }
}

const kinds: readonly string[] = ['u1', 'i1', 'u2', 'i2', 'u4', 'i4', 'u8', 'i8', 'f2', 'f4', 'f8'] satisfies Kind[]

const isKind = (text: string): text is Kind => kinds.includes(text)

const orders: Readonly<Record<string, Order>> = { '<': 'little', '>': 'big', '=': host, '|': host }

const elementsOf = (descr: string): E.Either<DataError, { readonly kind: Kind; readonly order: Order }> => {
  const match = /^([<>=|]?)([a-zA-Z?])(\d*)/.exec(descr)
  if (match === null) return E.left(formatError(format, `there is no element type ${JSON.stringify(descr)}`))
  const [whole, order, letter, width] = match
  const kind = letter === '?' || `${letter}${width}` === 'b1' ? 'bool' : `${letter}${width}`
  return whole === descr &&
    (kind === 'bool' || isKind(kind)) &&
    (order !== '|' || kind.endsWith('1') || kind === 'bool')
    ? E.right({ kind, order: orders[order === '' ? '=' : order] })
    : E.left(unsupported(format, `elements of the type ${JSON.stringify(descr)} are no numbers of a tensor`))
}

/** What a header's text says. */
export const arrayTypeOf = (text: string): E.Either<DataError, ArrayType> =>
  pipe(
    entriesOf(text),
    E.chain((entries) => {
      const [descr, columns, shape] = ['descr', 'fortran_order', 'shape'].map((name) => entries.get(name))
      if (entries.size !== 3 || typeof descr !== 'string' || typeof columns !== 'boolean' || !Array.isArray(shape))
        return E.left(formatError(format, 'the header does not have descr, fortran_order and shape, and nothing else'))
      return pipe(
        elementsOf(descr),
        E.map((elements) => ({ ...elements, columns, shape })),
      )
    }),
  )

const descriptions: Readonly<Record<DType, string>> = { float64: '<f8', float32: '<f4', int32: '<i4', bool: '|b1' }

/** The elements begin at a multiple of this. */
const alignment = 64

/** Version, length and text of a header, for elements in row-major order, to go after the magic number. */
export const headerOf = ({ dtype, shape }: Constant): Uint8Array => {
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`
  const text = `{'descr': '${descriptions[dtype]}', 'fortran_order': False, 'shape': ${tuple}, }`
  const before = 10
  const length = Math.ceil((before + text.length + 1) / alignment) * alignment - before
  const line = `${text.padEnd(length - 1)}\n`
  return Uint8Array.from([1, 0, length & 255, length >> 8, ...bytesOfText(line)])
}
