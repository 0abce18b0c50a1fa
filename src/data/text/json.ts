import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import { checkIsOptions, type OptionNames, showNumber } from '../../tensor/index.js'
import { checkLimit, formatError, type ReadOptions, readNames, sizeError } from '../bytes.js'
import type { DataError } from '../error.js'
import { decodeFile } from '../files.js'
import { writeAtomically } from '../write.js'
import { bytesOfText, textOf } from './utf8.js'

/** What JSON can say. Keys are data whatever they are called: `__proto__` is a record's own key like any other. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** How much JSON may hold. */
export interface JsonOptions {
  /** How deep it may be nested: 100 levels unless given, never more than 1000. */
  readonly maxDepth?: number
  /** The most values, lists and records among them (empty ones count twice): 2^24 unless given. */
  readonly maxValues?: number
}

export const jsonNames: OptionNames<JsonOptions> = { maxDepth: true, maxValues: true }

const format = 'json'

/**
 * What is too much in a text: asked before it is parsed, where a list takes 3 characters of the text and ten times as
 * many bytes of memory. Every value but the outermost follows an opening bracket or a comma.
 */
const excess = (text: string, maxDepth: number, maxValues: number): string | undefined => {
  let depth = 0
  let values = 1
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (quoted) {
      if (code === 0x5c) at++
      else if (code === 0x22) quoted = false
    } else if (code === 0x22) quoted = true
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > maxDepth) return `it is nested deeper than ${maxDepth} levels`
      if (++values > maxValues) return `there are more than ${maxValues} values`
    } else if (code === 0x5d || code === 0x7d) depth--
    else if (code === 0x2c && ++values > maxValues) return `there are more than ${maxValues} values`
  }
  return undefined
}

/**
 * What a JSON text (RFC 8259) says; of two equal keys in a record the later one counts. On the left a FormatError where
 * it is none or has a number beyond the range of float64, a SizeError where it is nested deeper, or holds more values, than
 * allowed. An ArgumentError for limits that are none.
 *
 * @example
 * ```ts
 * import { decodeJson } from 'cotangent/data'
 *
 * decodeJson('{"weights": [1, 2]}') // => { _tag: 'Right', right: { weights: [ 1, 2 ] } }
 * ```
 */
export const decodeJson = (text: string, options: JsonOptions = {}): E.Either<DataError, Json> => {
  checkIsOptions('decodeJson', options, jsonNames)
  const { maxDepth = 100, maxValues = 2 ** 24 } = options
  checkLimit('decodeJson', 'maxDepth', maxDepth, 1000)
  checkLimit('decodeJson', 'maxValues', maxValues)
  const problem = excess(text, maxDepth, maxValues)
  if (problem !== undefined) return E.left(sizeError(format, problem))
  try {
    const value: Json = JSON.parse(text)
    return isFinitely(value) ? E.right(value) : E.left(formatError(format, 'a number is beyond the range of float64'))
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    const position = /at position (\d+)/.exec(cause.message)?.[1]
    return E.left(formatError(format, `this is no JSON${position === undefined ? '' : ` (character ${position})`}`))
  }
}

/** Whether all numbers are finite: JSON has no others, but one of 400 digits is read as infinity. */
const isFinitely = (value: Json): boolean =>
  typeof value === 'number'
    ? Number.isFinite(value)
    : typeof value !== 'object' || value === null || Object.values(value).every(isFinitely)

/**
 * A value as JSON without blanks, such that reading it gives the value again, the sign of zero included. NaN and the
 * infinities, which JSON has no words for, become null.
 *
 * @example
 * ```ts
 * import { encodeJson } from 'cotangent/data'
 *
 * encodeJson({ rate: 0.1, zero: -0 }) // => '{"rate":0.1,"zero":-0}'
 * ```
 */
export const encodeJson = (value: Json): string => {
  if (typeof value === 'number') return Number.isFinite(value) ? showNumber(value) : 'null'
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (isList(value)) return `[${value.map(encodeJson).join(',')}]`
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}:${encodeJson(item)}`)
    .join(',')}}`
}

/** Whether a value is a list: `Array.isArray` does not tell readonly ones from records. */
export const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

/**
 * What a JSON file in UTF-8 says, as `decodeJson` reads it; a SystemError on the left where the file cannot be read, a
 * SizeError for one of more than `maxBytes`.
 *
 * @example
 * ```ts
 * import { readJson } from 'cotangent/data'
 * import { isLeft } from 'fp-ts/lib/Either.js'
 *
 * isLeft(await readJson('no/such/file.json')()) // => true
 * ```
 */
export const readJson = (path: string, options: JsonOptions & ReadOptions = {}): TE.TaskEither<DataError, Json> => {
  checkIsOptions('readJson', options, { ...jsonNames, ...readNames })
  const { maxBytes, ...own } = options
  return decodeFile(
    (bytes) =>
      pipe(
        textOf(format, bytes),
        E.chain((text) => decodeJson(text, own)),
      ),
    { maxBytes },
  )(path)
}

/**
 * Writes a value to a JSON file in one step, a line; a SystemError on the left where it cannot be written.
 *
 * @example
 * ```ts
 * import { writeJson } from 'cotangent/data'
 * import { isLeft } from 'fp-ts/lib/Either.js'
 *
 * isLeft(await writeJson('no/such/folder/run.json', { epochs: 3 })()) // => true
 * ```
 */
export const writeJson = (path: string, value: Json): TE.TaskEither<DataError, void> =>
  writeAtomically(path, bytesOfText(`${encodeJson(value)}\n`))
